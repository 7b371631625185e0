import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import type { Database } from '../port/database.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { endStillSessions } from './end-still-sessions.ts';

let test: TestDatabase;
let database: Database;
const clients: postgres.Sql[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openPostgres({ url: test.applicationUrl, connections: 2 });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database.close();
  await test.drop();
});

/** A session that has begun something, and what it has to say when it goes on. */
const beginOn = async (application: string, statement: string): Promise<() => Promise<unknown>> => {
  const client = postgres(test.applicationUrl, { max: 1, onnotice: () => undefined, connection: { application_name: application } });
  clients.push(client);
  const session = await client.reserve();
  await session.unsafe(statement);
  return () => session`select 1`.then(() => 'goes on', () => 'ended');
};

describe('sessions of processes that stand still', () => {
  it('are ended when they are in a transaction for long, and give up their locks; others are left alone', async () => {
    const still = await beginOn('acta', 'begin; select pg_advisory_xact_lock(7)');
    const resting = await beginOn('acta', 'select 1');
    const foreign = await beginOn('psql', 'begin');
    const tryLock = async (): Promise<unknown> => (await database.query('select pg_try_advisory_xact_lock(7) got'))[0]?.['got'];

    expect([await endStillSessions(database), await tryLock()]).toEqual([0, false]);
    expect(await endStillSessions(database, 0)).toBe(1);

    while ((await tryLock()) !== true) await new Promise((resolve) => setTimeout(resolve, 5));
    expect([await still(), await resting(), await foreign()]).toEqual(['ended', 'goes on', 'goes on']);
  });
});
