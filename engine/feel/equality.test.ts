import { describe, expect, it } from 'vitest';
import { equalityKey, equals, fromJson, type FeelValue } from './index.ts';
import { valueOf } from './evaluate-text.fixture.ts';
import { parseNumber } from './number.ts';

describe('equality and order', () => {
  it.each([
    ['null = null', true],
    ['null != 1', true],
    ['1 = "1"', null],
    ['[1, 2] = [1, 2]', true],
    ['[1, 2] = [2, 1]', false],
    ['[1] = ["a"]', null],
    ['{a: 1, b: [2]} = {b: [2], a: 1}', true],
    ['{a: 1} = {b: 1}', false],
    ['@"P1Y" = @"P12M"', true],
    ['@"P1Y" = @"P365D"', null],
    ['@"10:00:00.1" = @"10:00:00.2"', true],
    ['@"10:00:00.1" < @"10:00:00.2"', true],
    ['@"10:00:00" = @"10:00:00Z"', null],
    ['@"10:00:00+01:00" = @"09:00:00Z"', true],
    ['@"2024-01-01" = @"2024-01-01T00:00:00"', null],
    ['(< 10) = (< 10)', true],
    ['(< 10) = (null..10)', false],
    ['[1..2] = [1..2)', false],
    ['is(@"10:00:00Z", @"10:00:00+00:00")', true],
    ['is(@"10:00:00+01:00", @"09:00:00Z")', false],
    ['is(@"P0Y", @"P0D")', false],
    ['"\\U01F40E" > "\\uFFFD"', true],
    ['"a" < "b"', true],
    ['"a" < 1', null],
    ['true < false', null],
    ['1 < null', null],
    ['null between 1 and 2', null],
    ['3 between 1 and 2', false],
    ['1 between null and 0', false],
    ['1 between null and 2', null],
    ['null <= null', null],
    ['null = 1', false],
    ['null != null', false],
    ['"a" != null', true],
    ['[null] = [null]', true],
    ['[null, 1] = [null, 2]', false],
    ['{a: null} = {a: 1}', false],
    ['list contains([null], null)', true],
    ['list contains([1, null], 2)', false],
    ['index of([null, 1, null], null) = [1, 3]', true],
    ['null and null', null],
    ['null or true', true],
    ['null or false', null],
    ['not(null)', null],
    ['some x in [null, true] satisfies x', true],
    ['some x in [null, false] satisfies x', null],
    ['every x in [null, true] satisfies x', null],
    ['every x in [null, false] satisfies x', false],
    ['true and null', null],
    ['false and null', false],
    ['true or 1', true],
    ['false or 1', null],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  it('keys are the same exactly for equal values', () => {
    const values: readonly FeelValue[] = [0, -0, 0.1, parseNumber('0.10000000000000000000'), '0', '0.1', null, true, 'true', 1e21, parseNumber('1e21')];
    for (const a of values) {
      for (const b of values) expect(equalityKey(a) === equalityKey(b), `${JSON.stringify(a)} and ${JSON.stringify(b)}`).toBe(equals(a, b) === true);
    }
    expect(equalityKey(fromJson([1]))).toBeUndefined();
  });
});
