/** Finds what is wrong with decision tables before they are used. */
import type { FeelEngine } from '../../feel/index.ts';
import type { DecisionModel } from '../decision-model.ts';
import type { CompiledTable } from '../table/compile-table.ts';
import type { TableFinding } from './finding.ts';
import { findGaps } from './gaps.ts';
import { findMismatches } from './mismatches.ts';
import { findOverlaps } from './overlaps.ts';
import { mapTable, typeLookup, type TypeLookup } from './table-map.ts';
import { findUnreachable } from './unreachable.ts';

/** Larger tables would take seconds; they are evaluated, but not analysed. */
const MAX_RULES = 2_000;

export function analyseTable(compiled: CompiledTable, types: TypeLookup, feel: FeelEngine): readonly TableFinding[] {
  if (compiled.table.rules.length > MAX_RULES) return [];
  const map = mapTable(compiled, types, feel);
  return [...findMismatches(map, types, feel), ...findOverlaps(map, feel), ...findUnreachable(map, feel), ...findGaps(map)];
}

/** Analyses every table of the file, those in knowledge models and contexts included. */
export function analyseTables(model: DecisionModel, feel: FeelEngine): readonly TableFinding[] {
  const types = typeLookup(model.unit.definitions.itemDefinitions);
  return [...model.unit.nodes.values()]
    .flatMap((node) => (node.kind === 'decision' || node.kind === 'knowledge' ? node.tables : []))
    .flatMap((table) => analyseTable(table, types, feel));
}
