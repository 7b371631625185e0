import { describe, expect, it } from 'vitest';
import { retryBackOffMs } from './retry-back-off.ts';

const createdAt = Date.UTC(2026, 0, 31);
const after = (ms: number, headers: { readonly [name: string]: string } = {}, chance = 0.5): number =>
  retryBackOffMs({ headers, createdAt }, createdAt + ms, chance);

describe('the back-off of a failed job', () => {
  it('is about as long as the job has existed: 1 s at least, 5 min at most', () => {
    expect([0, 500, 1_000, 4_000, 60_000, 3_600_000].map((ms) => after(ms))).toEqual([1_000, 1_000, 1_000, 4_000, 60_000, 300_000]);
  });

  it('varies by a quarter, so that jobs that failed together do not return together', () => {
    expect([after(8_000, {}, 0), after(8_000, {}, 0.999_999)]).toEqual([6_000, 10_000]);
  });

  it('is what the header says', () => {
    expect(after(0, { retryBackoff: 'PT1M30S' })).toBe(90_000);
    expect(after(0, { retryBackoff: 'P1M' })).toBe(28 * 86_400_000); // calendar: to 28 February
    expect(after(0, { retryBackoff: 'soon' })).toBe(1_000);
    expect(after(0, { retryBackoff: '-PT1S' })).toBe(0);
  });
});
