/** Filters: `list[2]`, `list[-1]`, `list[price > 10]` (DMN 1.5 §10.3.2.5). */
import type { Code, Compile, Kind } from './code.ts';
import { ItemEnvironment, type Environment } from './environment.ts';
import { isNumber, toInteger } from './number.ts';
import type { Run } from './run.ts';
import { sizeOf } from './syntax.ts';
import { briefText } from './text.ts';
import { isList, type FeelList, type FeelNumber, type FeelValue } from './value.ts';

/** Counted from 1, negative from the end; null outside of the list. */
function itemAt(list: FeelList, position: FeelNumber): FeelValue {
  const index = toInteger(position);
  if (index === null || index === 0) return null;
  return list[index > 0 ? index - 1 : list.length + index] ?? null;
}

function invalid(value: FeelValue, run: Run): null {
  return run.warn('INVALID_TYPE', `Expected a boolean or a number in the filter, but found '${briefText(value)}'.`);
}

/** Items for which the condition is null are left out; a number is a position. */
export function compileFilter(node: Kind<'filter'>, compile: Compile): Code {
  const [target, condition, cost] = [compile(node.target), compile(node.condition), sizeOf(node.condition)];
  const isPosition = node.condition.kind === 'literal' && typeof node.condition.value !== 'boolean';
  return (environment) => {
    const value = target(environment);
    if (value === null) return null;
    const list = isList(value) ? value : [value];
    if (isPosition) return positionOf(list, condition(environment), environment.run);
    if (list.length === 0) return isNumber(condition(environment)) ? null : list;
    return filtered(list, condition, cost, environment);
  };
}

function positionOf(list: FeelList, position: FeelValue, run: Run): FeelValue {
  return isNumber(position) ? itemAt(list, position) : invalid(position, run);
}

function filtered(list: FeelList, condition: Code, cost: number, environment: Environment): FeelValue {
  const { run } = environment;
  const kept: FeelValue[] = [];
  for (const item of list) {
    run.budget.spend(cost);
    const keep = condition(new ItemEnvironment(run, environment, item));
    if (keep === true) kept.push(item);
    else if (isNumber(keep)) return itemAt(list, keep);
    else if (keep !== false && keep !== null) return invalid(keep, run);
  }
  return kept;
}
