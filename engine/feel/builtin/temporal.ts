/** The clock as the run was given it, calendar functions, and `is` (DMN 1.5 tables 80, 81, 83). */
import { dayOfYear, daysInMonth, weekOfYear, weekday } from '../../time/calendar.ts';
import { identical } from '../equality.ts';
import { dateTimeFromEpoch } from '../instant.ts';
import type { Run } from '../run.ts';
import { FeelDate, FeelDateTime } from '../temporal.ts';
import type { FeelValue, Signature } from '../value.ts';
import { fixedOffset } from '../../time/zone.ts';
import { zoneAt } from '../zoned.ts';
import { anything, dateOrDateTime, optional, signature, type Builtins } from './signature.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** As clocks in the zone of the run show it; in UTC when there is no such zone. */
function now({ now: instant, timeZone, offsets }: Run): FeelDateTime | null {
  const zone = fixedOffset(timeZone) ?? zoneAt(timeZone, Math.floor(instant / 1000), offsets) ?? 0;
  return dateTimeFromEpoch(BigInt(Math.trunc(instant)) * 1_000_000n, zone);
}

function ofDay(calculate: (date: FeelDate) => FeelValue): readonly Signature[] {
  return [signature([dateOrDateTime('date')], ([at]) => calculate(at instanceof FeelDateTime ? at.date : at))];
}

export const TEMPORAL: Builtins = {
  now: [signature([], (_none, run) => now(run))],
  today: [signature([], (_none, run) => now(run)?.date ?? null)],
  'day of year': ofDay(dayOfYear),
  'day of week': ofDay((date) => DAYS[weekday(date) - 1] ?? null),
  'month of year': ofDay((date) => MONTHS[date.month - 1] ?? null),
  'week of year': ofDay(weekOfYear),
  'last day of month': ofDay((date) => new FeelDate(date.year, date.month, daysInMonth(date.year, date.month))),
  is: [
    signature([optional(anything('value1')), optional(anything('value2'))], ([a, b], run) => identical(a, b, run.budget)),
  ],
};
