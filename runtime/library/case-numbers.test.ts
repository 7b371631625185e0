import { describe, expect, it } from 'vitest';
import type { Database } from '../port/database.ts';
import { CaseNumbers } from './case-numbers.ts';

/** A sequence that counts by 100, and nothing else. */
const sequence = (): Database => {
  let first = 1n - 100n;
  const query = (text: string, [n]: readonly unknown[] = []): Promise<{ first: bigint }[]> =>
    Promise.resolve(text.includes('nextval') ? Array.from({ length: Number(n) }, () => ({ first: (first += 100n) })) : []);
  return { query } as unknown as Database;
};

describe('case numbers', () => {
  it('are enough for everybody who asks at the same time, and never twice the same', async () => {
    const numbers = new CaseNumbers(sequence());
    await numbers.take(1);
    const taken = (await Promise.all([60, 60, 250].map((count) => numbers.take(count)))).flat();
    expect(taken).toHaveLength(370);
    expect(new Set(taken).size).toBe(370);
  });
});
