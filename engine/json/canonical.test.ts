import reference from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, canonicalDepth, NotCanonicalError } from './canonical.ts';

const json = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }).filter((value) => !/[\ud800-\udfff]/u.test(JSON.stringify(value)));
const refusal = (value: unknown): string => {
  try {
    return canonical(value);
  } catch (error) {
    expect(error).toBeInstanceOf(NotCanonicalError);
    return (error as Error).message;
  }
};

describe('canonical JSON', () => {
  it('writes members in the order of UTF-16 code units, not of code points or locales', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7, '10': 8, '9': 9 };
    expect(Object.values(JSON.parse(canonical(names).replaceAll(/"(1|10|9)":/g, '"n$1":')) as object)).toEqual([2, 4, 8, 9, 6, 7, 1, 5, 3]);
  });

  it.each([
    [0, '0'], [-0, '0'], [5e-324, '5e-324'], [1.7976931348623157e308, '1.7976931348623157e+308'], [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'], [1e21, '1e+21'], [9.999999999999997e22, '9.999999999999997e+22'],
    [1e-6, '0.000001'], [1e-7, '1e-7'], [333333333.3333333, '333333333.3333333'], [-0.0000033333333333333333, '-0.0000033333333333333333'],
  ])('writes the number %d as %s', (value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it('escapes what RFC 8785 escapes and nothing else', () => {
    const value = '\u20ac$\u000f\nA\'\u0042\u0022\u005c\\"/\u007f\u2028\u{1f600}\b\t\f\r\u0000';
    expect(canonical(value)).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028\u{1f600}\\b\\t\\f\\r\\u0000"');
  });

  it('agrees with an independent implementation, and reading it back changes nothing', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonical(value);
        expect(text).toBe(reference(value));
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('agrees on a million bits of doubles of any pattern', () => {
    const words = new Uint32Array(2);
    const double = new Float64Array(words.buffer);
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff), (low, high) => {
        words.set([low, high]);
        const value = Number.isFinite(double[0]) ? double[0] : high;
        expect(canonical(value)).toBe(reference(value));
      }),
      { numRuns: 16_000 },
    );
  });

  it('sorts objects of any size alike', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.nat(), { minKeys: 20, maxKeys: 60 }), (value) => {
        expect(canonical(value)).toBe(reference(value));
      }),
    );
  });

  it('keeps writing right names when more names came by than it remembers', () => {
    for (let n = 0; n < 5_000; n++) canonical({ [`name-${n}`]: n });
    expect(canonical({ 'name-4999': 1, 'new "name"': 2 })).toBe('{"name-4999":1,"new \\"name\\"":2}');
  });

  it.each<[string, unknown, string]>([
    ['NaN', { a: [1, Number.NaN] }, 'Expected JSON at a[1], but found NaN'],
    ['infinity', -Infinity, 'Expected JSON, but found -Infinity'],
    ['undefined', { events: [{}, { value: undefined }] }, 'Expected JSON at events[1].value, but found undefined'],
    ['a hole', [, 1], 'Expected JSON at [0], but found undefined'], // eslint-disable-line no-sparse-arrays
    ['a bigint', [[2n]], 'Expected JSON at [0][0], but found a bigint'],
    ['a function', { toJSON: () => 1 }, 'Expected JSON at toJSON, but found a function'],
    ['a symbol', Symbol('s'), 'Expected JSON, but found a symbol'],
    ['a lone surrogate', { a: 'x\ud800y' }, 'Expected JSON at a, but found a string with a lone surrogate'],
    ['a lone surrogate in a name', { 'x\udc00': 1 }, 'Expected JSON at x\udc00, but found a string with a lone surrogate'],
    ['a date', { at: new Date(0) }, 'Expected JSON at at, but found an object that is not plain'],
    ['a map', new Map(), 'Expected JSON, but found an object that is not plain'],
    ['a boxed string', Object('x'), 'Expected JSON, but found an object that is not plain'],
    ['an instance', new (class Case { key = 1; })(), 'Expected JSON, but found an object that is not plain'],
  ])('refuses %s and says where', (_what, value, message) => {
    expect(refusal(value)).toBe(message);
  });

  it('refuses cycles and what nests too deep', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(refusal(cycle)).toMatch(new RegExp(`found more than ${canonicalDepth} levels of nesting$`));
    expect(refusal(JSON.parse('['.repeat(canonicalDepth + 1) + ']'.repeat(canonicalDepth + 1)))).toMatch(/levels of nesting$/);
    expect(canonical(JSON.parse('['.repeat(canonicalDepth) + ']'.repeat(canonicalDepth)))).toHaveLength(2 * canonicalDepth);
  });

  it('treats names of the prototype as names', () => {
    const value: unknown = JSON.parse('{"constructor":1,"__proto__":{"x":2}}');
    expect(canonical(value)).toBe('{"__proto__":{"x":2},"constructor":1}');
  });
});
