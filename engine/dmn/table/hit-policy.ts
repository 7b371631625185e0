/** What a table results in, given the rules that matched (DMN 1.5 §8.2.8). */
import { Context, equals, type FeelProgram, type FeelValue } from '../../feel/index.ts';
import type { Frame } from '../frame.ts';
import type { Aggregation, DecisionTable, HitPolicy } from '../model/expression.ts';
import { Scope } from '../scope.ts';
import type { Site } from '../site.ts';

export interface Match {
  /** Rule number, from 0. */
  readonly rule: number;
  readonly outputs: readonly FeelValue[];
}

/** The allowed values of an output in order of priority, highest first; empty when it has none. */
export type Priorities = readonly FeelValue[];

export type Resolve = (matches: readonly Match[], priorities: readonly Priorities[], frame: Frame) => FeelValue;

const PROGRAMS: Readonly<Record<Exclude<Aggregation, 'COUNT'>, string>> = { SUM: 'sum(values)', MIN: 'min(values)', MAX: 'max(values)' };

/** A hit policy that the matched rules break. Camunda ends the decision there, DMN gives null. */
function violation(matches: readonly Match[], site: Site, frame: Frame, say: (rules: string) => string): null {
  const rules = matches.map(({ rule }) => rule + 1);
  if (frame.unit.definitions.dialect === 'camunda') return frame.evaluation.fail(say(rules.join(', ')));
  return frame.evaluation.warn('BROKEN_HIT_POLICY', site.place, { rules });
}

function rank(value: FeelValue, priorities: Priorities): number {
  const found = priorities.findIndex((candidate) => equals(candidate, value) === true);
  return found === -1 ? priorities.length : found;
}

/** By the priority of the first output that has one, then the next; rules of equal priority keep their order. */
function byPriority(matches: readonly Match[], priorities: readonly Priorities[]): readonly Match[] {
  const ranked = matches.map((match) => ({ match, ranks: match.outputs.map((output, index) => rank(output, priorities[index] ?? [])) }));
  ranked.sort((a, b) => {
    const differing = a.ranks.findIndex((own, index) => own !== b.ranks[index]);
    return differing === -1 ? 0 : (a.ranks[differing] ?? 0) - (b.ranks[differing] ?? 0);
  });
  return ranked.map(({ match }) => match);
}

export function compileHitPolicy(table: DecisionTable, site: Site): Resolve {
  const names = table.outputs.map((output) => output.name);
  const single = names.length === 1;
  const result = (match: Match): FeelValue =>
    (single ? match.outputs[0] ?? null : new Context(names.map((name, index) => [name, match.outputs[index] ?? null])));
  const results = (matches: readonly Match[]): readonly FeelValue[] => matches.map(result);
  const first = ([match]: readonly Match[]): FeelValue => (match === undefined ? null : result(match));

  const resolvers: Readonly<Record<Exclude<HitPolicy, 'COLLECT'>, Resolve>> = {
    UNIQUE: (matches, _priorities, frame) =>
      (matches.length > 1 ? violation(matches, site, frame, (rules) => `Expected at most one rule to match, but rules ${rules} do.`) : first(matches)),
    ANY: (matches, _priorities, frame) => {
      const value = first(matches);
      const agree = matches.every((match) => equals(result(match), value) === true);
      return agree ? value : violation(matches, site, frame, (rules) => `Expected all matching rules to agree, but rules ${rules} give different outputs.`);
    },
    FIRST: first,
    PRIORITY: (matches, priorities) => first(byPriority(matches, priorities)),
    'RULE ORDER': results,
    'OUTPUT ORDER': (matches, priorities) => results(byPriority(matches, priorities)),
  };
  if (table.hitPolicy !== 'COLLECT') return resolvers[table.hitPolicy];
  return table.aggregation === undefined ? results : compileAggregation(table.aggregation, single, site, table.line);
}

function compileAggregation(aggregation: Aggregation, single: boolean, site: Site, line: number): Resolve {
  if (aggregation === 'COUNT') return (matches) => matches.length;
  const program: FeelProgram | undefined = site.with(['values']).program(PROGRAMS[aggregation], 'expression', line);
  return (matches, _priorities, frame) => {
    if (!single || program === undefined) {
      return frame.evaluation.warn('NOTHING_TO_AGGREGATE', site.place);
    }
    const values = matches.map(({ outputs }) => outputs[0] ?? null);
    return frame.evaluation.take(program.evaluate(new Scope(new Map([['values', values]])), frame.feel), site.place);
  };
}
