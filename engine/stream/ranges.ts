/**
 * Streams that are no cases take numbers of ranges of their own, each as long as a partition of the journal, so that
 * they never meet a case. A journal names its streams: nothing here ever changes.
 */
import { keyOf } from './key.ts';

/** As many as a partition of the journal has room for. */
const size = 2 ** 22;
const range = (place: bigint): bigint => 2n ** 38n + place * 2n ** 22n;

/** First number of each. */
export const ranges = { messages: range(0n), identity: range(1n), signals: range(2n), schedules: range(3n), access: range(4n) } as const;

/** FNV-1a over UTF-16 code units, 32 bits. */
const hash = (text: string, seed: number): number => {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x0100_0193);
  return value >>> 0;
};

/** The stream of a range that texts lead to, by a hash: what shares a stream by chance does not see each other. */
export const streamOfTexts = (first: bigint, ...texts: readonly [string, ...string[]]): bigint => {
  const joined = texts.map((text, index) => (index === texts.length - 1 ? text : `${text}\u0000`));
  return keyOf(first + BigInt(joined.reduce((seed, text) => hash(text, seed), 0x811c_9dc5) % size), 0);
};
