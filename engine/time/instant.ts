/**
 * Points in time and ISO 8601 durations for timers, as epoch milliseconds. Calendar arithmetic is
 * done here because the kernel may not use `Date`.
 */
import { addMonths, civilFromDays, daysFromCivil, isValidDate } from './calendar.ts';
import { fixedOffset, machineOffsets, type ZoneOffsets } from './zone.ts';

const DAY_MS = 86_400_000;

/** Years and months are calendar months, everything else is exact. */
export interface IsoDuration {
  readonly months: number;
  readonly ms: number;
}

const DURATION =
  /^([+-])?P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Longer ones would leave the calendar, or the whole numbers that stay exact. */
const MAX_YEARS = 1_000;

/** Reads `P1Y2M3W4DT5H6M7.5S`; `null` when the text is no ISO 8601 duration, or one of more than 1,000 years. */
export const parseDuration = (text: string): IsoDuration | null => {
  const match = DURATION.exec(text.trim());
  if (match === null) return null;
  const [, sign, years, months, weeks, days, hours, minutes, seconds] = match;
  const factor = sign === '-' ? -1 : 1;
  const count = (part: string | undefined): number => (part === undefined ? 0 : Number(part));
  const time = count(hours) * 3_600_000 + count(minutes) * 60_000 + Math.round(count(seconds) * 1000);
  const wholeMonths = count(years) * 12 + count(months);
  const ms = (count(weeks) * 7 + count(days)) * DAY_MS + time;
  if (wholeMonths > MAX_YEARS * 12 || ms > MAX_YEARS * 366 * DAY_MS) return null;
  return { months: factor * wholeMonths + 0, ms: factor * ms + 0 }; // + 0 makes -0 a 0
};

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?(?::?\d\d)?)?(?:\[([\w/+-]+)\]|@([\w/+-]+))?)?$/;

const offsetSeconds = (text: string): number => {
  if (text === 'Z') return 0;
  const [hours, minutes, seconds] = text.slice(1).match(/\d\d/g) ?? [];
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return text.startsWith('-') ? -total : total;
};

/** Seconds of the time of day; `null` when there is no such time. 24:00:00 is the day's end. */
const secondsOfDay = (parts: readonly (string | undefined)[]): number | null => {
  const [hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  const seconds = hour * 3600 + minute * 60 + second;
  return minute > 59 || second > 59 || seconds > 86_400 ? null : seconds;
};

/** Where local dates and times are read and calendars are counted. */
export interface Locality {
  /** An IANA name or an offset such as `+08:00`; default `UTC`. */
  readonly zone?: string;
  /** Default the zone data of the machine. */
  readonly offsets?: ZoneOffsets;
}

const offsetOfLocal = (zone: string, localSecond: number, { offsets = machineOffsets }: Locality): number | undefined =>
  fixedOffset(zone) ?? offsets.offsetOfLocal(zone, localSecond);

/**
 * Reads an ISO 8601 date or date and time with `Z`, an offset, or an IANA zone (`[Europe/Paris]` as
 * Java writes it, `@Europe/Paris` as FEEL does). Without any it is in the zone of the locality; a date is its
 * midnight. `null` when the text is no such thing, or beyond the years 0001 to 9999.
 */
export const parseInstant = (text: string, locality: Locality = {}): number | null => {
  const match = INSTANT.exec(text.trim());
  if (match === null) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const seconds = secondsOfDay(match.slice(4, 7));
  const named = match[9] ?? match[10];
  if (date.year === 0 || !isValidDate(date.year, date.month, date.day) || seconds === null) return null;
  const local = daysFromCivil(date) * 86_400 + seconds;
  const written = match[8] === undefined ? undefined : offsetSeconds(match[8]);
  // A zone beside an offset must be one, too.
  const ofZone = named === undefined && written !== undefined ? 0 : offsetOfLocal(named ?? locality.zone ?? 'UTC', local, locality);
  if (ofZone === undefined) return null;
  const offset = written ?? ofZone;
  return (local - offset) * 1000 + Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
};

/** The instant `duration` later. Calendar months are counted in the zone of the locality, all else is exact. */
export const addDuration = (instant: number, { months, ms }: IsoDuration, locality: Locality = {}): number => {
  if (months === 0) return instant + ms;
  const { zone = 'UTC', offsets = machineOffsets } = locality;
  const local = instant + (fixedOffset(zone) ?? offsets.offsetAt(zone, Math.floor(instant / 1000)) ?? 0) * 1000;
  const days = Math.floor(local / DAY_MS);
  const date = addMonths(civilFromDays(days), months);
  if (date === null) return instant + ms;
  const moved = daysFromCivil(date) * DAY_MS + (local - days * DAY_MS);
  return moved - (offsetOfLocal(zone, Math.floor(moved / 1000), locality) ?? 0) * 1000 + ms;
};
