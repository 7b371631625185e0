/** Offsets of time zones: where they come from, and what the machine's own zone data say. */
import { daysFromCivil } from './calendar.ts';

/**
 * Answers with offsets from UTC in seconds, `undefined` for a zone that is not known. Zone data differ between
 * machines and change with laws: who must decide the same again keeps the answers and gives them again.
 */
export interface ZoneOffsets {
  /** What clocks in the zone show at an instant, in seconds since 1970. */
  offsetAt(zone: string, epochSecond: number): number | undefined;
  /**
   * The offset of a local date and time, given as the seconds since 1970 that UTC clocks would need to show it. In
   * the gap of a change the offset before it counts, in the overlap the earlier one, as ISO 8601 libraries do.
   */
  offsetOfLocal(zone: string, localSecond: number): number | undefined;
}

/** Knows no zone. */
export const noOffsets: ZoneOffsets = { offsetAt: () => undefined, offsetOfLocal: () => undefined };

const FIXED = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/;

/** The offset of `UTC`, `Z` or `+08:00`, for which no zone data are needed; `undefined` for other texts. */
export function fixedOffset(zone: string): number | undefined {
  if (zone === 'UTC' || zone === 'Z') return 0;
  const [, sign, hours, minutes, seconds = '0'] = FIXED.exec(zone) ?? [];
  if (hours === undefined || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? 0 - offset : offset;
}

/** Beyond this the platform has no instants: rules repeat every 400 years, so the instant is folded back. */
const LAST_SECOND = 8_000_000_000_000;
const CYCLE_SECONDS = 146_097 * 86_400;
const DAY_SECONDS = 86_400;
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

const formats = new Map<string, Intl.DateTimeFormat>();

/** `Intl.DateTimeFormat` is a pure function of the instant it is given and the platform's zone data; no clock is read. */
function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known || !ZONE_NAME.test(zone)) return known;
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

function fold(second: number): number {
  if (second > LAST_SECOND) return second - Math.ceil((second - LAST_SECOND) / CYCLE_SECONDS) * CYCLE_SECONDS;
  return Math.max(second, -LAST_SECOND);
}

function lookUp(format: Intl.DateTimeFormat, epochSecond: number): number {
  const second = fold(epochSecond);
  const fields: Record<string, string> = {};
  for (const part of format.formatToParts(second * 1000)) fields[part.type] = part.value;
  const era = fields['era']?.startsWith('B') === true;
  const year = Number(fields['year']);
  const date = { year: era ? 1 - year : year, month: Number(fields['month']), day: Number(fields['day']) };
  const time = Number(fields['hour']) * 3600 + Number(fields['minute']) * 60 + Number(fields['second']);
  const offset = daysFromCivil(date) * DAY_SECONDS + time - Math.floor(second);
  return Number.isNaN(offset) ? 0 : offset;
}

/** Since then every zone changes on a quarter of an hour only, so that offsets can be remembered by it. */
const QUARTERS_SINCE = 315_532_800; // 1980-01-01
const QUARTER = 900;
const MAX_REMEMBERED = 5_000;
const remembered = new Map<string, number>();

function offsetAt(zone: string, epochSecond: number): number | undefined {
  const isAligned = epochSecond >= QUARTERS_SINCE;
  const key = `${zone} ${isAligned ? Math.floor(epochSecond / QUARTER) : `at ${epochSecond}`}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const offset = lookUp(format, epochSecond);
  remembered.set(key, offset);
  return offset;
}

function offsetOfLocal(zone: string, localSecond: number): number | undefined {
  const before = offsetAt(zone, localSecond - DAY_SECONDS);
  const after = offsetAt(zone, localSecond + DAY_SECONDS);
  if (before === undefined || after === undefined || before === after) return before;
  if (offsetAt(zone, localSecond - before) === before) return before;
  return offsetAt(zone, localSecond - after) === after ? after : before;
}

/** The zone data of the machine. */
export const machineOffsets: ZoneOffsets = { offsetAt, offsetOfLocal };
