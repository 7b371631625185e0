import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { startPostgres, type PrivateServer } from '../../test/harness/servers.ts';
import { migrate, requireMigrated } from './migrate.ts';
import { openPostgres } from './postgres-database.ts';

describe('a new cluster', () => {
  let store: PrivateServer;
  let administrator: postgres.Sql;
  const of = (name: string, login?: { username: string; password: string }): string =>
    Object.assign(new URL(store.url), { pathname: name, ...login }).href;

  beforeAll(async () => {
    store = await startPostgres();
    administrator = postgres(store.url, { max: 1, onnotice: () => undefined });
  });
  afterAll(async () => {
    await administrator.end();
    await store.stop();
  });

  it('takes many installations that are made at the same moment, each by several starters', async () => {
    const names = Array.from({ length: 6 }, (_, number) => `first_${number}`);
    for (const name of names) await administrator.unsafe(`create database ${name}`);

    const applied = await Promise.all(names.flatMap((name) => [migrate(of(name)), migrate(of(name))]));

    for (let index = 0; index < names.length; index += 1) {
      const counts = applied.slice(2 * index, 2 * index + 2).map((made) => made.length).sort((a, b) => a - b);
      expect(counts[0]).toBe(0);
      expect(counts[1]).toBeGreaterThan(1);
    }
  });

  it('tells an owner who may not grant the roles what an administrator has to run; then it can', async () => {
    await administrator.unsafe(`create role plain login password 'plain'`);
    await administrator.unsafe('create database second owner plain');
    const url = of('second', { username: 'plain', password: 'plain' });

    const refusal = await migrate(url).catch((error: unknown) => error as Error);

    expect(refusal).toBeInstanceOf(Error);
    expect((refusal as Error).message).toMatch(/^Expected roles acta_app and acta_eraser that plain may grant, but it may not/);
    await administrator.unsafe((refusal as Error).message.split('\n').at(-1) ?? '');
    expect((await migrate(url)).length).toBeGreaterThan(1);
  });
});

describe('a database that is not up to date', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  it('is told to whoever works on it, by name, with what to do', async () => {
    const owner = postgres(test.url, { max: 1 });
    const database = await openPostgres({ url: test.applicationUrl, connections: 1 });

    await expect(requireMigrated(database)).resolves.toBeUndefined();
    await owner`delete from migration where name = '0002_projections.sql'`;
    await expect(requireMigrated(database)).rejects.toThrow(/^Expected a database that is up to date, but migration 0002_projections\.sql is missing\. .*acta migrate/);
    await owner`revoke select on migration from acta_app`;
    await expect(requireMigrated(database)).rejects.toThrow('0001_journal.sql, 0002_');

    await database.close();
    await owner.end();
  });
});
