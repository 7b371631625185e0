/**
 * Calculating with dates, times and durations (DMN 1.5 tables 57 to 60). Every function gives null where the
 * standard has no result: other types, a zoned value with a local one, outside of the calendar.
 */
import { addMonths, daysFromCivil } from '../time/calendar.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import type { Decimal } from './decimal.ts';
import {
  NANOS_PER_DAY,
  dateFromDays,
  dateTimeFromEpoch,
  durationOfNanos,
  epochNanos,
  epochSecond,
  midnightUtc,
  nanoOfDay,
  offsetOf,
  timeFromNanos,
  utcNanoOfDay,
} from './instant.ts';
import { divideNumbers, isNumber, toDecimal } from './number.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration, type Zone } from './temporal.ts';
import type { FeelNumber, FeelValue } from './value.ts';
import { onDay, zoneAt } from './zoned.ts';

function shiftDate(date: FeelDate, months: number): FeelDate | null {
  const moved = addMonths(date, months);
  return moved && new FeelDate(moved.year, moved.month, moved.day);
}

function monthsOf(months: number): YearsMonthsDuration | null {
  return Number.isSafeInteger(months) ? new YearsMonthsDuration(months) : null;
}

/** A date keeps being a date: whole days count, the rest rounds towards the past. */
function addToDate(date: FeelDate, nanos: bigint): FeelDate | null {
  const total = BigInt(daysFromCivil(date)) * NANOS_PER_DAY + nanos;
  const days = total / NANOS_PER_DAY - (total < 0n && total % NANOS_PER_DAY !== 0n ? 1n : 0n);
  return dateFromDays(Number(days));
}

function addDuration(
  value: FeelValue,
  [duration, sign]: readonly [YearsMonthsDuration | DaysTimeDuration, 1 | -1],
  offsets: ZoneOffsets,
): FeelValue {
  if (duration instanceof YearsMonthsDuration) {
    const months = sign * duration.months;
    if (value instanceof FeelDate) return shiftDate(value, months);
    if (value instanceof YearsMonthsDuration) return monthsOf(value.months + months);
    if (!(value instanceof FeelDateTime)) return null;
    const date = shiftDate(value.date, months);
    return date && onDay(date, value.time, offsets);
  }
  const nanos = BigInt(sign) * duration.nanos;
  if (value instanceof FeelDate) return addToDate(value, nanos);
  if (value instanceof FeelTime) return timeFromNanos(nanoOfDay(value) + nanos, value.zone);
  if (value instanceof DaysTimeDuration) return durationOfNanos(value.nanos + nanos);
  // On the time line, so that 24 hours stay 24 hours when the clocks change.
  return value instanceof FeelDateTime ? atInstant(epochNanos(value) + nanos, value.time.zone, offsets) : null;
}

function atInstant(nanos: bigint, zone: Zone, offsets: ZoneOffsets): FeelDateTime | null {
  if (typeof zone !== 'object') return dateTimeFromEpoch(nanos, zone);
  const then = zoneAt(zone.name, epochSecond(nanos), offsets);
  return then && dateTimeFromEpoch(nanos, then);
}

export function addTemporal(a: FeelValue, b: FeelValue, offsets: ZoneOffsets): FeelValue {
  if (isDuration(b)) return addDuration(a, [b, 1], offsets);
  return isDuration(a) ? addDuration(b, [a, 1], offsets) : null;
}

export function subtractTemporal(a: FeelValue, b: FeelValue, offsets: ZoneOffsets): FeelValue {
  if (isDuration(b)) return addDuration(a, [b, -1], offsets);
  if (a instanceof FeelTime && b instanceof FeelTime) {
    return sameLocality(a, b) ? durationOfNanos(utcNanoOfDay(a) - utcNanoOfDay(b)) : null;
  }
  const [from, to] = [atMidnight(b), atMidnight(a)];
  if (!from || !to || !sameLocality(from, to)) return null;
  return durationOfNanos(epochNanos(to) - epochNanos(from));
}

function atMidnight(value: FeelValue): FeelDateTime | null {
  if (value instanceof FeelDate) return midnightUtc(value);
  return value instanceof FeelDateTime ? value : null;
}

/** Both zoned or both local; otherwise their distance is undefined. */
export function sameLocality(a: FeelTime | FeelDateTime, b: FeelTime | FeelDateTime): boolean {
  return (offsetOf(a) === undefined) === (offsetOf(b) === undefined);
}

export function isDuration(value: FeelValue): value is YearsMonthsDuration | DaysTimeDuration {
  return value instanceof YearsMonthsDuration || value instanceof DaysTimeDuration;
}

function scaled(duration: YearsMonthsDuration | DaysTimeDuration, scale: (size: Decimal) => Decimal): FeelValue {
  const size = duration instanceof YearsMonthsDuration ? duration.months : duration.nanos.toString();
  const result = scale(toDecimal(0).plus(size)).trunc();
  if (!result.isFinite()) return null;
  if (duration instanceof YearsMonthsDuration) return monthsOf(result.toNumber());
  return result.e > 40 ? null : durationOfNanos(BigInt(result.toFixed()));
}

export function multiplyDuration(a: FeelValue, b: FeelValue): FeelValue {
  if (isDuration(a) && isNumber(b)) return scaled(a, (size) => size.times(toDecimal(b)));
  return isDuration(b) && isNumber(a) ? scaled(b, (size) => size.times(toDecimal(a))) : null;
}

function ratio(a: bigint | number, b: bigint | number): FeelNumber | null {
  return divideNumbers(toDecimal(0).plus(a.toString()), toDecimal(0).plus(b.toString()));
}

/** A duration by a number is a duration, by a duration of its kind a number; null by zero. */
export function divideDuration(a: FeelValue, b: FeelValue): FeelValue {
  if (a instanceof YearsMonthsDuration && b instanceof YearsMonthsDuration) return ratio(a.months, b.months);
  if (a instanceof DaysTimeDuration && b instanceof DaysTimeDuration) return ratio(a.nanos, b.nanos);
  return isDuration(a) && isNumber(b) ? scaled(a, (size) => size.div(toDecimal(b))) : null;
}

export function negateDuration(value: YearsMonthsDuration | DaysTimeDuration): FeelValue {
  return value instanceof YearsMonthsDuration
    ? new YearsMonthsDuration(-value.months)
    : new DaysTimeDuration(-value.nanos);
}

/** Whole months from one day to the other, towards zero (`years and months duration`). */
export function monthsBetween(from: FeelDate, to: FeelDate): YearsMonthsDuration {
  const months = (to.year - from.year) * 12 + (to.month - from.month);
  if (months > 0 && to.day < from.day) return new YearsMonthsDuration(months - 1);
  return new YearsMonthsDuration(months < 0 && to.day > from.day ? months + 1 : months);
}
