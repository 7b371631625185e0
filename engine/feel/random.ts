/**
 * Random values that a replay repeats: they derive from the run's seed and the number of the draw. Not for
 * secrets.
 */
import type { Run } from './run.ts';

const STEPS_PER_DRAW = 20;
const MASK = 0xffff_ffff_ffff_ffffn;

/** FNV-1a over UTF-16 units. */
function hash(text: string): bigint {
  let state = 0xcbf2_9ce4_8422_2325n;
  for (let i = 0; i < text.length; i += 1) state = ((state ^ BigInt(text.charCodeAt(i))) * 0x100_0000_01b3n) & MASK;
  return state;
}

/** The next 64 bits, by SplitMix64. */
export function nextBits(run: Run): bigint {
  run.budget.spend(STEPS_PER_DRAW);
  run.budget.draws += 1;
  let state = (hash(run.seed) + BigInt(run.budget.draws) * 0x9e37_79b9_7f4a_7c15n) & MASK;
  state = ((state ^ (state >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
  state = ((state ^ (state >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
  return state ^ (state >> 31n);
}

/** At least 0 and less than 1, with 53 bits. */
export function randomNumber(run: Run): number {
  return Number(nextBits(run) >> 11n) / 2 ** 53;
}

/** A UUID of version 4 (RFC 9562). */
export function randomUuid(run: Run): string {
  const version = (nextBits(run) & 0xffff_ffff_ffff_0fffn) | 0x4000n;
  const variant = (nextBits(run) & 0x3fff_ffff_ffff_ffffn) | 0x8000_0000_0000_0000n;
  const hex = version.toString(16).padStart(16, '0') + variant.toString(16).padStart(16, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
