/** Real Postgres through postgres.js. Connections work as `acta_app`, which may not change the journal. */
import postgres from 'postgres';
import type { Database, Parameter, Queryable, Row } from '../port/database.ts';
import { Reachability, type ReachabilityListener } from '../port/reachability.ts';
import { ConnectionPools, isLost } from './connection-pools.ts';
import { planByKey, planOnce } from './plan-by-key.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections in the pool; default 8. */
  readonly connections?: number;
  /** What its connections work as; null: the login itself. Default: the application. */
  readonly role?: 'acta_app' | 'acta_eraser' | null;
  /** A statement that takes longer is ended by Postgres. Default: none is. */
  readonly statementTimeoutMs?: number;
  /** Its statements are those of commands, the same each time: planned once per connection. Default: false. */
  readonly forCommands?: boolean;
  /** Shown in pg_stat_activity. */
  readonly name?: string;
  /** Is told when Postgres is lost, and when it is back. */
  readonly reachability?: ReachabilityListener;
}

const timestamp = { to: 1184, from: [1184], parse: (text: string) => new Date(text).toISOString(), serialize: String };
const int8 = { to: 20, from: [20], parse: (text: string) => BigInt(text), serialize: String };

/** One dimension, as `text[]` has here. Known beforehand, a new connection need not ask for it. */
const textArray = {
  to: 1009, from: [1009], serialize: String,
  parse: (text: string) =>
    [...text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,]+/gs)].map(([word, quoted]) => (quoted === undefined ? word : quoted.replace(/\\(.)/gs, '$1'))),
};

/** Planned once per connection; without parameters postgres.js would send a statement as a text to be planned each time. */
const prepared = { prepare: true, simple: false };

const queryable = (sql: postgres.Sql | postgres.TransactionSql): Queryable => ({
  query: async <R extends Row>(text: string, parameters: readonly Parameter[] = []) =>
    (await sql.unsafe(text, parameters as never[], prepared)) as unknown as R[],
  queryValues: async (text, parameters = []) =>
    sql.unsafe(text, parameters as never[], prepared).values(),
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

/** A promise of its own each time: one for all would remember, for ever, everything that awaits it. */
const never = (): Promise<never> => new Promise(() => undefined);

/**
 * `begin` of postgres.js fails when its connection is lost, but what runs inside goes on; its next
 * query, and the `rollback` or `commit` after it, would be written to a socket that is not there
 * and end the process. So nothing is sent, and nothing comes to an end, inside a lost transaction.
 */
const beginOn = async <T>(sql: postgres.Sql, work: (transaction: Queryable) => Promise<T>): Promise<T> => {
  let lost = false;
  const guarded = (inner: Queryable): Queryable => ({
    query: (text, parameters) => (lost ? never() : inner.query(text, parameters)),
    queryValues: (text, parameters) => (lost ? never() : inner.queryValues(text, parameters)),
  });
  const inside = async (transaction: postgres.TransactionSql): Promise<T> => {
    try {
      const result = await work(guarded(queryable(transaction)));
      return lost ? await never() : result;
    } catch (error) {
      if (lost || isLost(error)) return await never();
      throw error;
    }
  };
  try {
    return (await sql.begin(inside)) as T;
  } catch (error) {
    lost = true;
    throw error;
  }
};

/**
 * Pause before a connection that could not be made, or was lost, is made again, in seconds. postgres.js
 * would wait up to 20 s, count the failures of all connections together, and hold a query meanwhile:
 * a Postgres that is back must be used at once, and one that is away must be said to be.
 */
const reconnectPause = (failures: number): number => Math.min(0.25, 0.01 * 2 ** failures) * (0.5 + Math.random() / 2);

export const openPostgres = async (options: PostgresOptions): Promise<Database> => {
  const reachability = new Reachability(options.reachability);
  const { role = 'acta_app' } = options;
  const pools = new ConnectionPools(reachability, () =>
    postgres(options.url, {
      max: options.connections ?? 8,
      types: { timestamp, int8, textArray },
      fetch_types: false,
      onnotice: () => undefined,
      connection: { application_name: options.name ?? 'acta', TimeZone: 'UTC', ...(role === null ? {} : { role }), ...planByKey, ...(options.forCommands === true ? planOnce : {}), ...patience, ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }) },
      connect_timeout: 5,
      keep_alive: 10,
      backoff: reconnectPause,
      idle_timeout: 60,
    }),
  );
  await pools.run(refuseUnsafe).catch(async (error: unknown) => {
    await pools.close();
    throw error;
  });
  return {
    query: (text, parameters) => pools.run((sql) => queryable(sql).query(text, parameters)) as never,
    queryValues: (text, parameters) => pools.run((sql) => queryable(sql).queryValues(text, parameters)),
    transaction: (work) => pools.run((sql) => beginOn(sql, work)),
    exclusive: false,
    concurrency: 2,
    close: () => pools.close(),
  };
};
