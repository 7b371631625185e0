/** What has had its time: command ids that nobody repeats any more, faults of long ago. */
import { instantText } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';

const day = 86_400_000;
/** How long a client may repeat a creation under its `Idempotency-Key`. */
export const idempotencyKeptMs = 7 * day;
/** Rows of one statement, so that no lock is held for long. */
const batch = 1_000;
const batchesMax = 100;

const oldKeys = `with gone as (
    select key from idempotency where created_at <= $1::timestamptz limit ${batch} for update skip locked)
  delete from idempotency where key = any(array(select key from gone)) returning key`;

/** The newest faults stay; a command that fails again and again must not fill the disk. */
const faultsKept = 10_000;
const oldFaults = `delete from fault where id <= (select max(id) from fault) - ${faultsKept}`;

const deleteAll = async (database: Queryable, statement: string, until: number): Promise<number> => {
  let deleted = 0;
  for (let round = 0; round < batchesMax; round += 1) {
    const rows = await database.query(statement, [instantText(until)]);
    deleted += rows.length;
    if (rows.length < batch) break;
  }
  return deleted;
};

/** `now`: epoch ms. Several processes may do it at the same time. */
export const deleteExpired = async (
  database: Queryable,
  now: number,
): Promise<{ readonly idempotencyKeys: number }> => {
  await database.query(oldFaults);
  return {
    idempotencyKeys: await deleteAll(database, oldKeys, now - idempotencyKeptMs),
  };
};
