/** FEEL `=` (DMN 1.5 table 53) and the stricter `is()`. */
import { epochNanos, NANOS_PER_SECOND, utcNanoOfDay } from './instant.ts';
import { compareNumbers, isNumber, numberText } from './number.ts';
import { compare } from './order.ts';
import { Budget } from './run.ts';
import { sameLocality } from './temporal-arithmetic.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration } from './temporal.ts';
import { dateText, dateTimeText, monthsText, nanosText, timeText } from './temporal-text.ts';
import {
  Context,
  FeelFunction,
  FeelRange,
  isList,
  UnaryRange,
  type FeelList,
  type FeelValue,
  type UnaryOperator,
} from './value.ts';

/**
 * True or false for values of one type and against null; null for values of different types, and for a
 * zoned with a local time. Times are equal by whole seconds: `value_t` of §10.3.2.3.4 counts seconds.
 */
export function equals(a: FeelValue, b: FeelValue, budget: Budget = new Budget()): boolean | null {
  if (a === null || b === null) return a === b;
  if (typeof a === 'string') return typeof b === 'string' ? a === b : null;
  if (typeof a === 'boolean') return typeof b === 'boolean' ? a === b : null;
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) === 0 : null;
  budget.spend(1);
  if (isList(a)) return isList(b) ? equalLists(a, b, budget) : null;
  if (a instanceof Context) return b instanceof Context ? equalContexts(a, b, budget) : null;
  if (a instanceof FeelRange) return b instanceof FeelRange ? equalRanges(a, b, budget) : null;
  if (a instanceof FeelFunction) return b instanceof FeelFunction ? a === b : null;
  if (a instanceof FeelTime) {
    return b instanceof FeelTime && sameLocality(a, b) ? wholeSeconds(utcNanoOfDay(a)) === wholeSeconds(utcNanoOfDay(b)) : null;
  }
  if (a instanceof FeelDateTime) {
    return b instanceof FeelDateTime && sameLocality(a, b) ? wholeSeconds(epochNanos(a)) === wholeSeconds(epochNanos(b)) : null;
  }
  const order = compare(a, b);
  return order === null ? null : order === 0;
}

function wholeSeconds(nanos: bigint): bigint {
  return (nanos - (((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND)) / NANOS_PER_SECOND;
}

/** False as soon as one part differs; null when a part could not be compared. */
function all(parts: Iterable<boolean | null>): boolean | null {
  let result: boolean | null = true;
  for (const part of parts) {
    if (part === false) return false;
    if (part === null) result = null;
  }
  return result;
}

function equalLists(a: FeelList, b: FeelList, budget: Budget): boolean | null {
  if (a.length !== b.length) return false;
  budget.spend(a.length);
  return all(lazily(a, (item, index) => equals(item, b[index] ?? null, budget)));
}

function equalContexts(a: Context, b: Context, budget: Budget): boolean | null {
  if (a.size !== b.size) return false;
  budget.spend(a.size);
  return all(
    lazily(a.entries(), ([name, value]) => {
      const other = b.get(name);
      return other !== undefined && equals(value, other, budget);
    }),
  );
}

function operatorOf(range: FeelRange): UnaryOperator | undefined {
  return range instanceof UnaryRange ? range.operator : undefined;
}

/** A unary range such as `(< 10)` equals only the same unary range (TCK 0068, DMN 1.5). */
function equalRanges(a: FeelRange, b: FeelRange, budget: Budget): boolean | null {
  const shape =
    operatorOf(a) === operatorOf(b) && a.startIncluded === b.startIncluded && a.endIncluded === b.endIncluded;
  return shape && all([equals(a.start, b.start, budget), equals(a.end, b.end, budget)]);
}

function* lazily<T>(items: readonly T[], test: (item: T, index: number) => boolean | null): Iterable<boolean | null> {
  for (const [index, item] of items.entries()) yield test(item, index);
}

/** Same type and same value in the semantic domain: zones count as written, `Z` is `+00:00`. */
export function identical(a: FeelValue, b: FeelValue, budget: Budget = new Budget()): boolean {
  if (a instanceof FeelTime) return b instanceof FeelTime && timeText(a) === timeText(b);
  if (a instanceof FeelDateTime) return b instanceof FeelDateTime && dateTimeText(a) === dateTimeText(b);
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => identical(item, b[index] ?? null, budget));
  }
  return equals(a, b, budget) === true;
}

/** The same for equal values, different for others, so that indexes can find them; undefined where `=` needs care. */
export function equalityKey(value: FeelValue): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `s:${value}`;
  if (isNumber(value)) return `n:${numberText(value)}`;
  if (value instanceof FeelDate) return `d:${dateText(value)}`;
  if (value instanceof YearsMonthsDuration) return `m:${monthsText(value)}`;
  if (value instanceof DaysTimeDuration) return `t:${nanosText(value)}`;
  return undefined;
}
