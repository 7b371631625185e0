/** Temporal values as text (XML Schema lexical forms plus `@zone`), both ways. */
import { daysFromCivil, isValidDate } from '../time/calendar.ts';
import { NANOS_PER_DAY, NANOS_PER_SECOND, dateFromDays, durationOfNanos } from './instant.ts';
import { type DaysTimeDuration, FeelDate, type FeelDateTime, type FeelTime, YearsMonthsDuration, type Zone } from './temporal.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import { dateTimeIn, timeIn, type Clock, type WrittenZone } from './zoned.ts';

const DATE = /^(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[^@]{1,100})?$/;
const MONTHS = /^(-)?P(?=\d)(?:(\d{1,15})Y)?(?:(\d{1,15})M)?$/;
const NANOS = /^(-)?P(?=\d|T\d)(?:(\d{1,18})D)?(?:T(?=\d)(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,30}))?S)?)?$/;
/** Java's and XML Schema processors' common bound. */
const MAX_OFFSET = 18 * 3600;

export function parseDate(text: string): FeelDate | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isValidDate(year, month, day) && match[1] !== '-0000' ? new FeelDate(year, month, day) : null;
}

function nanosOfFraction(digits: string | undefined): number {
  return Number((digits ?? '').slice(0, 9).padEnd(9, '0'));
}

/** An offset such as `Z` or `+05:30`, a zone such as `@Europe/Paris`; null when it is neither. */
function parseZone(text: string | undefined): WrittenZone | null {
  if (text === undefined || text === '') return undefined;
  if (text === 'Z') return 0;
  if (text.startsWith('@')) return text.slice(1);
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  const offset = hours * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || offset > MAX_OFFSET) return null;
  return text.startsWith('-') ? 0 - offset : offset;
}

/** The time, and whether it was `24:00:00`, the end of the day. */
function readTime(text: string): { clock: Clock; zone: WrittenZone; endOfDay: boolean } | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const nano = nanosOfFraction(match[4]);
  const zone = parseZone(match[5]);
  if (zone === null || minute > 59 || second > 59) return null;
  const endOfDay = hour === 24 && minute === 0 && second === 0 && nano === 0;
  if (hour > 23 && !endOfDay) return null;
  return { clock: [hour % 24, minute, second, nano], zone, endOfDay };
}

export function parseTime(text: string, offsets: ZoneOffsets): FeelTime | null {
  const read = readTime(text);
  return read && timeIn(read.clock, read.zone, offsets);
}

export function parseDateTime(text: string, offsets: ZoneOffsets): FeelDateTime | null {
  const separator = text.indexOf('T');
  if (separator < 0) return null;
  const date = parseDate(text.slice(0, separator));
  const read = readTime(text.slice(separator + 1));
  if (!date || !read) return null;
  const day = read.endOfDay ? dateFromDays(daysFromCivil(date) + 1) : date;
  return day && dateTimeIn(day, read.clock, read.zone, offsets);
}

export function parseDuration(text: string): YearsMonthsDuration | DaysTimeDuration | null {
  const months = MONTHS.exec(text);
  if (months) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    return Number.isSafeInteger(total) ? new YearsMonthsDuration(months[1] ? 0 - total : total) : null;
  }
  const match = NANOS.exec(text);
  if (!match) return null;
  const seconds =
    BigInt(match[2] ?? 0) * 86_400n + BigInt(match[3] ?? 0) * 3600n + BigInt(match[4] ?? 0) * 60n + BigInt(match[5] ?? 0);
  const nanos = seconds * NANOS_PER_SECOND + BigInt(nanosOfFraction(match[6]));
  return durationOfNanos(match[1] ? -nanos : nanos);
}

/** Any temporal value in the notation of `@"…"`; null when the text is none. */
export function parseTemporal(
  text: string,
  offsets: ZoneOffsets,
): FeelDate | FeelTime | FeelDateTime | YearsMonthsDuration | DaysTimeDuration | null {
  if (text.length > 200) return null;
  return parseDate(text) ?? parseDateTime(text, offsets) ?? parseTime(text, offsets) ?? parseDuration(text);
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

export function dateText(date: FeelDate): string {
  const year = String(Math.abs(date.year)).padStart(4, '0');
  return `${date.year < 0 ? '-' : ''}${year}-${two(date.month)}-${two(date.day)}`;
}

function zoneText(zone: Zone): string {
  if (zone === undefined) return '';
  if (typeof zone === 'object') return `@${zone.name}`;
  if (zone === 0) return 'Z';
  const offset = Math.abs(zone);
  const seconds = offset % 60;
  const text = `${two(Math.floor(offset / 3600))}:${two(Math.floor(offset / 60) % 60)}`;
  return `${zone < 0 ? '-' : '+'}${text}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}

function fractionText(nano: number): string {
  return nano === 0 ? '' : `.${String(nano).padStart(9, '0').replace(/0+$/, '')}`;
}

export function timeText(time: FeelTime): string {
  return `${two(time.hour)}:${two(time.minute)}:${two(time.second)}${fractionText(time.nano)}${zoneText(time.zone)}`;
}

export function dateTimeText(value: FeelDateTime): string {
  return `${dateText(value.date)}T${timeText(value.time)}`;
}

export function monthsText({ months }: YearsMonthsDuration): string {
  const [years, rest] = [Math.floor(Math.abs(months) / 12), Math.abs(months) % 12];
  if (months === 0) return 'P0M';
  return `${months < 0 ? '-' : ''}P${years === 0 ? '' : `${years}Y`}${rest === 0 ? '' : `${rest}M`}`;
}

export function nanosText({ nanos }: DaysTimeDuration): string {
  if (nanos === 0n) return 'PT0S';
  const size = nanos < 0n ? -nanos : nanos;
  const days = size / NANOS_PER_DAY;
  const second = Number((size % NANOS_PER_DAY) / NANOS_PER_SECOND);
  const fraction = fractionText(Number(size % NANOS_PER_SECOND));
  const [hours, minutes, seconds] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  const time =
    (hours === 0 ? '' : `${hours}H`) +
    (minutes === 0 ? '' : `${minutes}M`) +
    (seconds === 0 && fraction === '' ? '' : `${seconds}${fraction}S`);
  return `${nanos < 0n ? '-' : ''}P${days === 0n ? '' : `${days}D`}${time === '' ? '' : `T${time}`}`;
}
