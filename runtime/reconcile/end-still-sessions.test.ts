import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import type { Database } from '../port/database.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { endStillSessions } from './end-still-sessions.ts';

let test: TestDatabase;
let database: Database;
let owner: postgres.Sql;
const clients: postgres.Sql[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  owner = postgres(test.url, { max: 1 });
  database = await openPostgres({ url: test.applicationUrl, connections: 2 });
});
afterAll(async () => {
  await Promise.all([owner, ...clients].map((client) => client.end({ timeout: 0 })));
  await database.close();
  await test.drop();
});

/** A session that has begun something, and says nothing more. */
const beginOn = async (application: string, statement: string): Promise<void> => {
  const client = postgres(test.applicationUrl, { max: 1, onnotice: () => undefined, connection: { application_name: application } });
  clients.push(client);
  const session = await client.reserve();
  await session.unsafe(statement);
};

const sessions = async (): Promise<readonly string[]> =>
  (await owner<{ name: string }[]>`select application_name name from pg_stat_activity where datname = current_database() and application_name ~ '^(acta )?test ' order by 1`).map(({ name }) => name);

describe('sessions of processes that stand still', () => {
  it('are ended when they are in a transaction for long, and give up their locks; others are left alone', async () => {
    await beginOn('acta test still', 'begin; select pg_advisory_xact_lock(7)');
    await beginOn('acta test resting', 'select 1');
    await beginOn('test foreign', 'begin');
    const tryLock = async (): Promise<unknown> => (await database.query('select pg_try_advisory_xact_lock(7) got'))[0]?.['got'];

    expect([await endStillSessions(database), await tryLock()]).toEqual([0, false]);
    expect(await endStillSessions(database, 0)).toBe(1);

    while ((await tryLock()) !== true) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await sessions()).toEqual(['acta test resting', 'test foreign']);
  });
});
