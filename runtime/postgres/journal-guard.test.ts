/** The journal is append-only for everybody, by whichever name its rows are reached. */
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import type { Database } from '../port/database.ts';
import { openPostgres } from './postgres-database.ts';

let test: TestDatabase;
let application: Database;
let owner: postgres.Sql;

beforeAll(async () => {
  test = await createTestDatabase();
  application = await openPostgres({ url: test.url, connections: 1 });
  owner = postgres(test.url, { max: 1 });
  await application.query(`insert into step (stream, seq, command_id, record, payload, timeline) values (16777216, 0, 'a', '{"seq":0,"stream":"16777216","v":2}', 'secret', 1)`);
  await application.query(`insert into snapshot (stream, seq, state) values (16777216, 1, 'secret')`);
  await application.query('select ensure_step_partition(5000000)');
});

afterAll(async () => {
  await owner.end();
  await application.close();
  await test.drop();
});

describe('the journal', () => {
  it.each([
    `update step set record = 'y'`, 'update step set payload = null', 'delete from step', 'truncate step', 'delete from step_0', 'truncate step_0',
    `insert into step (stream, seq, command_id, record, timeline, xid) values (16777216, 1, 'b', 'x', 1, '5')`,
  ])('refuses the application %s', async (statement) => {
    await expect(application.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(['delete from step', 'delete from step_0', `update step_0 set record = 'y'`, 'truncate step', 'truncate step_0', 'truncate step_1'])(
    'refuses its owner %s', async (statement) => {
      await expect(owner.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
    });

  it('lets the eraser take away payloads and snapshots, and nothing else', async () => {
    const erase = (statement: string) => owner.begin(async (sql) => {
      await sql`set local role acta_eraser`;
      return sql.unsafe(statement);
    });
    await expect(erase(`update step set record = 'y' where stream = 16777216`)).rejects.toMatchObject({ code: '42501' });
    await erase('update step set payload = null where stream = 16777216');
    await erase('delete from snapshot where stream = 16777216');
    expect(await application.query('select payload from step')).toEqual([{ payload: null }]);
    expect(await application.query('select stream from snapshot')).toEqual([]);
  });
});
