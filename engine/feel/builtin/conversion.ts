/** Conversion functions (DMN 1.5 table 74): `number`, `string`, `duration`, `date`, `time`, … */
import { isValidDate } from '../../time/calendar.ts';
import { NANOS_PER_SECOND, dateTimeFromEpoch, epochNanos, epochSecond } from '../instant.ts';
import { isInteger, parseNumber, toDecimal, toInteger } from '../number.ts';
import type { Run } from '../run.ts';
import { monthsBetween } from '../temporal-arithmetic.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, type Zone } from '../temporal.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../temporal-text.ts';
import { toText } from '../text.ts';
import type { FeelNumber, FeelValue } from '../value.ts';
import { onDay, timeOf, zoneAt } from '../zoned.ts';
import {
  anything,
  date,
  dateOrDateTime,
  dateTime,
  integer,
  nullable,
  number,
  optional,
  signature,
  text,
  time,
  type Builtins,
} from './signature.ts';

const MAX_OFFSET = 18n * 3600n * NANOS_PER_SECOND;

function makeDate(year: number, month: number, day: number): FeelDate | null {
  return isValidDate(year, month, day) ? new FeelDate(year, month, day) : null;
}

/** Seconds may have a fraction; null when a part is out of its bounds. */
function makeTime(hour: FeelNumber, minute: FeelNumber, second: FeelNumber, zone: Zone | null): FeelTime | null {
  const [h, m, s] = [toInteger(hour), toInteger(minute), toInteger(second)];
  if (h === null || m === null || s === null || zone === null || !isInteger(hour) || !isInteger(minute)) return null;
  if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59 || toDecimal(second).isNegative()) return null;
  const nano = toDecimal(second).minus(s).times(1e9).trunc().toNumber();
  return new FeelTime([h, m, s, nano], zone);
}

function offsetOf(duration: FeelValue): Zone | null {
  if (duration === null) return undefined;
  if (!(duration instanceof DaysTimeDuration)) return null;
  const { nanos } = duration;
  return nanos > MAX_OFFSET || nanos < -MAX_OFFSET ? null : Number(nanos / NANOS_PER_SECOND);
}

const GROUPING_SEPARATORS: ReadonlySet<string | null> = new Set([null, ' ', ',', '.']);
const DECIMAL_SEPARATORS: ReadonlySet<string | null> = new Set([null, ',', '.']);

/** Digits in groups, e.g. `1,000.5`; the separators must differ. */
function groupedNumber(from: string, grouping: string | null, decimal: string | null, run: Run): FeelValue {
  const areKnown = GROUPING_SEPARATORS.has(grouping) && DECIMAL_SEPARATORS.has(decimal);
  if (!areKnown || (grouping !== null && grouping === decimal)) {
    return run.warnOfCall('WRONG_ARGUMENT_TYPE');
  }
  if (decimal === ',' && from.includes('.') && grouping !== '.') return run.warnOfCall('FAILED_CONVERSION');
  const plain = grouping === null ? from : from.replaceAll(grouping, '');
  return parseNumber(decimal === ',' ? plain.replace(',', '.') : plain) ?? run.warnOfCall('FAILED_CONVERSION');
}

export const CONVERSIONS: Builtins = {
  number: [
    signature([text('from')], ([from], run) => parseNumber(from) ?? run.warnOfCall('FAILED_CONVERSION')),
    signature([number('from')], ([from]) => from),
    signature(
      [text('from'), nullable(text('grouping separator')), optional(nullable(text('decimal separator')))],
      ([from, grouping, decimal], run) => groupedNumber(from, grouping, decimal, run),
    ),
  ],
  string: [signature([anything('from')], ([from], run) => (from === null ? null : run.text(toText(from, run.budget))))],
  duration: [
    signature([text('from')], ([from], run) => parseDuration(from) ?? run.warnOfCall('FAILED_CONVERSION')),
    signature([anything('from')], ([from]) => (from instanceof DaysTimeDuration ? from : null)),
  ],
  'years and months duration': [
    signature([dateOrDateTime('from'), dateOrDateTime('to')], ([from, to]) => monthsBetween(dayOf(from), dayOf(to))),
  ],
  date: [
    signature([text('from')], ([from], run) => parseDate(from) ?? run.warnOfCall('FAILED_CONVERSION')),
    signature([dateOrDateTime('from')], ([from]) => dayOf(from)),
    signature([integer('year'), integer('month'), integer('day')], ([year, month, day], run) =>
      makeDate(year, month, day) ?? run.warnOfCall('FAILED_CONVERSION'),
    ),
  ],
  time: [
    signature([text('from')], ([from], run) => parseTime(from, run.offsets) ?? run.warnOfCall('FAILED_CONVERSION')),
    signature([time('from')], ([from]) => from),
    signature([dateTime('from')], ([from], run) => timeOf(from, run.offsets)),
    signature([date('from')], () => new FeelTime([0], 0)),
    signature(
      [number('hour'), number('minute'), number('second'), optional(nullable(anything('offset')))],
      ([hour, minute, second, offset]) => makeTime(hour, minute, second, offsetOf(offset)),
    ),
  ],
  'date and time': [
    signature([text('from')], ([from], run) =>
      parseDateTime(from, run.offsets) ?? midnight(parseDate(from)) ?? inBracketedZone(from, run) ?? run.warnOfCall('FAILED_CONVERSION'),
    ),
    signature([dateTime('from')], ([from]) => from),
    signature([date('from')], ([from]) => midnight(from)),
    signature([dateOrDateTime('date'), time('time')], ([day, at], run) => onDay(dayOf(day), at, run.offsets)),
    signature([dateTime('date'), text('timezone')], ([from, zone], run) => inZone(from, zone, run)),
    signature(
      [integer('year'), integer('month'), integer('day'), number('hour'), number('minute'), number('second')],
      ([year, month, day, ...clock]) => joined(makeDate(year, month, day), makeTime(...clock, undefined)),
    ),
  ],
};

function dayOf(value: FeelDate | FeelDateTime): FeelDate {
  return value instanceof FeelDate ? value : value.date;
}

function midnight(day: FeelDate | null): FeelDateTime | null {
  return day && new FeelDateTime(day, new FeelTime([0]));
}

function joined(day: FeelDate | null, at: FeelTime | null): FeelDateTime | null {
  return day && at && new FeelDateTime(day, at);
}

/** The same instant on the clocks of another zone; a local value is taken as UTC. */
function inZone(from: FeelDateTime, zone: string, run: Run): FeelValue {
  const nanos = epochNanos(from);
  const found = zoneAt(zone, epochSecond(nanos), run.offsets);
  return found ? dateTimeFromEpoch(nanos, found) : run.warnOfCall('FAILED_CONVERSION');
}

const BRACKETED = /^([^[]*?)(Z|[+-]\d\d:\d\d)?\[([^\]]{1,100})\]$/;

/** Java's notation, which Camunda reads: `…[Europe/Berlin]` with the offset in front or without. */
function inBracketedZone(from: string, run: Run): FeelValue {
  const [, local = '', offset, zone] = BRACKETED.exec(from) ?? [];
  if (zone === undefined) return null;
  if (offset === undefined) return parseDateTime(`${local}@${zone}`, run.offsets);
  const instant = parseDateTime(`${local}${offset}`, run.offsets);
  return instant && inZone(instant, zone, run);
}
