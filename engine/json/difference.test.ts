import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from './canonical.ts';
import { firstDifference } from './difference.ts';

describe('the first difference', () => {
  it('is there exactly when the canonical texts differ', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(firstDifference(a, b) === undefined).toBe(canonical(a) === canonical(b));
        expect(firstDifference(a, JSON.parse(canonical(a)))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it.each<[unknown, unknown, object]>([
    [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, { path: 'a.b[1].c', expected: 2, actual: 3 }],
    [{ a: 1 }, { a: 1, b: null }, { path: 'b', actual: null }],
    [{ a: 1, b: null }, { a: 1 }, { path: 'b', expected: null }],
    [[1, 2], [1], { path: '[1]', expected: 2 }],
    [{ a: [] }, { a: {} }, { path: 'a', expected: [], actual: {} }],
    [1, '1', { path: '', expected: 1, actual: '1' }],
    [undefined, 0, { path: '', actual: 0 }],
  ])('of %j and %j has a path', (expected, actual, difference) => {
    expect(firstDifference(expected, actual)).toEqual(difference);
  });

  it('does not take 0 and -0 for different, as the journal does not', () => {
    expect(firstDifference({ a: 0 }, { a: -0 })).toBeUndefined();
  });
});
