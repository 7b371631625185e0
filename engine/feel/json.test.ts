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

  it('writes numbers as doubles, temporal values as ISO strings, ranges as text', () => {
    expect(valueOf('[1/3, @"P1D", @"10:00:00@Asia/Tokyo", @"2024-01-01T10:00:00@Europe/Berlin", (1..2], (< 3)]')).toEqual([
      1 / 3, 'P1D', '10:00:00+09:00', '2024-01-01T10:00:00+01:00', '(1..2]', '(< 3)',
    ]);
  });

  it('holds no functions: they are null, with a warning', () => {
    const text = '{f: function(a) a, g: [1, function() 2]}';
    expect(resultOf(text)).toEqual({ value: { f: null, g: [1, null] }, warnings: [{ code: 'FUNCTION_AS_VALUE', from: 0, to: text.length }] });
  });

  it.each([
    '9007199254740993', '-9007199254740993', '[{a: 9007199254740993}]', '9007199254740991 + 2', 'sum([9007199254740991, 2])',
    'number("12345678901234567890")', '2 ** 53 + 1', '2 ** 60', '1234567890123456789012345678901234',
  ])('refuses to change the whole number of %s', (text) => {
    expect(resultOf(text)).toMatchObject({ value: null, failure: { code: 'FAILED', message: expect.stringMatching(/^Expected a whole number that keeps its value in JSON, but -?\d+ would become -?\d+\. Keep it as text with string\(\)\.$/) as string } });
  });

  it.each([
    ['string(9007199254740991 + 2)', '9007199254740993'],
    ['9007199254740992', 9_007_199_254_740_992],
    ['10 ** 30', 1e30],
    ['1.5e300', 1.5e300],
    ['9007199254740993 > 9007199254740992', true],
    ['9007199254740993 - 9007199254740992', 1],
    ['0.1 + 0.2', 0.3],
  ])('%s is %j', (text, expected) => expect(valueOf(text)).toBe(expected));

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
