/** Finds what is wrong with decision tables before they are used. */
import type { FeelEngine } from '../../feel/index.ts';
import type { DecisionModel } from '../decision-model.ts';
import type { CompiledTable } from '../table/compile-table.ts';
import { Effort } from './cover.ts';
import type { TableFinding } from './finding.ts';
import { findGaps } from './gaps.ts';
import { findMismatches } from './mismatches.ts';
import { findOverlaps } from './overlaps.ts';
import { mapTable, typeLookup, type TypeLookup } from './table-map.ts';
import { findUnreachable } from './unreachable.ts';

/** Comparing every two rules of larger tables would take seconds. */
const MAX_RULES = 2_000;

function unchecked({ owner, table }: CompiledTable): TableFinding {
  return {
    kind: 'unchecked',
    severity: 'warning',
    owner,
    ...(table.id === undefined ? {} : { tableId: table.id }),
    message: `The table with its ${table.rules.length} rules is too large to be checked completely for overlaps, gaps and rules that never decide.`,
    rules: [],
    example: {},
  };
}

export function analyseTable(compiled: CompiledTable, types: TypeLookup, feel: FeelEngine): readonly TableFinding[] {
  if (compiled.table.rules.length > MAX_RULES) return [unchecked(compiled)];
  const map = mapTable(compiled, types, feel);
  const effort = new Effort();
  const findings = [
    ...findMismatches(map, types, feel),
    ...findOverlaps(map, feel),
    ...findGaps(map, effort),
    ...findUnreachable(map, feel, effort),
  ];
  return effort.exhausted ? [...findings, unchecked(compiled)] : findings;
}

/** Analyses every table of the file, those in knowledge models and contexts included. */
export function analyseTables(model: DecisionModel, feel: FeelEngine): readonly TableFinding[] {
  const types = typeLookup(model.unit.definitions.itemDefinitions);
  return [...model.unit.nodes.values()]
    .flatMap((node) => (node.kind === 'decision' || node.kind === 'knowledge' ? node.learnt.tables : []))
    .flatMap((table) => analyseTable(table, types, feel));
}
