import { describe, expect, it } from 'vitest';
import { valueOf, warningsOf } from './evaluate-text.fixture.ts';

describe('calculating with values of all types', () => {
  it.each([
    ['"a" + "b"', 'ab'],
    ['@"2024-01-31" + @"P1M"', '2024-02-29'],
    ['@"P1M" + @"2024-01-31"', '2024-02-29'],
    ['@"2024-01-01" + @"PT36H"', '2024-01-02'],
    ['@"2024-01-01" - @"PT1H"', '2023-12-31'],
    ['@"2024-03-01" - @"2024-02-01"', 'P29D'],
    ['@"2024-03-01" - @"2024-02-29T12:00:00Z"', 'PT12H'],
    ['@"2024-03-01" - @"2024-02-29T12:00:00"', null],
    ['@"23:30:00" + @"PT1H"', '00:30:00'],
    ['@"00:30:00" - @"PT1H"', '23:30:00'],
    ['@"10:00:00+02:00" - @"10:00:00Z"', '-PT2H'],
    ['@"10:00:00" - @"10:00:00Z"', null],
    ['@"P1Y" * 1.5', 'P1Y6M'],
    ['2 * @"PT30M"', 'PT1H'],
    ['@"P1D" / 2', 'PT12H'],
    ['@"P1D" / @"PT8H"', 3],
    ['@"P1Y" / @"P1D"', null],
    ['@"P1D" / 0', null],
    ['@"P1Y" + @"P1D"', null],
    ['-@"P1D"', '-P1D'],
    ['-(@"2024-01-01")', null],
    ['@"2024-01-01" * 2', null],
    ['[1] + 1', null],
    ['true + 1', null],
    ['string(@"999999999-12-31" - @"P1Y")', '999999998-12-31'],
    ['@"999999999-12-31" + @"P1D"', null],
    ['@"-999999999-01-01" - @"P1D"', null],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it('says why there is no result, in the words Camunda users know', () => {
    expect(warningsOf('null + 1')).toEqual(["Can't add '1' to 'null'"]);
    expect(warningsOf('1 - "a"')).toEqual([`Can't subtract '"a"' from '1'`]);
    expect(warningsOf('x')).toEqual(["No variable found with name 'x'"]);
    expect(warningsOf('sum([1, "a"])')).toEqual([`Failed to invoke function 'sum': expected number but found '"a"'`]);
    expect(warningsOf('nothing(1)')).toEqual(["No function found with name 'nothing' and 1 parameters"]);
    expect(warningsOf('abs(n: 1, m: 2)')).toEqual(["No function found with name 'abs' and parameters: n, m"]);
    expect(warningsOf('{a: 1, b: 2}.c')).toEqual(["No context entry found with key 'c'. Available keys: 'a', 'b'"]);
  });
});
