/** The clock as the run was given it, calendar functions, and `is` (DMN 1.5 tables 80, 81, 83). */
import { dayOfYear, daysInMonth, weekOfYear, weekday } from '../../time/calendar.ts';
import { identical } from '../equality.ts';
import { dateTimeFromEpoch } from '../instant.ts';
import type { Run } from '../run.ts';
import { FeelDate, FeelDateTime, type Zone } from '../temporal.ts';
import type { FeelValue, Signature } from '../value.ts';
import { isZoneName } from '../../time/zone.ts';
import { parseTime } from '../temporal-text.ts';
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

/** An IANA name, or an offset such as `+02:00`; UTC when it is neither. */
function zoneOf(timeZone: string): Zone {
  if (timeZone === 'UTC' || timeZone === 'Z') return 0;
  return isZoneName(timeZone) ? timeZone : (parseTime(`00:00:00${timeZone}`)?.zone ?? 0);
}

function now(run: Run): FeelDateTime | null {
  return dateTimeFromEpoch(BigInt(Math.trunc(run.now)) * 1_000_000n, zoneOf(run.timeZone));
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
