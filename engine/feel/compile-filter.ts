/** Filters: `list[2]`, `list[-1]`, `list[price > 10]` (DMN 1.5 §10.3.2.5). */
import { spanOf, type Code, type Compile, type Kind } from './code.ts';
import { ItemEnvironment, type Environment } from './environment.ts';
import { isNumber, toInteger } from './number.ts';
import type { Run } from './run.ts';
import { sizeOf } from './syntax.ts';
import { isList, type FeelList, type FeelNumber, type FeelValue } from './value.ts';
import type { Span } from './warning.ts';

/** Counted from 1, negative from the end; null, with a warning, outside of the list. */
function itemAt(list: FeelList, position: FeelNumber, run: Run, at: Span): FeelValue {
  const index = toInteger(position);
  const item = index === null || index === 0 ? undefined : list[index > 0 ? index - 1 : list.length + index];
  return item === undefined ? run.warn('INDEX_OUT_OF_RANGE', at) : item;
}

/** Items for which the condition is null are left out; a number is a position. */
export function compileFilter(node: Kind<'filter'>, compile: Compile): Code {
  const [target, condition, cost] = [compile(node.target), compile(node.condition), sizeOf(node.condition)];
  const at = spanOf(node.condition);
  const isPosition = node.condition.kind === 'literal' && typeof node.condition.value !== 'boolean';
  return (environment) => {
    const value = target(environment);
    if (value === null) return null;
    const list = isList(value) ? value : [value];
    if (isPosition) return positionOf(list, condition(environment), environment.run, at);
    if (list.length === 0) return isNumber(condition(environment)) ? null : list;
    return filtered(list, { condition, cost, at }, environment);
  };
}

function positionOf(list: FeelList, position: FeelValue, run: Run, at: Span): FeelValue {
  return isNumber(position) ? itemAt(list, position, run, at) : run.warn('NOT_A_CONDITION', at);
}

interface Condition {
  readonly condition: Code;
  readonly cost: number;
  readonly at: Span;
}

function filtered(list: FeelList, { condition, cost, at }: Condition, environment: Environment): FeelValue {
  const { run } = environment;
  const kept: FeelValue[] = [];
  for (const item of list) {
    run.budget.spend(cost);
    const keep = condition(new ItemEnvironment(run, environment, item));
    if (keep === true) kept.push(item);
    else if (isNumber(keep)) return itemAt(list, keep, run, at);
    else if (keep !== false && keep !== null) return run.warn('NOT_A_CONDITION', at);
  }
  return kept;
}
