import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { migrate } from '../../runtime/postgres/migrate.ts';
import { applicationUrl, asAdministrator, databasePrefix, databaseUrl, dropDatabase, makeApplicationLogin, oncePerRun } from './postgres-administration.ts';

/** A migrated database of its own on the real Postgres of the tests. */
export interface TestDatabase {
  /** As its owner. */
  readonly url: string;
  /** As a login that may do the application's work only. */
  readonly applicationUrl: string;
  /** As it is now. Whoever is connected loses the connection, then and when it is restored. */
  copy(): Promise<DatabaseCopy>;
  drop(): Promise<void>;
}

export interface DatabaseCopy {
  /** Puts the copy in place of the database, once: what was written since is lost. */
  restore(): Promise<void>;
}

/**
 * Clones the migrated template, in some tens of milliseconds; the first call of a run makes the template.
 *
 * @throws Error outside the vitest project `stores`, which provides `DATABASE_URL`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = `${databasePrefix()}_template`;
  await oncePerRun(
    'template database',
    async (sql) => (await sql`select from pg_database where datname = ${template}`).length > 0,
    (sql) => makeTemplate(sql, template),
  );
  return create((sql, name) => sql`create database ${sql(name)} template ${sql(template)}`);
}

/** One that nobody has migrated, beside those of `createTestDatabase`. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create((sql, name) => sql`create database ${sql(name)} template template0`);
}

async function create(make: (sql: postgres.Sql, name: string) => Promise<unknown>): Promise<TestDatabase> {
  const name = `${databasePrefix()}_${randomBytes(6).toString('hex')}`;
  await asAdministrator((sql) => make(sql, name));
  return {
    url: databaseUrl(name),
    applicationUrl: applicationUrl(name),
    copy: () => asAdministrator((sql) => copyDatabase(sql, name)),
    drop: () => asAdministrator((sql) => dropDatabase(sql, name)),
  };
}

async function copyDatabase(sql: postgres.Sql, name: string): Promise<DatabaseCopy> {
  const copied = `${name}_copy`;
  await withoutConnections(sql, name, () => sql`create database ${sql(copied)} template ${sql(name)}`);
  return { restore: () => asAdministrator((administrator) => restoreDatabase(administrator, name, copied)) };
}

async function restoreDatabase(sql: postgres.Sql, name: string, copied: string): Promise<void> {
  const lost = `${name}_lost`;
  await withoutConnections(sql, name, async () => {
    await sql`alter database ${sql(name)} rename to ${sql(lost)}`;
    await sql`alter database ${sql(copied)} rename to ${sql(name)}`;
  });
  await dropDatabase(sql, lost);
}

/** Postgres copies and renames a database only while nobody is connected to it. */
async function withoutConnections(sql: postgres.Sql, name: string, work: () => Promise<unknown>): Promise<void> {
  await sql`alter database ${sql(name)} with allow_connections false`;
  for (let left = Infinity; left > 0; ) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    const [row] = await sql<{ left: number }[]>`select count(*)::int "left" from pg_stat_activity where datname = ${name}`;
    left = row?.left ?? 0;
  }
  await work();
  await sql`alter database ${sql(name)} with allow_connections true`;
}

async function makeTemplate(sql: postgres.Sql, template: string): Promise<void> {
  await sql`create database ${sql(template)}`;
  try {
    await migrate(databaseUrl(template));
    await makeApplicationLogin(sql);
  } catch (error) {
    await dropDatabase(sql, template);
    throw error;
  }
}
