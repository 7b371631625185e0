/** The operators `+ - * / **` and negation over all values; undefined combinations are null with a warning. */
import {
  addNumbers,
  divideNumbers,
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

function refuse(run: Run, sentence: (a: string, b: string) => string, a: FeelValue, b: FeelValue): null {
  return run.warn('INVALID_TYPE', sentence(briefText(a), briefText(b)));
}

export function add(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  if (isNumber(a) && isNumber(b)) return addNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return run.text(a + b);
  return addTemporal(a, b) ?? refuse(run, (x, y) => `Can't add '${y}' to '${x}'`, a, b);
}

export function subtract(a: FeelValue, b: FeelValue, run: Run): FeelValue {
  if (isNumber(a) && isNumber(b)) return subtractNumbers(a, b);
  return subtractTemporal(a, b) ?? refuse(run, (x, y) => `Can't subtract '${y}' from '${x}'`, a, b);
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
