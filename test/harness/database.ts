import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { migrate } from '../../runtime/postgres/migrate.ts';
import { asAdministrator, databasePrefix, databaseUrl, dropDatabase, oncePerRun } from './postgres-administration.ts';

/** A migrated database of its own on the real Postgres of the tests. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Clones the migrated template, in some tens of milliseconds; the first call of a run makes the template.
 *
 * @throws Error outside the vitest project `stores`, which provides `DATABASE_URL`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = `${databasePrefix()}_template`;
  const name = `${databasePrefix()}_${randomBytes(6).toString('hex')}`;
  await oncePerRun(
    'template database',
    async (sql) => (await sql`select from pg_database where datname = ${template}`).length > 0,
    (sql) => makeTemplate(sql, template),
  );
  await asAdministrator((sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  return {
    url: databaseUrl(name),
    drop: () => asAdministrator((sql) => dropDatabase(sql, name)),
  };
}

async function makeTemplate(sql: postgres.Sql, template: string): Promise<void> {
  await sql`create database ${sql(template)}`;
  try {
    await migrate(databaseUrl(template));
  } catch (error) {
    await dropDatabase(sql, template);
    throw error;
  }
}
