/** The operators `+ - * / **` and negation over all values; undefined combinations are null with a warning. */
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
import { briefText } from './text.ts';
import type { FeelValue } from './value.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';

/** What takes longer than an ordinary step: calendars and zones, powers, and roots as powers. */
const STEPS_PER_TEMPORAL = 20;
const STEPS_PER_POWER = 50;
const STEPS_PER_ROOT = 1_000;

function refuse(run: Run, sentence: (a: string, b: string) => string, a: FeelValue, b: FeelValue): null {
  return run.warn('INVALID_TYPE', sentence(briefText(a), briefText(b)));
}

export function add(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  if (isNumber(a) && isNumber(b)) return addNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return run.text(a + b);
  run.budget.spend(STEPS_PER_TEMPORAL);
  return addTemporal(a, b, run.offsets) ?? refuse(run, (x, y) => `Can't add '${y}' to '${x}'`, a, b);
}

export function subtract(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  if (isNumber(a) && isNumber(b)) return subtractNumbers(a, b);
  run.budget.spend(STEPS_PER_TEMPORAL);
  return subtractTemporal(a, b, run.offsets) ?? refuse(run, (x, y) => `Can't subtract '${y}' from '${x}'`, a, b);
}

export function multiply(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  if (isNumber(a) && isNumber(b)) return multiplyNumbers(a, b);
  return multiplyDuration(a, b) ?? refuse(run, (x, y) => `Can't multiply '${x}' by '${y}'`, a, b);
}

export function divide(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  const quotient = isNumber(a) && isNumber(b) ? divideNumbers(a, b) : divideDuration(a, b);
  return quotient ?? refuse(run, (x, y) => `Can't divide '${x}' by '${y}'`, a, b);
}

export function power(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  run.budget.spend(isNumber(b) && isInteger(b) ? STEPS_PER_POWER : STEPS_PER_ROOT);
  const result = isNumber(a) && isNumber(b) ? powerOf(a, b) : null;
  return result ?? refuse(run, (x, y) => `Can't raise '${x}' to the power of '${y}'`, a, b);
}

export function negate(a: FeelValue, run: Run): FeelValue {
  if (isNumber(a)) return negateNumber(a);
  if (isDuration(a)) return negateDuration(a);
  return run.warn('INVALID_TYPE', `Can't negate '${briefText(a)}'`);
}

export const ARITHMETIC: Record<ArithmeticOperator, (a: FeelValue, b: FeelValue, run: Run) => FeelValue> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '**': power,
};
