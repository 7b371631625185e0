import postgres from 'postgres';

/** Runs work as the owner of the test server, on one connection: an advisory lock belongs to its session. */
export async function asAdministrator<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(databaseUrl(), { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/**
 * Does something once per run, whichever test file comes first: the others wait. After a failure the next one tries.
 *
 * @param isDone asked while nobody else works on it.
 */
export async function oncePerRun(
  what: string,
  isDone: (sql: postgres.Sql) => Promise<boolean>,
  work: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const lock = `${databasePrefix()} ${what}`;
  await asAdministrator(async (sql) => {
    await sql`select pg_advisory_lock(hashtext(${lock}))`; // ends with the connection
    if (!(await isDone(sql))) await work(sql);
  });
}

/** Drops what this run has left behind, the template included. */
export async function dropTestDatabases(): Promise<void> {
  await asAdministrator(async (sql) => {
    const left = await sql<{ datname: string }[]>`
      select datname from pg_database where starts_with(datname, ${databasePrefix()})`;
    for (const { datname } of left) await dropDatabase(sql, datname);
    await sql`drop role if exists ${sql(applicationLogin())}`;
  });
}

export async function dropDatabase(sql: postgres.Sql, name: string): Promise<void> {
  await sql`drop database if exists ${sql(name)} with (force)`;
}

/** The address of a database of the test server; without a name, of the one that `DATABASE_URL` names. */
export function databaseUrl(name?: string): string {
  const url = new URL(setting('DATABASE_URL'));
  if (name !== undefined) url.pathname = name;
  return url.href;
}

/** The password is of no use to anyone: the login goes with the run, and its databases hold nothing. */
const applicationPassword = 'application';
const applicationLogin = (): string => `${databasePrefix()}_app`;

/** A login that is in role acta_app and nothing else, once per run. */
export async function makeApplicationLogin(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`create role "${applicationLogin()}" login password '${applicationPassword}' in role acta_app`);
}

/** The address of a database as that login. */
export function applicationUrl(name: string): string {
  const url = new URL(databaseUrl(name));
  url.username = applicationLogin();
  url.password = applicationPassword;
  return url.href;
}

/** Databases of one run share a prefix: runs on the same server do not meet. */
export function databasePrefix(): string {
  return `acta_test_${setting('ACTA_TEST_RUN')}`;
}

/** What `stores.ts` has set for the tests. */
export function setting(name: 'DATABASE_URL' | 'ACTA_TEST_RUN' | 'ACTA_TEST_FOLDER'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Expected ${name} from the test harness, but it is not set.`);
  return value;
}
