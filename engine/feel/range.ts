/** Membership of ranges and the tests of `in` and of decision-table cells. */
import { equals } from './equality.ts';
import { compare } from './order.ts';
import { Budget } from './run.ts';
import { FeelRange, isList, UnaryRange, type FeelValue } from './value.ts';

/** Whether an end is unbounded rather than an unknown value. */
function isOpen(range: FeelRange, end: 'start' | 'end'): boolean {
  if (range[end] !== null) return false;
  if (!(range instanceof UnaryRange)) return true;
  return end === 'start' ? range.operator.startsWith('<') : range.operator.startsWith('>');
}

/** Three-valued: null when the value cannot be compared with an end. */
export function inRange(value: FeelValue, range: FeelRange, budget: Budget = new Budget()): boolean | null {
  if (range instanceof UnaryRange && range.operator === '=') return equals(value, range.start, budget);
  if (range instanceof UnaryRange && range.operator === '!=') return negated(equals(value, range.start, budget));
  const above = isOpen(range, 'start') ? null : compare(value, range.start);
  const below = isOpen(range, 'end') ? null : compare(value, range.end);
  const startHolds = above === null ? (isOpen(range, 'start') ? true : null) : above > 0 || (above === 0 && range.startIncluded);
  const endHolds = below === null ? (isOpen(range, 'end') ? true : null) : below < 0 || (below === 0 && range.endIncluded);
  if (value === null && startHolds === true && endHolds === true) return null;
  return both(startHolds, endHolds);
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
