import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import type { Database } from '../port/database.ts';
import { deleteExpired } from './delete-expired.ts';

describe.each(databases)('faults, on $kind', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  it('are kept in a bounded number, the newest ones', async () => {
    await database.query(`insert into fault (command, message) select 'c', n::text from generate_series(1, 10050) n`);
    await deleteExpired(database, Date.now());
    expect(await database.query('select count(*) n, min(message::int8) first from fault')).toEqual([{ n: 10_000n, first: 51n }]);
  });
});
