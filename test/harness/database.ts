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
  drop(): Promise<void>;
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
    drop: () => asAdministrator((sql) => dropDatabase(sql, name)),
  };
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
