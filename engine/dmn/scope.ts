/** Where the expressions of a decision look names up. */
import type { Json } from '../json/json.ts';
import { fromJson, type FeelScope, type FeelValue } from '../feel/index.ts';

type Found = ReturnType<FeelScope['get']>;

export const EMPTY_SCOPE: FeelScope = { get: () => undefined };

/** The data an evaluation is given. */
export interface Data {
  get(name: string): FeelValue | undefined;
}

export const NO_DATA: Data = { get: () => undefined };

/** JSON data, converted when first read. Only own properties of the object are names. */
export class JsonData implements Data {
  readonly #data: { readonly [name: string]: Json };
  readonly #converted = new Map<string, FeelValue>();

  constructor(data: { readonly [name: string]: Json }) {
    this.#data = data;
  }

  get(name: string): FeelValue | undefined {
    const known = this.#converted.get(name);
    if (known !== undefined) return known;
    const json = Object.hasOwn(this.#data, name) ? this.#data[name] : undefined;
    if (json === undefined) return undefined;
    const value = fromJson(json);
    this.#converted.set(name, value);
    return value;
  }
}

/** Some names in front of an outer scope. */
export class Scope implements FeelScope {
  readonly #entries: ReadonlyMap<string, FeelValue>;
  readonly #outer: FeelScope;

  constructor(entries: ReadonlyMap<string, FeelValue>, outer: FeelScope = EMPTY_SCOPE) {
    this.#entries = entries;
    this.#outer = outer;
  }

  get(name: string): Found {
    const own = this.#entries.get(name);
    return own === undefined ? this.#outer.get(name) : own;
  }
}

/** `?`, the value under test. */
export class TestScope implements FeelScope {
  readonly #value: FeelValue;
  readonly #outer: FeelScope;

  constructor(value: FeelValue, outer: FeelScope = EMPTY_SCOPE) {
    this.#value = value;
    this.#outer = outer;
  }

  get(name: string): Found {
    return name === '?' ? this.#value : this.#outer.get(name);
  }
}

/** The variable of an iteration, and `partial`: what the iterations before have returned. */
export class IterationScope implements FeelScope {
  readonly #variable: string;
  readonly #value: FeelValue;
  readonly #results: readonly FeelValue[];
  readonly #outer: FeelScope;

  constructor(variable: string, value: FeelValue, results: readonly FeelValue[], outer: FeelScope) {
    this.#variable = variable;
    this.#value = value;
    this.#results = results;
    this.#outer = outer;
  }

  get(name: string): Found {
    if (name === this.#variable) return this.#value;
    // Copied because values never change, but the list of results grows.
    return name === 'partial' ? [...this.#results] : this.#outer.get(name);
  }
}
