/** Numeric functions (DMN 1.5 table 78) and `not`. */
import { Decimal } from '../decimal.ts';
import {
  compareNumbers,
  fromDecimal,
  isInteger,
  isNumber,
  moduloNumbers,
  negateNumber,
  roundNumber,
  toDecimal,
  type RoundingMode,
} from '../number.ts';
import type { Run } from '../run.ts';
import { isDuration, negateDuration } from '../temporal-arithmetic.ts';
import { DaysTimeDuration, YearsMonthsDuration } from '../temporal.ts';
import type { FeelNumber, FeelValue, Signature } from '../value.ts';
import { anything, boolean, integer, number, optional, signature, text, type Builtins } from './signature.ts';

/** The exponents of decimal128 (DMN 1.5 table 78). */
const [MIN_SCALE, MAX_SCALE] = [-6111, 6176];

function round(value: FeelNumber, scale: number, mode: RoundingMode, run: Run): FeelValue {
  if (scale >= MIN_SCALE && scale <= MAX_SCALE) return roundNumber(value, scale, mode);
  return run.warnOfCall('FUNCTION_WITHOUT_RESULT');
}

/** Java's names, as Camunda's third parameter of `decimal` takes them. */
const MODES: ReadonlyMap<string, RoundingMode> = new Map<string, RoundingMode>([
  ['UP', Decimal.ROUND_UP],
  ['DOWN', Decimal.ROUND_DOWN],
  ['CEILING', Decimal.ROUND_CEIL],
  ['FLOOR', Decimal.ROUND_FLOOR],
  ['HALF_UP', Decimal.ROUND_HALF_UP],
  ['HALF_DOWN', Decimal.ROUND_HALF_DOWN],
  ['HALF_EVEN', Decimal.ROUND_HALF_EVEN],
]);

function roundBy(value: FeelNumber, scale: number, name: string, run: Run): FeelValue {
  const mode = MODES.get(name.toUpperCase());
  return mode === undefined ? run.warnOfCall('FUNCTION_WITHOUT_RESULT') : round(value, scale, mode, run);
}

function rounding(mode: RoundingMode): Signature {
  return signature([number('n'), integer('scale')], ([value, scale], run) => round(value, scale, mode, run));
}

function roundingWithDefault(mode: RoundingMode): Signature {
  return signature([number('n'), optional(integer('scale'))], ([value, scale], run) =>
    round(value, scale ?? 0, mode, run),
  );
}

function parity(value: FeelNumber, remainder: number): FeelValue {
  if (!isInteger(value)) return false;
  return toDecimal(value).mod(2).eq(remainder);
}

function absolute(value: FeelValue, run: Run): FeelValue {
  if (isNumber(value)) return compareNumbers(value, 0) < 0 ? negateNumber(value) : value;
  if (isDuration(value)) {
    const isNegative =
      (value instanceof YearsMonthsDuration && value.months < 0) ||
      (value instanceof DaysTimeDuration && value.nanos < 0n);
    return isNegative ? negateDuration(value) : value;
  }
  return run.warnOfCall('WRONG_ARGUMENT_TYPE');
}

/** A series of 34 digits takes as long as hundreds of ordinary steps. */
const STEPS_PER_SERIES = 500;

function analytic(calculate: (value: Decimal) => Decimal): Signature {
  return signature([number('number')], ([value], run) => {
    run.budget.spend(STEPS_PER_SERIES);
    return fromDecimal(calculate(toDecimal(value))) ?? run.warnOfCall('FUNCTION_WITHOUT_RESULT');
  });
}

export const NUMBERS: Builtins = {
  decimal: [
    rounding(Decimal.ROUND_HALF_EVEN),
    signature([number('n'), integer('scale'), text('mode')], ([value, scale, mode], run) => roundBy(value, scale, mode, run)),
  ],
  floor: [roundingWithDefault(Decimal.ROUND_FLOOR)],
  ceiling: [roundingWithDefault(Decimal.ROUND_CEIL)],
  'round up': [roundingWithDefault(Decimal.ROUND_UP)],
  'round down': [roundingWithDefault(Decimal.ROUND_DOWN)],
  'round half up': [roundingWithDefault(Decimal.ROUND_HALF_UP)],
  'round half down': [roundingWithDefault(Decimal.ROUND_HALF_DOWN)],
  abs: [signature([anything('n')], ([value], run) => absolute(value, run))],
  modulo: [
    signature([number('dividend'), number('divisor')], ([dividend, divisor], run) => {
      // Long division: one digit after the other.
      run.budget.spend(Math.abs(toDecimal(dividend).e - toDecimal(divisor).e));
      return moduloNumbers(dividend, divisor) ?? run.warnOfCall('FUNCTION_WITHOUT_RESULT');
    }),
  ],
  sqrt: [analytic((value) => value.sqrt())],
  log: [analytic((value) => value.ln())],
  exp: [analytic((value) => value.exp())],
  odd: [signature([number('number')], ([value]) => parity(value, 1))],
  even: [signature([number('number')], ([value]) => parity(value, 0))],
  not: [signature([boolean('negand')], ([negand]) => !negand)],
};
