/**
 * One search for everything that can be searched: a source names its fields, where they come from
 * and its unique key; filter, order and page are the same everywhere. The order is total, so that
 * pages neither repeat nor lose a row. Reads are exact: they see every acknowledged command.
 */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Parameter, Queryable } from '../port/database.ts';
import { and, conditionOn, keyParameter, meaningful, or, type Condition } from './condition.ts';
import { after, cursorOf, placeOf, reversed, sortedBy, type SortKey } from './cursor.ts';
import type { Field, Fields, RowOf } from './field.ts';

export interface Source<F extends Fields> {
  readonly fields: F;
  /** Tables and joins, without `from`. */
  readonly from: SQL;
  /** The field that is unique; the order when none is asked for. */
  readonly key: keyof F & string;
  /** The fields as a select list, when it is written out already. */
  readonly columns?: SQL;
  /** A condition that follows from the filter and from which a search can begin, where there are few rows that fit. */
  readonly narrow?: (database: Queryable, filter: Filter) => Promise<SQL | undefined>;
  /** Filters that are not about a field of the result; one may depend on the others beside it. */
  readonly filters?: { readonly [name: string]: Field | ((condition: never, beside: Filter) => SQL) };
}

/** Values are checked by the contract; `undefined` is as if absent. */
export interface Filter {
  readonly [name: string]: unknown;
}

export interface SearchOrder {
  readonly filter?: Filter | undefined;
  readonly sort?: readonly { readonly field: string; readonly order: 'ASC' | 'DESC' }[] | undefined;
  readonly page?:
    | {
        readonly limit: number;
        readonly from?: number | undefined;
        readonly after?: string | undefined;
        readonly before?: string | undefined;
      }
    | undefined;
}

