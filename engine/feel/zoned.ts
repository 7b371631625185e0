/**
 * Values in named zones. Their offset is looked up once, where the value is made, and belongs to it from then on:
 * comparing, calculating and writing need no zone data. All of these give null for a zone that is not known.
 */
import type { ZoneOffsets } from '../time/zone.ts';
import { localSecond } from './instant.ts';
import { FeelDateTime, FeelTime, type FeelDate, type NamedZone } from './temporal.ts';

/** A time of day has no date; its zone's offset is that of this instant (2000-01-01T00:00:00Z). */
const REFERENCE_SECOND = 946_684_800;

function named(name: string, offset: number | undefined): NamedZone | null {
  return offset === undefined ? null : { name, offset };
}

export function zoneAt(name: string, epochSecond: number, offsets: ZoneOffsets): NamedZone | null {
  return named(name, offsets.offsetAt(name, epochSecond));
}

/** An offset, the name of a zone, or nothing for local values, as texts write it. */
export type WrittenZone = number | string | undefined;

export type Clock = readonly [hour: number, minute: number, second: number, nano: number];

export function timeIn(clock: Clock, zone: WrittenZone, offsets: ZoneOffsets): FeelTime | null {
  if (typeof zone !== 'string') return new FeelTime(clock, zone);
  const found = zoneAt(zone, REFERENCE_SECOND, offsets);
  return found && new FeelTime(clock, found);
}

export function dateTimeIn(date: FeelDate, clock: Clock, zone: WrittenZone, offsets: ZoneOffsets): FeelDateTime | null {
  if (typeof zone !== 'string') return new FeelDateTime(date, new FeelTime(clock, zone));
  const found = named(zone, offsets.offsetOfLocal(zone, localSecond(date, new FeelTime(clock))));
  return found && new FeelDateTime(date, new FeelTime(clock, found));
}

function clockOf(time: FeelTime): Clock {
  return [time.hour, time.minute, time.second, time.nano];
}

/** The time on another day: in a named zone its offset is that of the day. */
export function onDay(date: FeelDate, time: FeelTime, offsets: ZoneOffsets): FeelDateTime | null {
  const { zone } = time;
  return typeof zone === 'object' ? dateTimeIn(date, clockOf(time), zone.name, offsets) : new FeelDateTime(date, time);
}

/** The time without its day. */
export function timeOf({ time }: FeelDateTime, offsets: ZoneOffsets): FeelTime | null {
  return typeof time.zone === 'object' ? timeIn(clockOf(time), time.zone.name, offsets) : time;
}
