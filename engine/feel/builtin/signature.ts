/** How built-in functions are declared: typed parameters, and a function that gets exactly those types. */
import { isNumber, toInteger } from '../number.ts';
import type { Run } from '../run.ts';
import { FeelDate, FeelDateTime, FeelTime } from '../temporal.ts';
import {
  Context,
  FeelFunction,
  FeelRange,
  isList,
  type FeelList,
  type FeelNumber,
  type FeelValue,
  type Parameter,
  type Signature,
} from '../value.ts';

/** A parameter whose argument, after conversion, is a `T`. */
export interface Typed<T extends FeelValue> extends Parameter {
  readonly convert: (value: FeelValue) => T | undefined;
}

type Arguments<P extends readonly Typed<FeelValue>[]> = {
  [K in keyof P]: P[K] extends Typed<infer T> ? T : never;
};

/** Undefined for values that are no `T`; a list of one `T` counts as that `T` (DMN 1.5 §10.3.2.9.4). */
function parameter<T extends FeelValue>(
  name: string,
  is: (value: FeelValue) => value is T,
): Typed<T> {
  const convert = (value: FeelValue): T | undefined => {
    if (is(value)) return value;
    const only = isList(value) && value.length === 1 ? (value[0] ?? null) : null;
    return only !== null && is(only) ? only : undefined;
  };
  return { name, convert };
}

export function anything(name: string): Typed<FeelValue> {
  return { name, convert: (value) => value };
}

export function text(name: string): Typed<string> {
  return parameter(name, (value) => typeof value === 'string');
}

export function number(name: string): Typed<FeelNumber> {
  return parameter(name, isNumber);
}

/** A number whose fraction is dropped. */
export function integer(name: string): Typed<number> {
  const { convert } = number(name);
  return {
    name,
   
    convert: (value) => {
      const found = convert(value);
      return found === undefined ? undefined : (toInteger(found) ?? undefined);
    },
  };
}

export function boolean(name: string): Typed<boolean> {
  return parameter(name, (value) => typeof value === 'boolean');
}

export function context(name: string): Typed<Context> {
  return parameter(name, (value) => value instanceof Context);
}

export function range(name: string): Typed<FeelRange> {
  return parameter(name, (value) => value instanceof FeelRange);
}

export function callable(name: string): Typed<FeelFunction> {
  return { ...parameter(name, (value) => value instanceof FeelFunction), takesFunctions: true };
}

export function date(name: string): Typed<FeelDate> {
  return parameter(name, (value) => value instanceof FeelDate);
}

export function time(name: string): Typed<FeelTime> {
  return parameter(name, (value) => value instanceof FeelTime);
}

export function dateTime(name: string): Typed<FeelDateTime> {
  return parameter(name, (value) => value instanceof FeelDateTime);
}

export function dateOrDateTime(name: string): Typed<FeelDate | FeelDateTime> {
  return parameter(
    name,
    (value) => value instanceof FeelDate || value instanceof FeelDateTime,
  );
}

/** A list; a single value counts as a list of it, null does not. */
export function list(name: string): Typed<FeelList> {
  return {
    name,
   
    convert: (value) => (isList(value) ? value : value === null ? undefined : [value]),
  };
}

/** May be left out, and is null then; an explicit null does not fit. */
export function optional<T extends FeelValue>(of: Typed<T>): Typed<T | null> {
  return { ...of, optional: true };
}

/** Takes null too. */
export function nullable<T extends FeelValue>(of: Typed<T>): Typed<T | null> {
  return { ...of, convert: (value) => (value === null ? null : of.convert(value)) };
}

/** One way to call a built-in. */
export function signature<const P extends readonly Typed<FeelValue>[]>(
  parameters: P,
  call: (args: Arguments<P>, run: Run) => FeelValue,
): Signature {
  // `invoke` has put every argument through its parameter's `convert`.
  return { parameters, call: (args, run) => call(args as unknown as Arguments<P>, run) };
}

/** The last parameter, a list, takes the remaining positional arguments. */
export function variadic<const P extends readonly Typed<FeelValue>[]>(
  parameters: P,
  call: (args: Arguments<P>, run: Run) => FeelValue,
): Signature {
  return { ...signature(parameters, call), variadic: true };
}

/** A list given as such, or as the arguments themselves: `sum([1, 2])`, `sum(1, 2)`. */
export function overItems(call: (items: FeelList, run: Run) => FeelValue): readonly Signature[] {
  const withList = ([items]: readonly [FeelList], run: Run): FeelValue => {
    run.budget.spend(items.length);
    return call(items, run);
  };
  return [signature([list('list')], withList), variadic([list('list')], withList)];
}

export type Builtins = Readonly<Record<string, readonly Signature[]>>;
