import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import type { Database } from '../port/database.ts';
import { projectionNames, projections } from '../projection/projection-rows.ts';
import * as schema from './schema.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

const declared = (): Column[] =>
  [...Object.values(schema), ...projectionNames.map((name) => projections[name].table)].flatMap((table) => {
    if (!is(table, PgTable)) return [];
    const { name, columns } = getTableConfig(table);
    return columns.map((column) => ({
      table: name,
      name: column.name,
      type: column.getSQLType(),
      notNull: column.notNull || column.primary,
    }));
  });

const migrated = `select c.relname "table", a.attname name, format_type(a.atttypid, a.atttypmod) type, a.attnotnull "notNull"
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'migration' and a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`;

const byPlace = (a: Column, b: Column): number => (`${a.table}.${a.name}` < `${b.table}.${b.name}` ? -1 : 1);

describe.each(databases)('the tables that drizzle knows, on $kind', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test('are the migrated ones, column by column', async () => {
    const found = await database.query<Column & { [column: string]: unknown }>(migrated);
    expect(found.length).toBeGreaterThan(100);
    expect([...found].sort(byPlace)).toEqual(declared().sort(byPlace));
  });
});
