/**
 * What the runtime needs of Postgres. Two adapters implement it, postgres.js and PGlite, with the
 * same SQL and the same values: `int8` is a bigint, `timestamptz` an ISO string (UTC, ms), `json`
 * is parsed, `bytea` a Uint8Array. Parameters are text, numbers, booleans, bigints or null; lists
 * travel as array literals (`$1::text::int8[]`, see `array-literal.ts`), so that both adapters
 * encode them alike.
 */
export type Parameter = string | number | bigint | boolean | null;
export type Row = { readonly [column: string]: unknown };

export interface Queryable {
  query<R extends Row = Row>(text: string, parameters?: readonly Parameter[]): Promise<R[]>;
  /** The same, each row as an array of its columns in select order. */
  queryValues(text: string, parameters?: readonly Parameter[]): Promise<unknown[][]>;
}

export interface Database extends Queryable {
  /** Commits when `work` resolves, rolls back when it throws. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** true: nobody else has this database open, so what is in memory is never stale. */
  readonly exclusive: boolean;
  /** Transactions that may run at the same time. */
  readonly concurrency: number;
  close(): Promise<void>;
}
