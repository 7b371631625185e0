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

/** Cells of a table by column, and which line has which row. They are laid out at the first row: most batches touch few tables. */
export class Lines {
  readonly #names: readonly string[];
  readonly #at = new Map<bigint, number>();
  #columns: { readonly [column: string]: (Cell | readonly string[])[] } | undefined;
  /** The same in the order of the names. */
  #cells: readonly (Cell | readonly string[])[][] = [];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  get size(): number {
    return this.#at.size;
  }

  get columns(): { readonly [column: string]: (Cell | readonly string[])[] } {
    if (this.#columns !== undefined) return this.#columns;
    this.#cells = this.#names.map(() => []);
    return (this.#columns = Object.fromEntries(this.#names.map((name, index) => [name, this.#cells[index] ?? []])));
  }

  /** The line of the row; `undefined`: it has none. */
  at(id: bigint): number | undefined {
    return this.#at.get(id);
  }

  without(others: Lines): Pick<Lines, 'columns'> {
    const kept = [...this.#at].flatMap(([id, at]) => (others.at(id) === undefined ? [at] : []));
    return { columns: Object.fromEntries(Object.entries(this.columns).map(([name, cells]) => [name, kept.map((at) => cells[at] ?? null)])) };
  }

  /** Adds the line, whose missing cells are null; one that is there already takes the given values. */
  put(id: bigint, values: Values): number {
    if (this.#columns === undefined) void this.columns;
    const known = this.#at.get(id);
    const at = known ?? this.#at.size;
    if (known === undefined) this.#at.set(id, at);
    let index = 0;
    for (const name of this.#names) {
      const value = values[name];
      const cells = this.#cells[index] ?? [];
      if (known === undefined) cells.push(value ?? null);
      else if (value !== undefined) cells[at] = value;
      index += 1;
    }
    return at;
  }
}

/** Names of the columns of lines that change rows: `kept if absent` has one beside it that says whether it is there. */
export const given = (column: string): string => `${column}Given`;

export interface ChangesOf {
  readonly inserted: readonly string[];
  readonly id: readonly string[];
  readonly changes: ChangeKinds;
}

/** What is the same for every batch. */
interface Plan {
  readonly inserted: readonly string[];
  readonly id: readonly string[];
  readonly updated: readonly string[];
  readonly kinds: ReadonlyMap<string, Change>;
  /** Of a line that changes a row, as long as it changes nothing. */
  readonly nothing: Values;
}

export const planOf = ({ inserted, id, changes }: ChangesOf): Plan => {
  const carried = Object.entries(changes).filter(([, kind]) => kind !== 'dropped');
  return {
    inserted, id,
    updated: [...id, ...carried.flatMap(([name, kind]) => (kind === 'kept if absent' ? [name, given(name)] : [name]))],
    kinds: new Map(carried),
    nothing: Object.fromEntries(carried.flatMap(([name, kind]): [string, Cell][] =>
      kind === 'added' ? [[name, 0]] : kind === 'kept if absent' ? [[given(name), false]] : [])),
  };
};

/** `Row` is what an insert gives, `Patch` what may change of it. `id` is a number for the row that is its own within the batch. */
export class Changes<Row extends object, Patch extends object> {
  readonly inserts: Lines;
  readonly updates: Lines;
  readonly deletes: Lines;
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.inserts = new Lines(plan.inserted);
    this.updates = new Lines(plan.updated);
    this.deletes = new Lines(plan.id);
    this.#plan = plan;
  }

  put(id: bigint, row: Row): void {
    this.inserts.put(id, row as Values);
  }

  /** Gives a row that is being inserted what no event tells; what it says of other columns goes before what events told. */
  bear(id: bigint, values: Values): void {
    if (this.inserts.at(id) === undefined) throw new Error(`Expected row ${id} to be inserted, but it is not`);
    this.inserts.put(id, values);
  }

  /** Of changes since there was nothing: the rows that there are in the end. */
  get left(): Pick<Lines, 'columns'> {
    return this.deletes.size === 0 ? this.inserts : this.inserts.without(this.deletes);
  }

  /** `key`: the columns that name the row. */
  change(id: bigint, key: Values, patch: Patch): void {
    const inserted = this.inserts.at(id);
    const lines = inserted === undefined ? this.updates : this.inserts;
    const at = inserted ?? lines.at(id) ?? lines.put(id, { ...this.#plan.nothing, ...key });
    for (const name of Object.keys(patch)) {
      const value = (patch as Values)[name];
      const cells = lines.columns[name];
      if (cells === undefined || value === undefined) continue;
      const kind = this.#plan.kinds.get(name);
      cells[at] = kind === 'added' ? Number(cells[at]) + Number(value) : value;
      if (kind === 'kept if absent' && inserted === undefined) (lines.columns[given(name)] ?? [])[at] = true;
    }
  }

  delete(id: bigint, key: Values): void {
    this.deletes.put(id, key);
  }
}
