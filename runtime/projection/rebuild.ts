/**
 * Drops the projections of all streams and makes them again from the journal, in one transaction. Leases are not in
 * the journal and are lost, which equals their time-out; commands that wait in the inbox stay. Nobody else writes
 * these rows meanwhile: commands wait, or are told to come again; searches see the rows as they were.
 * Definitions are made again by the database's owner only: the application may add to them and nothing else.
 */
import { arrayLiteral } from '../port/array-literal.ts';
import type { Database, Queryable } from '../port/database.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { projectJournal } from './project-journal.ts';
import { projectionNames, projections } from './projection-rows.ts';

/** In an order in which they can be emptied. */
const tables = projectionNames.map((name) => projections[name].name).toReversed();

/**
 * After this every step is either committed, and will be read, or will write its rows after ours. Who
 * holds rows of one table and wants another one gives up before we do (`lock_timeout` of batches).
 */
const lockTables = async (transaction: Queryable, tables: readonly string[]): Promise<void> => {
  await transaction.query(`set local lock_timeout = '30s'`);
  await transaction.query(`lock table ${tables.join(', ')} in share row exclusive mode`);
};

const deletable = async (transaction: Queryable): Promise<string[]> => {
  const rows = await transaction.query<{ name: string }>(
    `select name from unnest($1::text::text[]) name where has_table_privilege(name, 'delete')`, [arrayLiteral(tables)]);
  const found = new Set(rows.map(({ name }) => name));
  return tables.filter((name) => found.has(name));
};

/** Steps projected. `onProgress` is told after every page. */
export const rebuildProjections = (database: Database, kinds: StreamKinds, onProgress?: (steps: number) => void): Promise<number> =>
  database.transaction(async (transaction) => {
    const ours = await deletable(transaction);
    await lockTables(transaction, ours);
    for (const table of ours) await transaction.query(`delete from ${table}`);
    const emptied = new Set(ours);
    return projectJournal(transaction, kinds, { only: new Set(projectionNames.filter((name) => emptied.has(projections[name].name))), onProgress });
  });
