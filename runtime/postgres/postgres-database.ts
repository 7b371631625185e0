/** Real Postgres through postgres.js. Connections work as `acta_app`, which may not change the journal. */
import postgres from 'postgres';
import type { Database, Parameter, Queryable, Row } from '../port/database.ts';
import { planByKey } from './plan-by-key.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections in the pool; default 8. */
  readonly connections?: number;
  /** Shown in pg_stat_activity. */
  readonly name?: string;
}

const timestamp = { to: 1184, from: [1184], parse: (text: string) => new Date(text).toISOString(), serialize: String };
const int8 = { to: 20, from: [20], parse: (text: string) => BigInt(text), serialize: String };

const queryable = (sql: postgres.Sql | postgres.TransactionSql): Queryable => ({
  query: async <R extends Row>(text: string, parameters: readonly Parameter[] = []) =>
    (await sql.unsafe(text, parameters as never[], { prepare: true })) as unknown as R[],
  queryValues: async (text, parameters = []) =>
    sql.unsafe(text, parameters as never[], { prepare: true }).values(),
});

/**
 * A process that stands still keeps its locks until its transaction is ended here; whoever waits for
 * them gives up before and asks again. Looking after locking needs `read committed`, whatever the
 * database's default is.
 */
const patience = {
  lock_timeout: 250, idle_in_transaction_session_timeout: 30_000, default_transaction_isolation: 'read committed',
} as const;

/** Refuses a server that could lose acknowledged commands. */
const refuseUnsafe = async (sql: postgres.Sql): Promise<void> => {
  const [row] = await sql<{ fsync: string; commit: string; full_page_writes: string }[]>`
    select current_setting('fsync') fsync, current_setting('synchronous_commit') commit,
      current_setting('full_page_writes') full_page_writes`;
  const unsafe = [
    row?.fsync === 'off' ? 'fsync=off' : '',
    row?.commit === 'off' ? 'synchronous_commit=off' : '',
    row?.full_page_writes === 'off' ? 'full_page_writes=off' : '',
  ].filter((setting) => setting !== '');
  if (unsafe.length > 0)
    throw new Error(`Expected a Postgres that keeps what it acknowledged, but it runs with ${unsafe.join(', ')}`);
};

export const openPostgres = async (options: PostgresOptions): Promise<Database> => {
  const connections = options.connections ?? 8;
  const sql = postgres(options.url, {
    max: connections,
    types: { timestamp, int8 },
    onnotice: () => undefined,
    connection: { application_name: options.name ?? 'acta', TimeZone: 'UTC', role: 'acta_app', ...planByKey, ...patience },
    connect_timeout: 10,
    idle_timeout: 60,
  });
  await refuseUnsafe(sql).catch(async (error: unknown) => {
    await sql.end({ timeout: 1 });
    throw error;
  });
  return {
    ...queryable(sql),
    transaction: async (work) => (await sql.begin((transaction) => work(queryable(transaction)))) as never,
    exclusive: false,
    concurrency: 2,
    close: () => sql.end({ timeout: 5 }),
  };
};
