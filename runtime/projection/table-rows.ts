/**
 * Rows of one table, collected by column while a batch is decided. A row that is created and ended
 * within the batch becomes one insert of its last values; a patch of a row from earlier becomes an
 * update. Nothing here knows SQL.
 */
export type Cell = string | number | bigint | boolean | null;
export type RowOf<C extends string> = { readonly [column in C]: Cell };

export interface Rows<C extends string> {
  readonly columns: { readonly [column in C]: Cell[] };
  readonly size: number;
}

export class TableRows<C extends string> {
  readonly #names: readonly C[];
  readonly #at = new Map<bigint, number>();
  readonly columns: { readonly [column in C]: Cell[] };

  constructor(names: readonly C[]) {
    this.#names = names;
    this.columns = Object.fromEntries(names.map((name) => [name, []])) as unknown as { [column in C]: Cell[] };
  }

  get size(): number {
    return this.#at.size;
  }

  has(key: bigint): boolean {
    return this.#at.has(key);
  }

  /** Adds the row; one that is there already takes the given values. */
  put(key: bigint, row: RowOf<C>): void {
    const at = this.#at.get(key) ?? this.#append(key);
    for (const name of this.#names) this.columns[name][at] = row[name];
  }

  /** Changes some values of a row that `has(key)`. */
  patch(key: bigint, values: Partial<RowOf<C>>): void {
    const at = this.#at.get(key);
    if (at === undefined) return;
    for (const name of this.#names) {
      const value = values[name];
      if (value !== undefined) this.columns[name][at] = value;
    }
  }

  /** A value of a row that `has(key)`. */
  get(key: bigint, column: C): Cell | undefined {
    const at = this.#at.get(key);
    return at === undefined ? undefined : this.columns[column][at];
  }

  #append(key: bigint): number {
    const at = this.#at.size;
    this.#at.set(key, at);
    return at;
  }
}
