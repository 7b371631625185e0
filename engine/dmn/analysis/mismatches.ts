/** Entries whose literals do not fit the type or the allowed values of their column. */
import type { Json } from '../../json/json.ts';
import { toJson, type FeelEngine, type FeelValue } from '../../feel/index.ts';
import { ANY_CELL, placedLiterals, readCell, type PlacedLiteral } from '../table/cell.ts';
import { coveredBy, createAxis, kindOf, quote, type ValueKind } from './axis.ts';
import { aboutEntry, expressionPart, MAX_FINDINGS, type TableFinding } from './finding.ts';
import { literalOutput, type TableMap, type TypeLookup } from './table-map.ts';

const NOUNS: Readonly<Record<ValueKind, string>> = {
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  date: 'a date',
  time: 'a time',
  'date and time': 'a date and time',
  'years and months duration': 'a duration in years and months',
  'days and time duration': 'a duration in days and hours',
};

interface Column {
  readonly label: string;
  readonly kind: ValueKind | undefined;
  readonly allowed: string | undefined;
  readonly verb: string;
}

/** Why the value does not fit; undefined when it does. */
function objection(value: FeelValue, column: Column, feel: FeelEngine): string | undefined {
  const { kind, allowed } = column;
  const found = kindOf(value);
  if (kind !== undefined && found !== undefined && found !== kind) return `'${column.label}' is ${NOUNS[kind]}`;
  if (allowed === undefined || value === null) return undefined;
  const own = { kind: 'parts', negated: false, parts: [{ kind: 'equal', value }] } as const;
  const axis = createAxis({ label: column.label, kind: kind ?? found, allowed: ANY_CELL }, [own, readCell(allowed, feel)], feel);
  const admitted = coveredBy(readCell(allowed, feel), axis).possible;
  return (coveredBy(own, axis).possible & admitted) === 0n ? `'${column.label}' allows ${allowed.trim()} only` : undefined;
}

/** The entry that is checked, and what its literals must fit. */
interface Checked {
  readonly column: Column;
  readonly text: string;
  readonly literals: readonly PlacedLiteral[];
  readonly at: Pick<TableFinding, 'owner' | 'tableId' | 'place'>;
}

function* entriesOf({ compiled }: TableMap, types: TypeLookup, feel: FeelEngine): Iterable<Checked> {
  const { table, cells } = compiled;
  for (const [index, rule] of table.rules.entries()) {
    for (const [column, { label, typeRef, inputValues }] of table.inputs.entries()) {
      const text = rule.inputEntries[column]?.text ?? '';
      if (cells[index]?.[column]?.kind !== 'parts') continue;
      const about = { label, kind: types.kind(typeRef), allowed: inputValues ?? types.allowed(typeRef), verb: 'asks for' };
      yield { column: about, text, literals: placedLiterals(text, feel), at: aboutEntry(compiled, 'input entry', index, column) };
    }
    for (const [column, { label, typeRef, outputValues }] of table.outputs.entries()) {
      const text = rule.outputEntries[column]?.text ?? '';
      if (literalOutput(text, feel) === undefined) continue;
      const about = { label, kind: types.kind(typeRef), allowed: outputValues ?? types.allowed(typeRef), verb: 'gives' };
      yield { column: about, text, literals: placedLiterals(text, feel), at: aboutEntry(compiled, 'output entry', index, column) };
    }
  }
}

export function findMismatches(map: TableMap, types: TypeLookup, feel: FeelEngine): readonly TableFinding[] {
  const findings: TableFinding[] = [];
  for (const { column, text, literals, at } of entriesOf(map, types, feel)) {
    for (const { value, from, to } of literals) {
      const why = objection(value, column, feel);
      if (why === undefined) continue;
      const rule = at.place.rule ?? 0;
      const example: { [column: string]: Json } = { [column.label]: toJson(value) };
      const message = `Rule ${rule} ${column.verb} ${quote(value)}, but ${why}.`;
      findings.push({ kind: 'mismatch', severity: 'warning', ...at, expression: expressionPart(text, { from, to }), message, rules: [rule], example });
      if (findings.length >= MAX_FINDINGS) return findings;
    }
  }
  return findings;
}
