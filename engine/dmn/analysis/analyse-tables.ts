/** Finds what is wrong with decision files before they are used. */
import type { FeelEngine } from '../../feel/index.ts';
import type { DecisionModel } from '../decision-model.ts';
import type { CompiledTable } from '../table/compile-table.ts';
import { Effort } from './cover.ts';
import { about, type TableFinding } from './finding.ts';
import { findGaps } from './gaps.ts';
import { findMismatches } from './mismatches.ts';
import { findMissingPassing } from './missing-values.ts';
import { findOverlaps } from './overlaps.ts';
import { mapTable, typeLookup, type TypeLookup } from './table-map.ts';
import { UnknownNames } from './unknown-names.ts';
import { findUnquoted } from './unquoted.ts';
import { findUnreachable } from './unreachable.ts';

/** Comparing every two rules of larger tables would take seconds. */
const MAX_RULES = 2_000;

function unchecked(compiled: CompiledTable): TableFinding {
  return {
    kind: 'unchecked',
    severity: 'warning',
    ...about(compiled),
    message: `The table with its ${compiled.table.rules.length} rules is too large to be checked completely for overlaps, gaps and rules that never decide.`,
    rules: [],
    example: {},
  };
}

/** What the analysis of one table asks of the whole file. */
interface Lookup {
  readonly types: TypeLookup;
  readonly unknown: UnknownNames;
}

function analyseTable(compiled: CompiledTable, { types, unknown }: Lookup, feel: FeelEngine): readonly TableFinding[] {
  if (compiled.table.rules.length > MAX_RULES) return [unchecked(compiled)];
  const map = mapTable(compiled, types, feel);
  const effort = new Effort();
  const findings = [
    ...findMismatches(map, types, feel),
    ...findUnquoted(map, types, unknown),
    ...findMissingPassing(map, feel),
    ...findOverlaps(map, feel),
    ...findGaps(map, effort),
    ...findUnreachable(map, feel, effort),
  ];
  return effort.exhausted ? [...findings, unchecked(compiled)] : findings;
}

export interface AnalysisOptions {
  /** Names of the functions that whoever evaluates will offer. */
  readonly functions?: readonly string[];
}

/** Analyses every table of the file, those in knowledge models and contexts included, and the names in all expressions. */
export function analyseTables(model: DecisionModel, feel: FeelEngine, { functions = [] }: AnalysisOptions = {}): readonly TableFinding[] {
  const types = typeLookup(model.unit.definitions.itemDefinitions);
  const unknown = new UnknownNames(model.unit);
  const tables = [...model.unit.nodes.values()]
    .flatMap((node) => (node.kind === 'decision' || node.kind === 'knowledge' ? node.learnt.tables : []));
  return [...tables.flatMap((table) => analyseTable(table, { types, unknown }, feel)), ...unknown.findings(new Set(functions))];
}
