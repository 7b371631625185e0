/** A decision table as regions: per rule and column, what the rule covers. */
import type { Json } from '../../json/json.ts';
import type { FeelEngine, FeelType, FeelValue } from '../../feel/index.ts';
import { typeReference } from '../item-types.ts';
import type { ItemDefinition } from '../model/definitions.ts';
import { readCell, ANY_CELL, type Cell } from '../table/cell.ts';
import type { CompiledTable } from '../table/compile-table.ts';
import { coveredBy, createAxis, describe, type Axis, type Regions, type ValueKind } from './axis.ts';

export interface RuleArea {
  /** Index in the table, from 0. */
  readonly rule: number;
  /** Per column. */
  readonly certain: readonly Regions[];
  readonly possible: readonly Regions[];
}

export interface TableMap {
  readonly compiled: CompiledTable;
  readonly axes: readonly Axis[];
  readonly areas: readonly RuleArea[];
}

/** What item definitions say about a column. */
export interface TypeLookup {
  kind(typeRef: string | undefined): ValueKind | undefined;
  allowed(typeRef: string | undefined): string | undefined;
}

function simpleKind(type: FeelType): ValueKind | undefined {
  return type.kind === 'simple' && type.name !== 'Any' && type.name !== 'Null' ? type.name : undefined;
}

/** Item definitions may refer to each other in a circle. */
const MAX_HOPS = 20;

export function typeLookup(definitions: readonly ItemDefinition[]): TypeLookup {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const base = (typeRef: string | undefined, hops: number): ItemDefinition | string | undefined => {
    const definition = typeRef === undefined ? undefined : byName.get(typeRef);
    if (definition === undefined || hops > MAX_HOPS) return typeRef;
    const plain = !definition.isCollection && definition.allowedValues === undefined && definition.typeConstraint === undefined;
    return plain && definition.typeRef !== undefined ? base(definition.typeRef, hops + 1) : definition;
  };
  const kind = (typeRef: string | undefined, hops: number): ValueKind | undefined => {
    const found = base(typeRef, hops);
    if (found === undefined) return undefined;
    if (typeof found === 'string') return simpleKind(typeReference(found));
    return found.isCollection || hops > MAX_HOPS ? undefined : kind(found.typeRef, hops + 1);
  };
  return {
    kind: (typeRef) => kind(typeRef, 0),
    allowed: (typeRef) => {
      const found = base(typeRef, 0);
      return typeof found === 'object' && !found.isCollection ? found.allowedValues : undefined;
    },
  };
}

export function mapTable(compiled: CompiledTable, types: TypeLookup, feel: FeelEngine): TableMap {
  const { table, cells } = compiled;
  const axes = table.inputs.map((input, column) => {
    const allowed = input.inputValues ?? types.allowed(input.typeRef);
    const columnCells = cells.map((row) => row[column] ?? ANY_CELL);
    const type = { label: input.label, kind: types.kind(input.typeRef), allowed: allowed === undefined ? ANY_CELL : readCell(allowed, feel) };
    return createAxis(type, columnCells, feel);
  });
  const areas = cells.map((row, rule): RuleArea => {
    const covered = axes.map((axis, column) => coveredBy(row[column] ?? ANY_CELL, axis));
    return { rule, certain: covered.map(({ certain }) => certain), possible: covered.map(({ possible }) => possible) };
  });
  return { compiled, axes, areas };
}

/** An input in the area, leaving out the columns where every value will do. */
export function exampleIn(area: readonly Regions[], axes: readonly Axis[]): { readonly [column: string]: Json } {
  const example: [string, Json][] = [];
  axes.forEach((axis, column) => {
    const regions = area[column] ?? axis.all;
    if (regions === axis.all) return;
    const index = axis.regions.findIndex((_region, bit) => ((regions >> BigInt(bit)) & 1n) === 1n);
    example.push([axis.label, axis.regions[index]?.example ?? null]);
  });
  return Object.fromEntries(example);
}

/** The area in words: `Season is "Winter" and Guests is more than 8`; undefined when it is everything. */
export function describeArea(area: readonly Regions[], axes: readonly Axis[]): string | undefined {
  const clauses = axes.flatMap((axis, column) => {
    const regions = area[column] ?? axis.all;
    return regions === axis.all ? [] : [`'${axis.label}' is ${describe(regions, axis)}`];
  });
  return clauses.length === 0 ? undefined : clauses.join(' and ');
}

/** The value of a literal output entry; undefined for other expressions. */
export function literalOutput(text: string, feel: FeelEngine): { readonly value: FeelValue } | undefined {
  const cell: Cell = readCell(text, feel);
  if (cell.kind !== 'parts' || cell.negated || cell.parts.length !== 1) return undefined;
  const [part] = cell.parts;
  return part?.kind === 'equal' ? { value: part.value } : undefined;
}
