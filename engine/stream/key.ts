/**
 * A key names its case: `key = caseNumber << 24 | ordinal`. On the wire a key is a decimal string,
 * in the database an `int8`, in the kernel only the ordinal appears. Ordinal 0 is the case itself.
 */
export type Ordinal = number;

const ORDINAL_BITS = 24n;
export const ordinalMax = 0xff_ffff;

export const keyOf = (caseNumber: bigint, ordinal: Ordinal): bigint =>
  (caseNumber << ORDINAL_BITS) | BigInt(ordinal);

/** The key of the case that a key belongs to. */
export const caseKeyOf = (key: bigint): bigint => (key >> ORDINAL_BITS) << ORDINAL_BITS;

/** The key of another thing of the same case. */
export const siblingKey = (caseKey: bigint, ordinal: Ordinal): bigint => caseKey | BigInt(ordinal);

export const ordinalOf = (key: bigint): Ordinal => Number(key & BigInt(ordinalMax));

export const caseNumberOf = (key: bigint): bigint => key >> ORDINAL_BITS;