export interface Found<T> {
  readonly items: T[];
  readonly page: {
    readonly totalItems: number;
    readonly hasMoreTotalItems: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Beyond it, counting would cost more than the page. */
export const countMax = 10_000;

const dialect = new PgDialect();

/**
 * The source with its SQL written out once: rendering the parts of a statement anew would cost more
 * than the statement. Parts with parameters stay as they are.
 */
export const written = <F extends Fields>(source: Source<F>): Source<F> => {
  const text = (part: SQLWrapper): SQL => {
    const statement = sql`${part}`;
    const query = dialect.sqlToQuery(statement);
    return query.params.length === 0 ? sql.raw(query.sql) : statement;
  };
  const fields = Object.entries(source.fields).map(([name, field]) => [
    name,
    {
      ...field,
      selected: text(field.selected),
      compared: text(field.compared),
      ...(field.ordered === undefined ? {} : { ordered: text(field.ordered) }),
    },
  ]);
  return { ...source, from: text(source.from), columns: text(selectList(source.fields)), fields: Object.fromEntries(fields) as F };
};

/** Runs a statement made with drizzle's `sql`; rows as arrays of columns. */
export const run = (database: Queryable, statement: SQL): Promise<unknown[][]> => {
  const query = dialect.sqlToQuery(statement);
  return database.queryValues(query.sql, query.params as Parameter[]);
};

/** All conditions of a filter on the source. */
export const conditionsOf = <F extends Fields>(source: Source<F>, asked: Filter): SQL => {
  const filter = Object.fromEntries(Object.entries(asked).filter(([, condition]) => condition !== undefined && meaningful(condition as Condition) !== undefined));
  const conditions = Object.entries(filter).flatMap(([name, condition]) => {
    if (name === '$or') return orOf(source, condition as readonly Filter[]);
    const target = source.filters?.[name] ?? source.fields[name];
    if (target === undefined) throw new Error(`Expected a filter called ${name}, but the source has none`);
    return [typeof target === 'function' ? target(condition as never, filter) : conditionOn(target, condition as Condition)];
  });
  return and(conditions);
};

/** No branch: no condition. */
const orOf = <F extends Fields>(source: Source<F>, branches: readonly Filter[]): SQL[] =>
  branches.length === 0 ? [] : [or(branches.map((branch) => conditionsOf(source, branch)))];

const orderOf = <F extends Fields>({ fields, key }: Source<F>, sort: SearchOrder['sort'] = []): SortKey[] => {
  const order: SortKey[] = [];
  for (const { field: name, order: direction } of [...sort, { field: key, order: 'ASC' as const }]) {
    const field = fields[name];
    if (field === undefined) throw new Error(`Expected a field called ${name}, but the source has none`);
    if (!order.some((earlier) => earlier.name === name)) order.push({ name, field, descending: direction === 'DESC' });
    if (name === key) break; // it is unique: what follows orders nothing
  }
  return order;
};

/** Rows of the fields, read; `from` is everything after `from`. */
export const select = async <F extends Fields>(database: Queryable, fields: F, from: SQL): Promise<RowOf<F>[]> =>
  (await run(database, sql`select ${selectList(fields)} from ${from}`)).map((row) => rowOf(fields, row));

const selectList = (fields: Fields): SQL => sql.join(Object.values(fields).map((field) => sql`${field.selected}`), sql.raw(', '));

/** After the fields comes what the cursor is made of. */
const cursorColumns = (order: readonly SortKey[]): SQL => sql.join(order.map((sortKey) => sql`${sortedBy(sortKey)}`), sql.raw(', '));

const orderBy = (order: readonly SortKey[]): SQL =>
  sql.join(order.map((sortKey) => sql`${sortedBy(sortKey)} ${sql.raw(sortKey.descending ? 'desc' : 'asc')}`), sql.raw(', '));

const rowOf = <F extends Fields>(fields: F, values: readonly unknown[]): RowOf<F> => {
  const row: { [name: string]: unknown } = {};
  let index = 0;
  for (const name in fields) {
    row[name] = fields[name]?.read(values[index]);
    index += 1;
  }
  return row as RowOf<F>;
};

/** `within`: a condition that holds besides what is asked. @throws InvalidCursorError */
export const search = async <F extends Fields>(database: Queryable, source: Source<F>, asked: SearchOrder, within?: SQL): Promise<Found<RowOf<F>>> => {
  const { limit, from = 0, after: afterCursor, before } = asked.page ?? { limit: 100 };
  const order = orderOf(source, asked.sort);
  const narrow = await source.narrow?.(database, asked.filter ?? {});
  const conditions = [narrow, conditionsOf(source, asked.filter ?? {}), within];
  const where = and(conditions.flatMap((condition) => condition ?? []));
  const cursor = afterCursor ?? before;
  const direction = before === undefined ? order : reversed(order);
  const place = cursor === undefined ? where : and([where, after(direction, placeOf(order, cursor))]);
  const statement = sql`select ${source.columns ?? selectList(source.fields)}, ${cursorColumns(order)} from ${source.from} where ${place}
    order by ${orderBy(direction)} limit ${limit}::int8 offset ${from}::int8`;
  const values = await run(database, statement);
  if (before !== undefined) values.reverse();
  const columns = Object.keys(source.fields).length;
  const cursorAt = (row: unknown[] | undefined): string | null => (row === undefined ? null : cursorOf(order, row.slice(columns)));
  // A first page that is not full is all there is.
  const isAll = cursor === undefined && values.length < limit && (from === 0 || values.length > 0);
  const total = isAll ? from + values.length : await count(database, source, where);
  return {
    items: values.map((row) => rowOf(source.fields, row)),
    page: {
      totalItems: Math.min(total, countMax),
      hasMoreTotalItems: total > countMax,
      startCursor: cursorAt(values[0]),
      endCursor: cursorAt(values.at(-1)),
    },
  };
};

const count = async <F extends Fields>(database: Queryable, source: Source<F>, where: SQL): Promise<number> => {
  const limit = sql.raw(String(countMax + 1));
  const [row] = await run(database, sql`select count(*) from (select from ${source.from} where ${where} limit ${limit}) counted`);
  return Number(row?.[0] ?? 0);
};

/** The one with this key. */
export const find = async <F extends Fields>(database: Queryable, source: Source<F>, key: string): Promise<RowOf<F> | undefined> => {
  const { fields } = source;
  const compared = fields[source.key]?.compared;
  const [row] = await select(database, fields, sql`${source.from} where ${compared} = ${keyParameter(key)}::int8`);
  return row;
};
