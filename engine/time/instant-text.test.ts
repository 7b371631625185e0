import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, instantText } from './instant-text.ts';

const [first, last] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];

describe('instants', () => {
  it('are written as Date writes them, and read back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: first, max: last }), fc.constantFrom(first, last, 0, -1, 951_782_400_000)), (ms) => {
        const text = instantText(ms);
        expect(text).toBe(new Date(ms).toISOString());
        expect(instantOf(text)).toBe(ms);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([first - 1, last + 1, 0.5, Number.NaN, Infinity])('refuses %d', (ms) => {
    expect(() => instantText(ms)).toThrow(RangeError);
  });

  it.each([
    '2025-02-29T00:00:00.000Z', '2025-13-01T00:00:00.000Z', '2025-00-10T00:00:00.000Z', '2025-01-01T24:00:00.000Z',
    '2025-01-01T00:60:00.000Z', '2025-01-01T00:00:60.000Z', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00.000+00:00',
    '2025-01-01 00:00:00.000Z', '+02025-01-01T00:00:00.000Z', ' 2025-01-01T00:00:00.000Z', '',
  ])('does not read %s', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});
