import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { migrate, migratePglite, requireMigrated } from './migrate.ts';
import { openPglite } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';
import { provideRoles } from './roles.ts';

/** What the last release before records of version 2 has left, as far as a start looks at it. */
const older = `
  create table migration (name text primary key, checksum text not null, applied_at timestamptz not null default now());
  insert into migration (name, checksum) values
    ('0001_journal.sql', '3c8c635a4e6dc989f6a4f952157579e7653e4eb770f0be1abc4f04a883dc80e6'),
    ('0002_projections.sql', '29116e9b6046a5f00744fd91e2c07e14cf0ae16681ec143ce9bedd3075efb3dd'),
    ('0003_element_names.sql', 'cff0d72d54dd43b712bfc55f13a1bae6663d131282612f2427e6d53e4c41acd6'),
    ('0004_given_dates.sql', '92c3838948f52a6a972a62b154aada7c6268a7bc9e9ea796456e772c8abcd38d');
  create table installation (id int2 primary key default 1, log text not null, timeline int4 not null default 1, created_at timestamptz not null default now());
  insert into installation (log) values ('acta/older');
  create table step (stream int8, seq int4, command_id text, record bytea, payload text, primary key (stream, seq));
  insert into step values (16777216, 0, 'first', '{"v":1}', '{}');
  create table step_note (note text)`;

/** Every relation, function and row that it holds. */
const contents = `select (select string_agg(relname || relkind::text, ',' order by relname) from pg_class where relnamespace = 'public'::regnamespace) relations,
  (select count(*)::int4 from pg_proc where pronamespace = 'public'::regnamespace) functions,
  (select string_agg(migration::text, ';' order by name) from migration) migrations,
  (select string_agg(step::text, ';') from step) steps, (select string_agg(installation::text, ';') from installation) installations`;

const sentence = /^Expected a database in the format of this release, but it was made in another one, by another 0001_journal\.sql, and was left as it is\. .*give this release a new database .* keep the old one for the release that made it$/;

describe('a database of an older format', () => {
  let test: TestDatabase;
  let owner: postgres.Sql;
  beforeAll(async () => {
    test = await createEmptyDatabase();
    owner = postgres(test.url, { max: 1, onnotice: () => undefined });
    await owner.unsafe(older);
  });
  afterAll(async () => {
    await owner.end();
    await test.drop();
  });

  it('is refused by who migrates, with what to do, and left untouched', async () => {
    const before = await owner.unsafe(contents);
    await expect(migrate(test.url)).rejects.toThrow(sentence);
    expect(await owner.unsafe(contents)).toEqual(before);
  });

  it('is refused by who works on it', async () => {
    await provideRoles(owner);
    await owner`grant select on migration to acta_app`;
    const database = await openPostgres({ url: test.url, connections: 1 });
    await expect(requireMigrated(database)).rejects.toThrow(sentence);
    await database.close();
  });

  it('is refused where it is embedded', async () => {
    const database = await openPglite();
    await database.execute(older);
    const before = await database.query(contents);
    await expect(migratePglite(database)).rejects.toThrow(sentence);
    expect(await database.query(contents)).toEqual(before);
    await database.close();
  });
});
