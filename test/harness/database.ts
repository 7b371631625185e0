import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import { migrate } from '../../runtime/postgres/migrate.ts'
import { asAdministrator, databasePrefix, databaseUrl, dropDatabase } from './postgres-administration.ts'

/** A migrated database of its own on the real Postgres of the tests. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/**
 * Clones the migrated template, in some tens of milliseconds; the first call of a run makes the template.
 *
 * @throws Error outside the vitest project `stores`, which provides `DATABASE_URL`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  return asAdministrator(async sql => {
    const template = await provideTemplate(sql)
    const name = `${databasePrefix()}_${randomBytes(6).toString('hex')}`
    await sql`create database ${sql(name)} template ${sql(template)}`
    return {
      url: databaseUrl(name),
      drop: () => asAdministrator(administrator => dropDatabase(administrator, name)),
    }
  })
}

/**
 * Test files run in parallel: whoever holds the lock makes the template, the others wait and find it. After a failure
 * the end of the connection frees the lock.
 */
async function provideTemplate(sql: postgres.Sql): Promise<string> {
  const template = `${databasePrefix()}_template`
  await sql`select pg_advisory_lock(hashtext(${template}))`
  const [existing] = await sql`select from pg_database where datname = ${template}`
  if (existing === undefined) await makeTemplate(sql, template)
  await sql`select pg_advisory_unlock(hashtext(${template}))`
  return template
}

async function makeTemplate(sql: postgres.Sql, template: string): Promise<void> {
  await sql`create database ${sql(template)}`
  try {
    await migrate(databaseUrl(template))
  } catch (error) {
    await dropDatabase(sql, template)
    throw error
  }
}
