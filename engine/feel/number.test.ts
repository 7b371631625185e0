import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';
import { valueOf } from './evaluate-text.fixture.ts';
import { addNumbers, compareNumbers, multiplyNumbers, numberText, parseNumber, subtractNumbers } from './number.ts';

describe('numbers are decimals of 34 digits', () => {
  it.each([
    ['0.1 + 0.2 = 0.3', true],
    ['100 * 1.1', 110],
    ['1/3*3 = 1', false],
    ['string(1/3)', '0.3333333333333333333333333333333333'],
    ['string(2/3)', '0.6666666666666666666666666666666667'],
    ['9007199254740993 = 9007199254740992', false],
    ['string(9007199254740993 + 1)', '9007199254740994'],
    ['string(12345678901234567890 * 98765432109876543210)', '1.219326311370217952237463801111264e+39'],
    ['1e3', 1000],
    ['1.5e-3', 0.0015],
    ['.5', 0.5],
    ['-0 = 0', true],
    ['2 ** 3 ** 2', 64],
    ['-2 ** 2', 4],
    ['2 - -2', 4],
    ['1 / 0', null],
    ['0 / 0', null],
    ['10 ** 7000', null],
    ['string(10 ** 34)', '1e+34'],
    ['string(10 ** 33)', '1000000000000000000000000000000000'],
    ['string(1.10)', '1.1'],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  it('halves round to the even neighbour in the 35th digit', () => {
    const given = parseNumber('1.0000000000000000000000000000000005');
    expect(given && numberText(given)).toBe('1');
    const next = parseNumber('1.0000000000000000000000000000000015');
    expect(next && numberText(next)).toBe('1.000000000000000000000000000000002');
  });

  it.each(['', ' 1', '1_000', '1e', '0x10', 'NaN', 'Infinity', '--1', '1.2.3'])('%j is no number', (text) => {
    expect(parseNumber(text)).toBeNull();
  });
});

describe('properties of numbers', () => {
  const integers = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  const read = (value: bigint): ReturnType<typeof parseNumber> & {} => parseNumber(String(value)) ?? 0;

  it('sums, differences and products of integers within 34 digits are exact', () => {
    fc.assert(
      fc.property(integers, integers, fc.bigInt({ min: -1000n, max: 1000n }), (a, b, c) => {
        const text = (value: ReturnType<typeof parseNumber>): string => (value === null ? 'null' : numberText(value));
        expect(text(addNumbers(read(a), read(b)))).toBe(String(a + b));
        expect(text(subtractNumbers(read(a), read(b)))).toBe(String(a - b));
        expect(text(multiplyNumbers(read(a), read(c)))).toBe(String(a * c));
      }),
    );
  });

  it('the double and the decimal of one text are equal, and ordered like each other', () => {
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 });
    fc.assert(
      fc.property(doubles, doubles, (a, b) => {
        const exact = new Decimal(String(b));
        expect(compareNumbers(b, exact)).toBe(0);
        expect(compareNumbers(a, exact)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});
