/** The properties of temporal values and ranges (DMN 1.5 table 65), and the path operator over all values. */
import { weekday } from '../time/calendar.ts';
import { NANOS_PER_DAY, NANOS_PER_SECOND, offsetOf } from './instant.ts';
import type { Run } from './run.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration } from './temporal.ts';
import { Context, FeelRange, isList, type FeelValue } from './value.ts';
import type { Span } from './warning.ts';

function dateProperty(date: FeelDate, name: string): FeelValue | undefined {
  switch (name) {
    case 'year':
      return date.year;
    case 'month':
      return date.month;
    case 'day':
      return date.day;
    case 'weekday':
      return weekday(date);
    default:
      return undefined;
  }
}

function timeProperty(value: FeelTime | FeelDateTime, name: string): FeelValue | undefined {
  const time = value instanceof FeelTime ? value : value.time;
  switch (name) {
    case 'hour':
      return time.hour;
    case 'minute':
      return time.minute;
    case 'second':
      return time.second;
    case 'time offset': {
      const offset = offsetOf(value);
      return offset === undefined ? null : new DaysTimeDuration(BigInt(offset) * NANOS_PER_SECOND);
    }
    case 'timezone':
      return typeof time.zone === 'object' ? time.zone.name : null;
    default:
      return undefined;
  }
}

/** Parts of a negative duration are negative. */
function durationProperty(value: YearsMonthsDuration | DaysTimeDuration, name: string): FeelValue | undefined {
  if (value instanceof YearsMonthsDuration) {
    if (name === 'years') return Math.trunc(value.months / 12) + 0;
    return name === 'months' ? (value.months % 12) + 0 : undefined;
  }
  const second = Number((value.nanos % NANOS_PER_DAY) / NANOS_PER_SECOND);
  switch (name) {
    case 'days':
      return Number(value.nanos / NANOS_PER_DAY);
    case 'hours':
      return Math.trunc(second / 3600) + 0;
    case 'minutes':
      return (Math.trunc(second / 60) % 60) + 0;
    case 'seconds':
      return (second % 60) + 0;
    default:
      return undefined;
  }
}

function rangeProperty(range: FeelRange, name: string): FeelValue | undefined {
  switch (name) {
    case 'start':
      return range.start;
    case 'end':
      return range.end;
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return undefined;
  }
}

/** Undefined when values of this type have no such property. */
function propertyOf(value: FeelValue, name: string): FeelValue | undefined {
  if (value instanceof FeelDate) return dateProperty(value, name);
  if (value instanceof FeelTime) return timeProperty(value, name);
  if (value instanceof FeelDateTime) return dateProperty(value.date, name) ?? timeProperty(value, name);
  if (value instanceof YearsMonthsDuration || value instanceof DaysTimeDuration) return durationProperty(value, name);
  return value instanceof FeelRange ? rangeProperty(value, name) : undefined;
}

/** The member that is selected, and where its name stands in the text. */
export interface Selected {
  readonly name: string;
  readonly at: Span;
}

/** `value.name`; over a list it gives the list of the items' values. */
export function select(value: FeelValue, selected: Selected, run: Run): FeelValue {
  const { name, at } = selected;
  if (value instanceof Context) {
    const entry = value.get(name);
    return entry === undefined ? run.warn('UNKNOWN_MEMBER', at, name) : entry;
  }
  if (isList(value)) {
    run.budget.spend(value.length);
    return value.map((item) => select(item, selected, run));
  }
  const property = propertyOf(value, name);
  if (property !== undefined) return property;
  return run.warn(value === null ? 'MEMBER_OF_NULL' : 'UNKNOWN_PROPERTY', at, name);
}
