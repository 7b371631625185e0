/**
 * Messages and subscriptions of one name and correlation key belong to one stream, found from these two by
 * a hash: whoever publishes and whoever waits need nothing else to meet. The streams take case numbers of a range
 * of their own, so that they lie in one partition and never meet a case.
 */
import { keyOf } from '../stream/key.ts';

const firstNumber = 2n ** 38n;
/** As many as a partition of the journal has room for. Pairs that share a bucket do not see each other. */
const buckets = 2 ** 22;

/** FNV-1a over UTF-16 code units, 32 bits. */
const hash = (text: string, seed: number): number => {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x0100_0193);
  return value >>> 0;
};

/** Key of the stream. */
export const messageStreamOf = (name: string, correlationKey: string): bigint =>
  keyOf(firstNumber + BigInt(hash(correlationKey, hash(`${name}\u0000`, 0x811c_9dc5)) % buckets), 0);
