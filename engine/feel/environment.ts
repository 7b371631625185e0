/** Where names get their values during a run: the caller's scope outermost, local names inside. */
import type { FeelScope } from './engine.ts';
import { fromJson } from './json.ts';
import type { Run } from './run.ts';
import { Context, type FeelList, type FeelValue } from './value.ts';

export abstract class Environment {
  readonly run: Run;
  readonly parent: Environment | undefined;

  constructor(run: Run, parent: Environment | undefined) {
    this.run = run;
    this.parent = parent;
  }

  /** The value this level gives the name; undefined when it has none. */
  abstract own(name: string): FeelValue | undefined;

  lookup(name: string): FeelValue | undefined {
    const value = this.own(name);
    return value === undefined ? this.parent?.lookup(name) : value;
  }
}

/** The names of the caller, converted when they are read, large ones once in a run. */
export class OuterEnvironment extends Environment {
  readonly #scope: FeelScope;
  #converted: Map<string, FeelValue> | undefined;

  constructor(scope: FeelScope, run: Run) {
    super(run, undefined);
    this.#scope = scope;
  }

  override own(name: string): FeelValue | undefined {
    const known = this.#converted?.get(name);
    if (known !== undefined) return known;
    const given = this.#scope.get(name);
    if (given === undefined) return undefined;
    const value = fromJson(given);
    if (typeof value !== 'object' || value === null) return value;
    this.#converted ??= new Map();
    this.#converted.set(name, value);
    return value;
  }
}

/** Parameters and iteration variables. `values` may change while an iteration goes on. */
export class LocalEnvironment extends Environment {
  readonly #names: readonly string[];
  readonly #values: FeelList;

  constructor(run: Run, parent: Environment, names: readonly string[], values: FeelList) {
    super(run, parent);
    this.#names = names;
    this.#values = values;
  }

  override own(name: string): FeelValue | undefined {
    const index = this.#names.lastIndexOf(name);
    return index < 0 ? undefined : (this.#values[index] ?? null);
  }
}

/** The entries of a context literal so far, for the entries after them and for functions inside of them. */
export class EntriesEnvironment extends Environment {
  readonly entries = new Map<string, FeelValue>();

  override own(name: string): FeelValue | undefined {
    return this.entries.get(name);
  }
}

/** Inside a filter: the item's entries, and `item` itself. */
export class ItemEnvironment extends Environment {
  readonly #item: FeelValue;

  constructor(run: Run, parent: Environment, item: FeelValue) {
    super(run, parent);
    this.#item = item;
  }

  override own(name: string): FeelValue | undefined {
    const entry = this.#item instanceof Context ? this.#item.get(name) : undefined;
    return entry === undefined && name === 'item' ? this.#item : entry;
  }
}
