/**
 * What a batch of steps does to one table, collected by column while the batch is decided. A row that is made and
 * changed within the batch becomes one insert of its last values; what changes a row from earlier becomes an
 * update. Nothing here knows SQL.
 */
import type { Cell } from '../port/array-literal.ts';

/** `null` keeps what is there, `absent or null` tells null from absent, `added` is a number on top of what is there, `dropped` becomes null with any change. */
export type Change = 'kept by null' | 'kept if absent' | 'added' | 'dropped';

export interface ChangeKinds {
  readonly [column: string]: Change;
}

export type Values = { readonly [column: string]: Cell | readonly string[] };

/** Cells of a table by column, and which line has which row. */
export class Lines {
  readonly #names: readonly string[];
  readonly #at = new Map<bigint, number>();
  readonly columns: { readonly [column: string]: (Cell | readonly string[])[] };

  constructor(names: readonly string[]) {
    this.#names = names;
    this.columns = Object.fromEntries(names.map((name) => [name, []]));
  }

  get size(): number {
    return this.#at.size;
  }

  has(id: bigint): boolean {
    return this.#at.has(id);
  }

  get(id: bigint, column: string): Cell | readonly string[] {
    return this.columns[column]?.[this.#at.get(id) ?? -1] ?? null;
  }

  /** Adds the line, whose missing cells are null; one that is there already takes the given values. */
  put(id: bigint, values: Values): void {
    const at = this.#at.get(id);
    if (at === undefined) {
      this.#at.set(id, this.#at.size);
      for (const name of this.#names) this.columns[name]?.push(values[name] ?? null);
      return;
    }
    for (const name of this.#names) {
      const [cells, value] = [this.columns[name], values[name]];
      if (cells !== undefined && value !== undefined) cells[at] = value;
    }
  }
}

/** Names of the columns of lines that change rows: `kept if absent` has one beside it that says whether it is there. */
export const given = (column: string): string => `${column}Given`;

export interface ChangesOf {
  readonly inserted: readonly string[];
  readonly id: readonly string[];
  readonly changes: ChangeKinds;
}

/** `Row` is what an insert gives, `Patch` what may change of it. `id` is a number for the row that is its own within the batch. */
export class Changes<Row extends object, Patch extends object> {
  readonly inserts: Lines;
  readonly updates: Lines;
  readonly deletes: Lines;
  readonly #changes: ChangeKinds;

  constructor({ inserted, id, changes }: ChangesOf) {
    const kinds = Object.entries(changes).filter(([, kind]) => kind !== 'dropped');
    this.inserts = new Lines(inserted);
    this.updates = new Lines([...id, ...kinds.flatMap(([name, kind]) => (kind === 'kept if absent' ? [name, given(name)] : [name]))]);
    this.deletes = new Lines(id);
    this.#changes = changes;
  }

  put(id: bigint, row: Row): void {
    this.inserts.put(id, row as Values);
  }

  /** `key`: the columns that name the row. */
  change(id: bigint, key: Values, patch: Patch): void {
    const values = patch as Values;
    const lines = this.inserts.has(id) ? this.inserts : this.updates;
    if (lines === this.updates && !lines.has(id)) lines.put(id, { ...key, ...this.#nothingAdded() });
    lines.put(id, this.#with(lines, id, values));
  }

  delete(id: bigint, key: Values): void {
    this.deletes.put(id, key);
  }

  #nothingAdded(): Values {
    return Object.fromEntries(Object.entries(this.#changes).flatMap(([name, kind]): [string, Cell][] =>
      kind === 'added' ? [[name, 0]] : kind === 'kept if absent' ? [[given(name), false]] : []));
  }

  #with(lines: Lines, id: bigint, values: Values): Values {
    const all: { [column: string]: Cell | readonly string[] } = { ...values };
    for (const [name, value] of Object.entries(values)) {
      const kind = this.#changes[name];
      if (kind === 'added') all[name] = Number(lines.get(id, name)) + Number(value);
      if (kind === 'kept if absent' && value !== undefined) all[given(name)] = true;
    }
    return all;
  }
}
