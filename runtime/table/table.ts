/**
 * A table as data: its columns by the names that the code uses. From this come the columns that searches name, the rows
 * that projections make and the statements that write them. The migrations are the truth; a test compares both.
 * Values are as the database port gives them: keys are bigints, instants ISO texts.
 */
import { bigint, boolean as booleanColumn, customType, getTableConfig, integer, jsonb as jsonbColumn, pgTable, smallint, text as textColumn, timestamp } from 'drizzle-orm/pg-core';
import type { PgColumn, PgColumnBuilderBase, PgTable } from 'drizzle-orm/pg-core';

const byteaColumn = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const xid8Column = customType<{ data: string }>({ dataType: () => 'xid8' });

/** Kinds of columns; `…OrNull` where null may stand. */
export const int8OrNull = (name: string) => bigint(name, { mode: 'bigint' });
export const int8 = (name: string) => int8OrNull(name).notNull();
export const int4 = (name: string) => integer(name).notNull();
export const int2 = (name: string) => smallint(name).notNull();
export const textOrNull = (name: string) => textColumn(name);
export const text = (name: string) => textColumn(name).notNull();
export const texts = (name: string) => textColumn(name).array().notNull();
export const boolean = (name: string) => booleanColumn(name).notNull();
export const jsonb = (name: string) => jsonbColumn(name).notNull();
export const instantOrNull = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });
export const instant = (name: string) => instantOrNull(name).notNull();
export const bytea = (name: string) => byteaColumn(name).notNull();
export const xid8 = (name: string) => xid8Column(name).notNull();

interface Columns {
  readonly [name: string]: (name: string) => PgColumnBuilderBase;
}
type Built<C extends Columns> = { [N in keyof C]: ReturnType<C[N]> };

const inSql = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Of columns that are named as in SQL, but in camel case. */
export const table = <const T extends string, C extends Columns>(name: T, columns: C) =>
  pgTable(name, Object.fromEntries(Object.entries(columns).map(([column, kind]) => [column, kind(inSql(column))])) as Built<C>);

export interface ColumnInSql {
  readonly name: string;
  readonly type: string;
}

export const nameOf = (described: PgTable): string => getTableConfig(described).name;

/** A column by its name in the code. */
export const columnOf = (described: PgTable, name: string): ColumnInSql => {
  const column = (described as unknown as { readonly [name: string]: PgColumn | undefined })[name];
  if (column === undefined) throw new Error(`Expected a column '${name}' of ${nameOf(described)}, but there is none`);
  return { name: column.name, type: column.getSQLType() };
};

/** The names in the code of all its columns. */
export const columnsOf = (described: PgTable): string[] => Object.keys(described).filter((name) => !name.startsWith('_') && name !== 'enableRLS');
