/** The operators `+ - * / **` and negation over all values; undefined combinations are null. */
import {
  addNumbers,
  divideNumbers,
  isInteger,
  isNumber,
  multiplyNumbers,
  negateNumber,
  powerOf,
  subtractNumbers,
} from './number.ts';
import type { Run } from './run.ts';
import {
  addTemporal,
  divideDuration,
  isDuration,
  multiplyDuration,
  negateDuration,
  subtractTemporal,
} from './temporal-arithmetic.ts';
import type { FeelValue } from './value.ts';
import type { FeelWarningCode } from './warning.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';

/** What takes longer than an ordinary step: calendars and zones, powers, and roots as powers. */
const STEPS_PER_TEMPORAL = 20;
const STEPS_PER_POWER = 50;
const STEPS_PER_ROOT = 1_000;

function add(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  if (isNumber(a) && isNumber(b)) return addNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return run.text(a + b);
  run.budget.spend(STEPS_PER_TEMPORAL);
  return addTemporal(a, b, run.offsets);
}

function subtract(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  if (isNumber(a) && isNumber(b)) return subtractNumbers(a, b);
  run.budget.spend(STEPS_PER_TEMPORAL);
  return subtractTemporal(a, b, run.offsets);
}

function multiply(a: FeelValue, b: FeelValue): FeelValue {
  return isNumber(a) && isNumber(b) ? multiplyNumbers(a, b) : multiplyDuration(a, b);
}

function divide(a: FeelValue, b: FeelValue): FeelValue {
  return isNumber(a) && isNumber(b) ? divideNumbers(a, b) : divideDuration(a, b);
}

function power(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  run.budget.spend(isNumber(b) && isInteger(b) ? STEPS_PER_POWER : STEPS_PER_ROOT);
  return isNumber(a) && isNumber(b) ? powerOf(a, b) : null;
}

/** Null for what cannot be negated. */
export function negate(a: FeelValue): FeelValue {
  if (isNumber(a)) return negateNumber(a);
  return isDuration(a) ? negateDuration(a) : null;
}

/** What is wrong with operands that gave null. */
export function whyNoResult(a: FeelValue, b: FeelValue): FeelWarningCode {
  if (a === null || b === null) return 'NULL_ARITHMETIC';
  return isNumber(a) && isNumber(b) ? 'ARITHMETIC_WITHOUT_RESULT' : 'WRONG_OPERANDS';
}

/** Null where the operands have no result. */
export const ARITHMETIC: Record<ArithmeticOperator, (a: FeelValue, b: FeelValue, run: Run) => FeelValue> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '**': power,
};
