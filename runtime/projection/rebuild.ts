/**
 * Drops the projections of all streams and makes them again from the journal, in one transaction. Leases are not in
 * the journal and are lost, which equals their time-out; commands that wait in the inbox stay. Nobody else writes
 * these rows meanwhile: commands wait, or are told to come again; searches see the rows as they were.
 */
import { CanonicalTexts, instantText, openDetached } from '../../engine/journal/index.ts';
import type { Database, Queryable } from '../port/database.ts';
import { writeRows } from '../postgres/write-rows.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { projectionNames, projectionRows, projections } from './projection-rows.ts';

/** In an order in which they can be emptied. */
const tables = projectionNames.map((name) => projections[name].name).toReversed();

const pageSize = 2_000;

interface StepRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly seq: number;
  readonly record: Uint8Array;
  readonly payload: string | null;
}

const nextPage = `select stream, seq, record, payload from step where (stream, seq) > ($1::int8, $2::int4)
  order by stream, seq limit ${pageSize}`;

/**
 * After this every step is either committed, and will be read, or will write its rows after ours. Who
 * holds rows of one table and wants another one gives up before we do (`lock_timeout` of batches).
 */
const lockTables = async (transaction: Queryable): Promise<void> => {
  await transaction.query(`set local lock_timeout = '30s'`);
  await transaction.query(`lock table ${tables.join(', ')} in share row exclusive mode`);
};

/** Steps projected. `onProgress` is told after every page. */
export const rebuildProjections = (database: Database, kinds: StreamKinds, onProgress?: (steps: number) => void): Promise<number> =>
  database.transaction(async (transaction) => {
    await lockTables(transaction);
    for (const table of tables) await transaction.query(`delete from ${table}`);
    return projectJournal(transaction, kinds, onProgress);
  });

const projectJournal = async (transaction: Queryable, kinds: StreamKinds, onProgress?: (steps: number) => void): Promise<number> => {
  let [last, steps]: [{ stream: bigint; seq: number }, number] = [{ stream: -1n, seq: -1 }, 0];
  for (;;) {
    const page = await transaction.query<StepRow>(nextPage, [last.stream, last.seq]);
    const rows = projectionRows();
    const texts = new CanonicalTexts();
    for (const { stream, record, payload } of page) {
      const step = openDetached(record, payload);
      const kind = kinds.of(step.command.type);
      const projection = { rows, stream, at: instantText(step.at), texts };
      for (const event of step.events) kind.project(event, projection, step.command);
    }
    await writeRows(transaction, rows);
    const end = page.at(-1);
    if (end === undefined) return steps;
    steps += page.length;
    last = end;
    onProgress?.(steps);
  }
};
