/** A table that is derived from events: how its rows are named, written and changed, and what of them no event tells. */
import type { PgTable } from 'drizzle-orm/pg-core';
import { Changes, planOf, type Change, type ChangesOf } from './changes.ts';
import { columnsOf, nameOf } from './table.ts';

/** Keys are given as numbers or as their digits; JSON as its text. */
type Given<D> = D extends bigint ? bigint | string : D extends string[] ? readonly string[] : unknown extends D ? string : D;
type Column<T extends PgTable> = keyof T['$inferSelect'] & string;
type Row<T extends PgTable, C extends Column<T>> = { readonly [N in C]: Given<T['$inferSelect'][N]> | (null extends T['$inferSelect'][N] ? null : never) };
type Patch<T extends PgTable, K> = { readonly [N in keyof K & Column<T> as K[N] extends 'dropped' ? never : N]?: Given<T['$inferSelect'][N]> };

interface Options<T extends PgTable, Id extends Column<T>, B extends Column<T>, K> {
  /** The columns that name a row. */
  readonly id: readonly [Id, ...Id[]];
  /** The column that says whose it is: the key of the stream, or one of a thing of the stream. Absent: of nobody alone. */
  readonly owner?: Column<T>;
  readonly changes?: K;
  /** A row that is there already is left, or takes these values. */
  readonly again?: 'left' | readonly Column<T>[];
  /** Columns that hold JSON texts, never null: they travel as lines. */
  readonly json?: readonly Column<T>[];
  /** Columns that no event tells, with what does; they are not inserted, but for those of `bornWith`. */
  readonly besides?: { readonly [N in B]: string };
  /** Those of them, and of the others, that a row may be given when it is inserted (`Changes.bear`). */
  readonly bornWith?: readonly Column<T>[];
  /** Columns that events tell only as long as a condition over the row (SQL) holds, with why. */
  readonly toldWhile?: { readonly [N in Column<T>]?: { readonly holds: string; readonly otherwise: string } };
}

export interface Projected<R extends object = object, P extends object = object> extends ChangesOf {
  readonly table: PgTable;
  readonly name: string;
  readonly owner: string | undefined;
  readonly again: 'left' | readonly string[] | undefined;
  readonly json: ReadonlySet<string>;
  readonly besides: { readonly [column: string]: string };
  readonly toldWhile: { readonly [column: string]: { readonly holds: string; readonly otherwise: string } };
  collect(): Changes<R, P>;
}

export const projected = <T extends PgTable, Id extends Column<T>, const K extends { readonly [N in Column<T>]?: Change } = Record<never, never>, B extends Column<T> = never>(
  table: T,
  { id, owner, changes, again, json = [], besides, bornWith = [], toldWhile }: Options<T, Id, B, K>,
): Projected<Row<T, Exclude<Column<T>, B>>, Patch<T, K>> => {
  const untold = besides ?? {};
  const told: ChangesOf = { id, inserted: columnsOf(table).filter((name) => !Object.hasOwn(untold, name) || bornWith.includes(name)), changes: (changes ?? {}) as ChangesOf['changes'] };
  const plan = planOf(told);
  return {
    ...told, table, name: nameOf(table), owner, again, json: new Set(json),
    besides: untold, toldWhile: (toldWhile ?? {}) as Projected['toldWhile'],
    collect: () => new Changes(plan),
  };
};
