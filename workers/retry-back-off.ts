/**
 * How long a failed job rests. Header `retryBackoff` (ISO 8601 duration) sets it; otherwise it rests
 * about as long again as it has existed, so that the pauses double: from 1 s to 5 min, with jitter.
 */
import { addDuration, parseDuration } from '../engine/time/instant.ts';

const shortestMs = 1_000;
const longestMs = 300_000;

interface Failed {
  readonly headers: { readonly [name: string]: string };
  /** Epoch ms. */
  readonly createdAt: number;
}

/** Whole ms. `chance`: 0 to 1; an unreadable header counts as none. */
export const retryBackOffMs = ({ headers, createdAt }: Failed, now: number, chance: number): number => {
  const duration = headers['retryBackoff'] === undefined ? null : parseDuration(headers['retryBackoff']);
  if (duration !== null) return Math.max(0, addDuration(now, duration) - now);
  const rest = Math.min(longestMs, Math.max(shortestMs, now - createdAt));
  return Math.round(rest * (0.75 + chance / 2));
};
