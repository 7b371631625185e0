/** The door to FEEL for the rest of the engine. */
import type { FeelCompilation, FeelEngine, FeelKind, Json } from './engine.ts';
import type { Budget, Run } from './run.ts';
import type { FeelType, TypeRegistry } from './type.ts';
import type { FeelFunction, FeelList, FeelRange, FeelValue } from './value.ts';

export type * from './engine.ts';
export type { FeelType, TypeRegistry } from './type.ts';
export { Budget, Run } from './run.ts';
export * from './value.ts';

function pending(): never {
  throw new Error('Expected FEEL to be complete, but this part is being written.');
}

/** Compiles with a cache of the texts used last. */
export const feelEngine: FeelEngine = {
  compile(_text: string, _kind: FeelKind = 'expression', _names: readonly string[] = []): FeelCompilation {
    return pending();
  },
};

/** JSON to FEEL: numbers keep their shortest decimal text, objects become contexts lazily. */
export function fromJson(_json: Json): FeelValue {
  return pending();
}
/** FEEL to JSON: numbers as doubles, temporal values as ISO strings, ranges and functions as text. */
export function toJson(_value: FeelValue, _budget?: Budget): Json {
  return pending();
}
/** FEEL `=`: null when the two cannot be compared (DMN 1.5 table 53). */
export function equals(_a: FeelValue, _b: FeelValue, _budget?: Budget): boolean | null {
  return pending();
}
/** Negative, 0 or positive; null when the two have no order. */
export function compare(_a: FeelValue, _b: FeelValue): number | null {
  return pending();
}
/** Whether the value lies in the range; null when it cannot be compared with the ends. */
export function inRange(_value: FeelValue, _range: FeelRange): boolean | null {
  return pending();
}
/** FEEL `in` and the test of a decision-table cell: equality, range, list membership, or a true boolean. */
export function satisfies(_input: FeelValue, _test: FeelValue): boolean | null {
  return pending();
}
/** The text a person reads, as FEEL's `string()` gives; strings inside lists and contexts are quoted. */
export function toText(_value: FeelValue): string {
  return pending();
}
/** A key that is the same for equal values, for indexes; undefined for values without one. */
export function equalityKey(_value: FeelValue): string | undefined {
  return pending();
}
/** Calls a function value by position, with the conversions of a FEEL call; null plus warning when it does not fit. */
export function invoke(_callee: FeelFunction, _args: FeelList, _run: Run): FeelValue {
  return pending();
}
/** Calls a function value by parameter names. */
export function invokeNamed(_callee: FeelFunction, _args: ReadonlyMap<string, FeelValue>, _run: Run): FeelValue {
  return pending();
}
/** `value instance of type`. */
export function isInstance(_value: FeelValue, _type: FeelType, _types?: TypeRegistry): boolean {
  return pending();
}
/** The implicit conversions of DMN 1.5 §10.3.2.9.4; undefined when the value does not conform. */
export function coerce(_value: FeelValue, _type: FeelType, _types?: TypeRegistry): FeelValue | undefined {
  return pending();
}
/** Reads a type such as `number`, `list<string>`, `context<a: number>`, `function<number> -> string`, `tLoan`. */
export function parseType(_text: string): FeelType | undefined {
  return pending();
}
/** A number in FEEL or XSD notation; null when the text is none. */
export function parseNumber(_text: string): FeelValue {
  return pending();
}
/** A date, time, date and time, or duration in the notation of `@"…"`; null when the text is none. */
export function parseTemporal(_text: string): FeelValue {
  return pending();
}
