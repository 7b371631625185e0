/** Membership of ranges and the tests of `in` and of decision-table cells. */
import { equals } from './equality.ts';
import { compare } from './order.ts';
import { Budget } from './run.ts';
import { FeelRange, isList, UnaryRange, type FeelValue } from './value.ts';

/**
 * Whether an end is unbounded rather than an unknown value: `(null..10)` is the range of `< 10` (DMN 1.5
 * §10.3.2.7), but an end that belongs to its range is a value, and null an unknown one.
 */
export function isUnbounded(range: FeelRange, end: 'start' | 'end'): boolean {
  if (range[end] !== null) return false;
  if (range instanceof UnaryRange) return range.operator.startsWith(end === 'start' ? '<' : '>');
  return end === 'start' ? !range.startIncluded : !range.endIncluded;
}

/** Three-valued: null when the value cannot be compared with an end. */
export function inRange(value: FeelValue, range: FeelRange, budget: Budget = new Budget()): boolean | null {
  if (range instanceof UnaryRange && range.operator === '=') return equals(value, range.start, budget);
  if (range instanceof UnaryRange && range.operator === '!=') return negated(equals(value, range.start, budget));
  if (value === null) return null;
  return both(isAbove(value, range), isBelow(value, range));
}

function isAbove(value: FeelValue, range: FeelRange): boolean | null {
  if (isUnbounded(range, 'start')) return true;
  const order = compare(value, range.start);
  return order === null ? null : order > 0 || (order === 0 && range.startIncluded);
}

function isBelow(value: FeelValue, range: FeelRange): boolean | null {
  if (isUnbounded(range, 'end')) return true;
  const order = compare(value, range.end);
  return order === null ? null : order < 0 || (order === 0 && range.endIncluded);
}

export function both(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

export function negated(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/**
 * Whether the value passes the test: lies in the range, is the value, or is or passes one of the list's
 * items. Null when that is unknown.
 */
export function satisfies(value: FeelValue, test: FeelValue, budget: Budget = new Budget()): boolean | null {
  if (test instanceof FeelRange && !(value instanceof FeelRange)) return inRange(value, test, budget);
  if (!isList(test)) return equals(value, test, budget);
  if (isList(value) && equals(value, test, budget) === true) return true;
  for (const item of test) {
    budget.spend(1);
    const passes = isList(item) ? equals(value, item, budget) : satisfies(value, item, budget);
    if (passes === true) return true;
  }
  return false;
}
