/**
 * Numbers. A JavaScript number stands for its shortest decimal text, so comparing two of them needs no
 * conversion (distinct doubles have distinct shortest texts in the same order) and sums of safe integers
 * are exact. Everything else is computed in decimal128; results without a finite value are null.
 */
import { Decimal } from './decimal.ts';
import type { FeelNumber, FeelValue } from './value.ts';

/** Decimal digits every double can carry there and back. */
const DOUBLE_DIGITS = 15;
const DIGITS = 34;

export type RoundingMode = 0 | 1 | 2 | 3 | 4 | 5 | 6;
const NUMERAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,6})?$/;

export function isNumber(value: FeelValue | undefined): value is FeelNumber {
  return typeof value === 'number' || value instanceof Decimal;
}

export function toDecimal(value: FeelNumber): Decimal {
  return typeof value === 'number' ? new Decimal(value) : value;
}

/** The number as a double; exact for integers up to 2^53. */
export function toDouble(value: FeelNumber): number {
  return typeof value === 'number' ? value : value.toNumber();
}

/** The canonical form of a computed decimal; null when it is infinite or not a number. */
export function fromDecimal(value: Decimal): FeelNumber | null {
  if (!value.isFinite()) return null;
  if (value.isInteger() && value.abs().lte(Number.MAX_SAFE_INTEGER)) return value.toNumber() + 0;
  return value;
}

/** Reads a numeral such as `-12.50` or `1.2e3`, rounded to 34 digits; null when the text is none. */
export function parseNumber(text: string): FeelNumber | null {
  if (text.length > 10_000 || !NUMERAL.test(text)) return null;
  if (text.length <= DOUBLE_DIGITS && !/[eE]/.test(text)) return Number(text) + 0;
  return fromDecimal(new Decimal(text).toSignificantDigits(DIGITS));
}

export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  return toDecimal(a).cmp(toDecimal(b));
}

export function addNumbers(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum) && Number.isSafeInteger(a) && Number.isSafeInteger(b)) return sum;
  }
  return fromDecimal(toDecimal(a).plus(toDecimal(b)));
}

export function negateNumber(a: FeelNumber): FeelNumber {
  return typeof a === 'number' ? 0 - a : a.negated();
}

export function subtractNumbers(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return addNumbers(a, negateNumber(b));
}

export function multiplyNumbers(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product) && Number.isSafeInteger(a) && Number.isSafeInteger(b)) return product + 0;
  }
  return fromDecimal(toDecimal(a).times(toDecimal(b)));
}

/** Null when the divisor is 0. */
export function divideNumbers(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return fromDecimal(toDecimal(a).div(toDecimal(b)));
}

export function powerOf(base: FeelNumber, exponent: FeelNumber): FeelNumber | null {
  return fromDecimal(toDecimal(base).pow(toDecimal(exponent)));
}

/** The remainder with the divisor's sign (DMN 1.5 table 78, `modulo`). */
export function moduloNumbers(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return fromDecimal(toDecimal(a).mod(toDecimal(b)));
}

/** Rounds to `scale` decimal places; a negative scale rounds to tens, hundreds and so on. */
export function roundNumber(value: FeelNumber, scale: number, mode: RoundingMode): FeelNumber | null {
  if (scale >= 0) {
    return Number.isInteger(value) ? value : fromDecimal(toDecimal(value).toDecimalPlaces(scale, mode));
  }
  const unit = new Decimal(10).pow(-scale);
  return fromDecimal(toDecimal(value).div(unit).toDecimalPlaces(0, mode).times(unit));
}

/** Drops the fraction; null when the number is no safe integer. For positions, scales and lengths. */
export function toInteger(value: FeelNumber): number | null {
  const integer = Math.trunc(toDouble(value)) + 0;
  return Number.isSafeInteger(integer) ? integer : null;
}

export function isInteger(value: FeelNumber): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : value.isInteger();
}

/** Plain notation between 1e-20 and 1e34, exponents beyond. */
export function numberText(value: FeelNumber): string {
  if (Number.isSafeInteger(value)) return String(value);
  const decimal = toDecimal(value);
  return decimal.e >= -20 && decimal.e < DIGITS ? decimal.toFixed() : decimal.toString();
}
