/** The border between FEEL values and plain JSON. */
import type { Json } from '../json/json.ts';
import { Decimal } from './decimal.ts';
import { offsetOf } from './instant.ts';
import { numberText, toDouble } from './number.ts';
import { Budget, Ended } from './run.ts';
import { isTemporal, temporalText, toText } from './text.ts';
import {
  Context,
  FeelDateTime,
  FeelFunction,
  FeelRange,
  FeelTime,
  isList,
  type FeelDuration,
  type FeelNumber,
  type FeelTemporal,
  type FeelValue,
} from './value.ts';

type JsonObject = { readonly [name: string]: Json };

/** Deeper values would overflow the stack of whoever reads them. */
const MAX_NESTING = 500;

/**
 * A context over a JSON object. Only own enumerable data properties exist, so neither prototypes nor getters
 * are reached; values are converted when they are first read.
 */
class JsonContext extends Context {
  readonly #source: JsonObject;
  #converted: Map<string, FeelValue> | undefined;

  constructor(source: JsonObject) {
    super();
    this.#source = source;
  }

  override get(name: string): FeelValue | undefined {
    const known = this.#converted?.get(name);
    if (known !== undefined) return known;
    const property = Object.getOwnPropertyDescriptor(this.#source, name);
    if (property?.enumerable !== true || property.get) return undefined;
    const value = fromJson(property.value as Json);
    if (typeof value !== 'object' || value === null) return value;
    this.#converted ??= new Map();
    this.#converted.set(name, value);
    return value;
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  override names(): readonly string[] {
    return Object.keys(this.#source).filter((name) => this.has(name));
  }

  override entries(): readonly (readonly [string, FeelValue])[] {
    return this.names().map((name) => [name, this.get(name) ?? null] as const);
  }

  override get size(): number {
    return this.names().length;
  }
}

function isFeelObject(value: object): value is Extract<FeelValue, object> {
  return (
    value instanceof Context ||
    value instanceof FeelRange ||
    value instanceof FeelFunction ||
    value instanceof Decimal ||
    isTemporal(value as FeelValue)
  );
}

function isPlain(value: object): value is JsonObject & object {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/**
 * JSON to FEEL; FEEL values pass unchanged, also inside lists and objects. Objects become contexts that
 * convert what is read. What is neither JSON nor FEEL (undefined, NaN, class instances) is null.
 */
export function fromJson(json: Json | FeelValue): FeelValue {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'number') return Number.isFinite(json) ? json : null;
  if (typeof json !== 'object') return null;
  if (isArray(json)) return json.map((item) => fromJson(item));
  if (isPlain(json)) return new JsonContext(json);
  return isFeelObject(json) ? json : null;
}

function isArray(value: unknown): value is readonly (Json | FeelValue)[] {
  return Array.isArray(value);
}

/**
 * FEEL to JSON: numbers as doubles, temporal values as ISO strings, ranges as text. A function is no datum: it is
 * null, and `onFunction` hears of it. Ends the run for values that are too large or nested too deeply
 * (`BUDGET_EXCEEDED`) and for numbers that JSON would change (`FAILED`).
 */
export function toJson(value: FeelValue, budget: Budget = new Budget(), onFunction: () => void = () => {}): Json {
  return new JsonWriter(budget, onFunction).write(value, 0);
}

class JsonWriter {
  readonly #budget: Budget;
  readonly #onFunction: () => void;

  constructor(budget: Budget, onFunction: () => void) {
    this.#budget = budget;
    this.#onFunction = onFunction;
  }

  write(value: FeelValue, nesting: number): Json {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' || value instanceof Decimal) return toJsonNumber(value);
    if (isTemporal(value)) return temporalText(withOffset(value));
    if (value instanceof FeelRange) return toText(value, this.#budget);
    if (value instanceof FeelFunction) {
      this.#onFunction();
      return null;
    }
    if (nesting >= MAX_NESTING) {
      throw new Ended('BUDGET_EXCEEDED', `Expected a value nested at most ${MAX_NESTING} levels deep, but it is deeper.`);
    }
    this.#budget.spend(1);
    if (isList(value)) return value.map((item) => this.#charged(item, nesting));
    return Object.fromEntries(value.entries().map(([name, item]) => [name, this.#charged(item, nesting)] as const));
  }

  /** Every item counts: a small value may refer to one large list many times. */
  #charged(item: FeelValue, nesting: number): Json {
    this.#budget.spend(1);
    if (typeof item === 'string') this.#budget.spendText(item.length);
    return this.write(item, nesting + 1);
  }
}

/**
 * A double has fewer digits than a FEEL number. Fractions are rounded to it, but a whole number counts or names
 * something, and must not become another one (nor does the API take such a number).
 */
function toJsonNumber(value: FeelNumber): number {
  const double = toDouble(value);
  if (!Number.isFinite(double)) throw new Ended('FAILED', `Expected a number that JSON can hold, but ${numberText(value)} is too large.`);
  if (value instanceof Decimal && value.isInteger() && !value.eq(double)) {
    throw new Ended('FAILED', `Expected a whole number that keeps its value in JSON, but ${numberText(value)} would become ${numberText(double)}. Keep it as text with string().`);
  }
  return double;
}

/** ISO 8601 has no zone names: the offset takes their place. */
function withOffset(value: FeelTemporal | FeelDuration): FeelTemporal | FeelDuration {
  if (value instanceof FeelTime) return typeof value.zone === 'object' ? inOffset(value, offsetOf(value)) : value;
  if (!(value instanceof FeelDateTime) || typeof value.time.zone !== 'object') return value;
  return new FeelDateTime(value.date, inOffset(value.time, offsetOf(value)));
}

function inOffset(time: FeelTime, offset: number | undefined): FeelTime {
  return new FeelTime([time.hour, time.minute, time.second, time.nano], offset);
}
