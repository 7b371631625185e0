/** `for`, `some` and `every` (DMN 1.5 table 68). */
import { daysFromCivil } from '../time/calendar.ts';
import { spanOf, type Code, type Compile, type Kind } from './code.ts';
import { LocalEnvironment, type Environment } from './environment.ts';
import { dateFromDays } from './instant.ts';
import type { Run } from './run.ts';
import { mentions, sizeOf, type Iteration } from './syntax.ts';
import { FeelDate } from './temporal.ts';
import { FeelRange, isList, type FeelList, type FeelValue } from './value.ts';
import type { Span } from './warning.ts';

const PARTIAL = 'partial';
const COPIED_PER_STEP = 16;

function* stepsBetween(start: number, end: number, value: (step: number) => FeelValue): Iterable<FeelValue> {
  const step = start <= end ? 1 : -1;
  for (let at = start; step > 0 ? at <= end : at >= end; at += step) yield value(at);
}

/** Whole numbers or days; undefined for ranges that have no next item. */
function itemsOfRange(range: FeelRange, mayDescend: boolean): Iterable<FeelValue> | undefined {
  const [start, end] = [stepOf(range.start), stepOf(range.end)];
  if (start === undefined || end === undefined || typeof range.start !== typeof range.end) return undefined;
  if (start > end && !mayDescend) return undefined;
  const [first, last] = [range.startIncluded ? start : start + 1, range.endIncluded ? end : end - 1];
  if (first > last && !mayDescend) return [];
  const isDate = range.start instanceof FeelDate;
  return stepsBetween(first, last, (step) => (isDate ? dateFromDays(step) : step));
}

function stepOf(value: FeelValue): number | undefined {
  if (value instanceof FeelDate) return daysFromCivil(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

interface CompiledIteration {
  readonly over: Code;
  readonly mayDescend: boolean;
  readonly at: Span;
}

/** What the variable runs over: a list, a range, or a single value. Null, with a warning, for nothing. */
function itemsOf(value: FeelValue, { mayDescend, at }: CompiledIteration, run: Run): Iterable<FeelValue> | null {
  if (isList(value)) return value;
  const items = value instanceof FeelRange ? itemsOfRange(value, mayDescend) : value === null ? undefined : [value];
  if (items !== undefined) return items;
  return run.warn('NOT_A_LIST', at);
}

/**
 * Visits every combination, the last variable changing fastest, until `visit` gives false. Gives null when
 * something to run over was not iterable.
 */
type Visit = (environment: Environment) => boolean;

function compileIterations(iterations: readonly Iteration[], compile: Compile): (outer: Environment, visit: Visit) => boolean | null {
  const names = iterations.map((iteration) => iteration.name);
  const compiled = iterations.map<CompiledIteration>(({ over }) => ({
    over: compile(over),
    mayDescend: over.kind === 'steps',
    at: spanOf(over),
  }));
  const walk = (outer: Environment, values: FeelList, visit: Visit): boolean | null => {
    const level = values.length;
    const inner = level === 0 ? outer : new LocalEnvironment(outer.run, outer, names.slice(0, level), values);
    const iteration = compiled[level];
    if (!iteration) return visit(inner);
    const items = itemsOf(iteration.over(inner), iteration, outer.run);
    if (items === null) return null;
    for (const item of items) {
      outer.run.budget.spend(1);
      const goesOn = walk(outer, [...values, item], visit);
      if (goesOn !== true) return goesOn;
    }
    return true;
  };
  return (outer, visit) => walk(outer, [], visit);
}

/** `partial` is the list of the results so far. */
export function compileFor(node: Kind<'for'>, compile: Compile): Code {
  const [forEach, body, cost] = [compileIterations(node.iterations, compile), compile(node.body), sizeOf(node.body)];
  const usesPartial = mentions(node.body, PARTIAL);
  return (environment) => {
    const { run } = environment;
    const results: FeelValue[] = [];
    const done = forEach(environment, (inner) => {
      run.budget.spend(cost);
      if (!usesPartial) {
        results.push(body(inner));
        return true;
      }
      run.budget.spend(Math.ceil(results.length / COPIED_PER_STEP));
      results.push(body(new LocalEnvironment(run, inner, [PARTIAL], [results.slice()])));
      return true;
    });
    return done === null ? null : results;
  };
}

/** Three-valued like `or` and `and`; a result that is neither boolean nor null makes the whole null (TCK 1153). */
export function compileQuantified(node: Kind<'some' | 'every'>, compile: Compile): Code {
  const [forEach, body, cost] = [compileIterations(node.iterations, compile), compile(node.body), sizeOf(node.body)];
  const decisive = node.kind === 'some';
  const at = spanOf(node.body);
  return (environment) => {
    const { run } = environment;
    let result: boolean | null = !decisive;
    const done = forEach(environment, (inner) => {
      run.budget.spend(cost);
      const value = body(inner);
      if (value === !decisive) return true;
      result = value === decisive ? decisive : null;
      if (typeof value !== 'boolean' && value !== null) run.warn('NOT_A_CONDITION', at);
      return value === null;
    });
    return done === null ? null : result;
  };
}
