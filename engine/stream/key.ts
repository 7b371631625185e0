/**
 * A key names its stream: `key = stream number << 24 | ordinal`. On the wire a key is a decimal string,
 * in the database an `int8`, in the kernel only the ordinal appears. Ordinal 0 is the stream itself: the case.
 */
export type Ordinal = number;

const ORDINAL_BITS = 24n;
export const ordinalMax = 0xff_ffff;

export const keyOf = (streamNumber: bigint, ordinal: Ordinal): bigint =>
  (streamNumber << ORDINAL_BITS) | BigInt(ordinal);

/** The key of the stream that a key belongs to. */
export const streamKeyOf = (key: bigint): bigint => (key >> ORDINAL_BITS) << ORDINAL_BITS;

/** The key of another thing of the same stream. */
export const siblingKey = (stream: bigint, ordinal: Ordinal): bigint => stream | BigInt(ordinal);

export const ordinalOf = (key: bigint): Ordinal => Number(key & BigInt(ordinalMax));

export const streamNumberOf = (key: bigint): bigint => key >> ORDINAL_BITS;
