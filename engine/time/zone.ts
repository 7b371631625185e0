/**
 * Offsets of IANA time zones. `Intl.DateTimeFormat` is a pure function of the instant it is given and the
 * platform's zone data; no clock is read.
 */

import { daysFromCivil } from './calendar.ts';

/** Beyond this the platform has no instants: rules repeat every 400 years, so the instant is folded back. */
const LAST_SECOND = 8_000_000_000_000;
const CYCLE_SECONDS = 146_097 * 86_400;
const DAY_SECONDS = 86_400;
/** A time of day has no date; its zone's offset is that of this instant (2000-01-01T00:00:00Z). */
const REFERENCE_SECOND = 946_684_800;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known || !/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    formats.set(zone, format);
    return format;
  } catch {
    return undefined;
  }
}

/** Whether the platform knows the zone, e.g. `Europe/Berlin` or `Etc/UTC`. */
export function isZoneName(name: string): boolean {
  return formatOf(name) !== undefined;
}

function fold(second: number): number {
  if (second > LAST_SECOND) return second - Math.ceil((second - LAST_SECOND) / CYCLE_SECONDS) * CYCLE_SECONDS;
  return Math.max(second, -LAST_SECOND);
}

/** Since then every zone changes on a quarter of an hour only, so that offsets can be remembered by it. */
const QUARTERS_SINCE = 315_532_800; // 1980-01-01
const QUARTER = 900;
const MAX_REMEMBERED = 5_000;
const remembered = new Map<string, number>();

/** The zone's offset from UTC in seconds at an instant given in seconds since 1970. */
export function offsetAt(zone: string, epochSecond: number): number {
  const isAligned = epochSecond >= QUARTERS_SINCE;
  const key = `${zone} ${isAligned ? Math.floor(epochSecond / QUARTER) : `at ${epochSecond}`}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const offset = lookUp(zone, epochSecond);
  remembered.set(key, offset);
  return offset;
}

function lookUp(zone: string, epochSecond: number): number {
  const second = fold(epochSecond);
  const fields: Record<string, string> = {};
  for (const part of formatOf(zone)?.formatToParts(second * 1000) ?? []) fields[part.type] = part.value;
  const era = fields['era']?.startsWith('B') === true;
  const year = Number(fields['year']);
  const date = { year: era ? 1 - year : year, month: Number(fields['month']), day: Number(fields['day']) };
  const time = Number(fields['hour']) * 3600 + Number(fields['minute']) * 60 + Number(fields['second']);
  const offset = daysFromCivil(date) * DAY_SECONDS + time - Math.floor(second);
  return Number.isNaN(offset) ? 0 : offset;
}

/**
 * The offset that a local date and time has in the zone. In the gap of a change the offset before it
 * counts, in the overlap the earlier one, as ISO 8601 libraries do.
 */
export function offsetOfLocal(zone: string, localSecond: number): number {
  const before = offsetAt(zone, localSecond - DAY_SECONDS);
  const after = offsetAt(zone, localSecond + DAY_SECONDS);
  if (before === after) return before;
  if (offsetAt(zone, localSecond - before) === before) return before;
  return offsetAt(zone, localSecond - after) === after ? after : before;
}

/** The offset used for a time of day in a zone. */
export function offsetOfTime(zone: string): number {
  return offsetAt(zone, REFERENCE_SECOND);
}
