/** Where temporal values lie on the time line, in nanoseconds, and the way back. */
import { civilFromDays, daysFromCivil, isValidDate } from '../time/calendar.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, type Zone } from './temporal.ts';

export const NANOS_PER_SECOND = 1_000_000_000n;
export const NANOS_PER_DAY = 86_400n * NANOS_PER_SECOND;
/** No duration within the calendar of FEEL is longer. */
const MAX_DURATION = 2_000_000_000n * 366n * NANOS_PER_DAY;

/** Seconds since midnight, without fraction. */
export function secondOfDay(time: FeelTime): number {
  return time.hour * 3600 + time.minute * 60 + time.second;
}

export function nanoOfDay(time: FeelTime): bigint {
  return BigInt(secondOfDay(time)) * NANOS_PER_SECOND + BigInt(time.nano);
}

/** The seconds since 1970 that UTC clocks would need to show the date and time. */
export function localSecond(date: FeelDate, time: FeelTime): number {
  return daysFromCivil(date) * 86_400 + secondOfDay(time);
}

/** The offset in seconds; undefined for local values. */
export function offsetOf(value: FeelTime | FeelDateTime): number | undefined {
  const { zone } = value instanceof FeelTime ? value : value.time;
  return typeof zone === 'object' ? zone.offset : zone;
}

/** Nanoseconds since 1970-01-01T00:00 in UTC, or in local time for a value without zone. */
export function epochNanos(value: FeelDateTime): bigint {
  const local = BigInt(daysFromCivil(value.date)) * NANOS_PER_DAY + nanoOfDay(value.time);
  return local - BigInt(offsetOf(value) ?? 0) * NANOS_PER_SECOND;
}

/** Nanoseconds since midnight UTC, or since local midnight for a time without zone. */
export function utcNanoOfDay(time: FeelTime): bigint {
  return nanoOfDay(time) - BigInt(offsetOf(time) ?? 0) * NANOS_PER_SECOND;
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a < 0n && a % b !== 0n ? a / b - 1n : a / b;
}

/** A time of day; nanoseconds outside of one day wrap around. */
export function timeFromNanos(nanos: bigint, zone: Zone): FeelTime {
  const inDay = nanos - floorDivide(nanos, NANOS_PER_DAY) * NANOS_PER_DAY;
  const second = Number(inDay / NANOS_PER_SECOND);
  const nano = Number(inDay % NANOS_PER_SECOND);
  return new FeelTime([Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60, nano], zone);
}

export function dateFromDays(days: number): FeelDate | null {
  const { year, month, day } = civilFromDays(days);
  return isValidDate(year, month, day) ? new FeelDate(year, month, day) : null;
}

/** The second since 1970 in which the instant lies. */
export function epochSecond(nanos: bigint): number {
  return Number(floorDivide(nanos, NANOS_PER_SECOND));
}

/** The value at an instant as clocks with this offset show it; null outside of the calendar. */
export function dateTimeFromEpoch(nanos: bigint, zone: Zone): FeelDateTime | null {
  const offset = typeof zone === 'object' ? zone.offset : (zone ?? 0);
  const local = nanos + BigInt(offset) * NANOS_PER_SECOND;
  const date = dateFromDays(Number(floorDivide(local, NANOS_PER_DAY)));
  return date && new FeelDateTime(date, timeFromNanos(local, zone));
}

/** Midnight UTC, as DMN 1.5 §10.3.2.3.6 converts a date where a date and time is needed. */
export function midnightUtc(date: FeelDate): FeelDateTime {
  return new FeelDateTime(date, new FeelTime([0], 0));
}

/** Null when the duration is longer than the calendar. */
export function durationOfNanos(nanos: bigint): DaysTimeDuration | null {
  return nanos > MAX_DURATION || nanos < -MAX_DURATION ? null : new DaysTimeDuration(nanos);
}
