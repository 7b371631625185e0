import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inexactNumber } from './exact-numbers.ts';

test.each([
  ['{"a":9007199254740993}', '9007199254740993'],
  ['[-12345678901234567890]', '-12345678901234567890'],
  ['{"text":"\\"9007199254740993","n":9007199254740993}', '9007199254740993'],
  ['{"a":9007199254740992,"b":1000000000000000000000}', undefined],
  ['{"a":"9007199254740993","9007199254740993":1}', undefined],
  ['[9007199254740993.0]', '9007199254740993.0'],
  ['[9007199254740993e0]', '9007199254740993e0'],
  ['[90071992547409.93E2]', '90071992547409.93E2'],
  ['[0.12345678901234567890123]', '0.12345678901234567890123'],
  ['[1234567890123456.7]', '1234567890123456.7'],
  ['[1234567890123456789e3]', '1234567890123456789e3'],
  ['[1E-400]', '1E-400'],
  ['[-1e400]', '-1e400'],
  [`[0.${'0'.repeat(400)}1]`, `0.${'0'.repeat(400)}1`],
  [`[1${'0'.repeat(400)}]`, `1${'0'.repeat(400)}`],
  [`[0.${'12'.repeat(500)}]`, `0.${'12'.repeat(500)}`],
  ['[0.1, 100.50, 0.30000000000000004, 1e21, 1E-7, 5e-324, 1.7976931348623157e308, 0e999, 0.00000000000000000, -0.0, 1.0000000000000000000]', undefined],
  // As C and older Java write doubles.
  ['[0.10000000000000001, 5.6843418860808015E-14, 2.0000000000000000e+00]', undefined],
  [`{"a":"${'x'.repeat(4_000_000)}","b":1234567890123456}`, undefined],
])('in %.60s it is %.40s', (json, found) => {
  expect(inexactNumber(json)).toBe(found);
});

test('what JavaScript writes is what it reads', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 17, max: 60 }), (number, digits) => {
    expect(inexactNumber(JSON.stringify([number]))).toBeUndefined();
    expect(inexactNumber(`[${number.toPrecision(digits)}]`)).toBeUndefined();
  }));
});

/** A double kept it when the double, rounded to the digits that were sent, is it. */
const isKeptBy = (number: bigint, double: number): boolean => {
  const zeros = /0*$/.exec(String(number))?.[0].length ?? 0;
  const unit = number === 0n ? 1n : 10n ** BigInt(zeros);
  const size = BigInt(Math.abs(double));
  return ((size + unit / 2n) / unit) * unit === (number < 0n ? -number : number);
};

test('a whole number passes exactly when it is kept', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.constantFrom('', '.0', '.000', 'e0', 'E+0'), (number, tail) => {
    expect(inexactNumber(`[${number}${tail}]`) === undefined).toBe(isKeptBy(number, Number(number)));
  }), { examples: [[-2384185791015625000n, ''], [3n * 10n ** 24n, ''], [2n ** 60n, ''], [2n ** 53n + 1n, '']] });
});
