/** The order of values, for `<`, `between`, ranges, `sort`, `min` and `max` (DMN 1.5 table 54). */
import { daysFromCivil } from '../time/calendar.ts';
import { epochNanos, utcNanoOfDay } from './instant.ts';
import { compareNumbers, isNumber } from './number.ts';
import { sameLocality } from './temporal-arithmetic.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration } from './temporal.ts';
import type { FeelValue } from './value.ts';

function sign(difference: bigint | number): number {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

const SURROGATE = /[\ud800-\udfff]/;

/** By code points: surrogates sort after all other units, unlike in UTF-16 order. */
function compareText(a: string, b: string): number {
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : a === b ? 0 : 1;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const [xHigh, yHigh] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff];
    return xHigh === yHigh ? sign(x - y) : xHigh ? 1 : -1;
  }
  return sign(a.length - b.length);
}

/**
 * Negative, 0 or positive; null for values of different types, for those without an order, and for a zoned
 * with a local time. Times compare to the nanosecond.
 */
export function compare(a: FeelValue, b: FeelValue): number | null {
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? compareText(a, b) : null;
  if (a instanceof FeelDate) return b instanceof FeelDate ? sign(daysFromCivil(a) - daysFromCivil(b)) : null;
  if (a instanceof FeelDateTime) {
    return b instanceof FeelDateTime && sameLocality(a, b) ? sign(epochNanos(a) - epochNanos(b)) : null;
  }
  if (a instanceof FeelTime) {
    return b instanceof FeelTime && sameLocality(a, b) ? sign(utcNanoOfDay(a) - utcNanoOfDay(b)) : null;
  }
  if (a instanceof YearsMonthsDuration) return b instanceof YearsMonthsDuration ? sign(a.months - b.months) : null;
  if (a instanceof DaysTimeDuration) return b instanceof DaysTimeDuration ? sign(a.nanos - b.nanos) : null;
  return null;
}
