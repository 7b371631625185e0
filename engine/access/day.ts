/** A day (UTC) has a stream of its own, so that none grows for ever; their numbers lie in a range of their own. */
import { keyOf, streamNumberOf } from '../stream/key.ts';
import { ranges } from '../stream/ranges.ts';

const minutesPerDay = 1_440;

/** @param minute minutes since the epoch */
export const accessStreamOf = (minute: number): bigint => keyOf(ranges.access + BigInt(Math.floor(minute / minutesPerDay)), 0);

/** Whether a stream is that of a day. */
export const isAccessStream = (stream: bigint): boolean => streamNumberOf(stream) >> 22n === ranges.access >> 22n;
