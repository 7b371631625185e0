/** Values as the text a person reads, the result of `string()`. */
import { isNumber, numberText } from './number.ts';
import { Budget } from './run.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration } from './temporal.ts';
import { dateText, dateTimeText, monthsText, nanosText, timeText } from './temporal-text.ts';
import { typeText } from './type-text.ts';
import {
  Context,
  FeelFunction,
  FeelRange,
  isList,
  UnaryRange,
  type FeelDuration,
  type FeelTemporal,
  type FeelValue,
} from './value.ts';

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Dates, times and durations in the notation of `@"…"`. */
export function temporalText(value: FeelTemporal | FeelDuration): string {
  if (value instanceof FeelDate) return dateText(value);
  if (value instanceof FeelTime) return timeText(value);
  if (value instanceof FeelDateTime) return dateTimeText(value);
  return value instanceof YearsMonthsDuration ? monthsText(value) : nanosText(value);
}

export function isTemporal(value: FeelValue): value is FeelTemporal | FeelDuration {
  return (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof YearsMonthsDuration ||
    value instanceof DaysTimeDuration
  );
}

function rangeText(range: FeelRange, budget: Budget): string {
  if (range instanceof UnaryRange) {
    const end = range.operator.startsWith('<') ? range.end : range.start;
    return `(${range.operator} ${literalText(end, budget)})`;
  }
  const [open, close] = [range.startIncluded ? '[' : '(', range.endIncluded ? ']' : ')'];
  return `${open}${literalText(range.start, budget)}..${literalText(range.end, budget)}${close}`;
}

function functionText(value: FeelFunction): string {
  const parameters = value.signatures[0]?.parameters ?? [];
  const texts = parameters.map(({ name, type }) => (type ? `${name}: ${typeText(type)}` : name));
  return `function ${value.name}(${texts.join(', ')})`.replace(' (', '(');
}

/** Like `toText`, with a string and a temporal value written as a literal that reads back. */
function literalText(value: FeelValue, budget: Budget): string {
  return isTemporal(value) ? `@"${temporalText(value)}"` : nestedText(value, budget);
}

/** Inside lists and contexts strings are quoted. */
export function nestedText(value: FeelValue, budget: Budget = new Budget()): string {
  return typeof value === 'string' ? quote(value) : toText(value, budget);
}

export function toText(value: FeelValue, budget: Budget = new Budget()): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value === 'boolean') return String(value);
  if (isNumber(value)) return numberText(value);
  if (isTemporal(value)) return temporalText(value);
  budget.spend(isList(value) ? value.length + 1 : 1);
  if (value instanceof FeelRange) return rangeText(value, budget);
  if (value instanceof FeelFunction) return functionText(value);
  const parts = isList(value)
    ? value.map((item) => nestedText(item, budget))
    : value.entries().map(([name, item]) => `${PLAIN_NAME.test(name) ? name : quote(name)}: ${nestedText(item, budget)}`);
  const text = parts.join(', ');
  budget.spendText(text.length);
  return value instanceof Context ? `{${text}}` : `[${text}]`;
}
