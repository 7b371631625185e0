import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultOf, valueOf } from './evaluate-text.fixture.ts';
import type { Json } from '../json/json.ts';
import { Context, fromJson, toJson } from './index.ts';

describe('the border to JSON', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const expected = JSON.parse(JSON.stringify(json)) as Json;
        expect(JSON.stringify(toJson(fromJson(expected)))).toBe(JSON.stringify(expected));
      }),
    );
  });

  it('writes numbers as doubles, temporal values as ISO strings, ranges and functions as text', () => {
    expect(valueOf('[1/3, @"P1D", @"10:00:00@Asia/Tokyo", @"2024-01-01T10:00:00@Europe/Berlin", (1..2], (< 3), function(a) a, abs]')).toEqual([
      1 / 3, 'P1D', '10:00:00+09:00', '2024-01-01T10:00:00+01:00', '(1..2]', '(< 3)', 'function(a)', 'function abs(n)',
    ]);
  });

  it('refuses what JSON cannot hold', () => {
    expect(resultOf('10 ** 400').failure?.message).toBe('Expected a number that JSON can hold, but 1e+400 is too large.');
  });

  it('reads own enumerable data only, and only plain objects', () => {
    const context = fromJson(JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as Json);
    expect(context).toBeInstanceOf(Context);
    expect((context as Context).names()).toEqual(['__proto__', 'b']);
    expect(fromJson({}) instanceof Context && (fromJson({}) as Context).get('constructor')).toBeUndefined();
    expect(fromJson(new Date() as unknown as Json)).toBeNull();
    expect(fromJson(Number.NaN)).toBeNull();
    expect(fromJson(undefined as unknown as Json)).toBeNull();
  });

  it('keeps entries named like parts of prototypes as data', () => {
    const result = valueOf('{"__proto__": 1, "constructor": 2}');
    expect(Object.keys(result as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});
