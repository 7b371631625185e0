/**
 * The connections of a process. postgres.js 3.4 reuses a connection that was lost, with what was left
 * in it: bytes that were not sent yet keep it from ever connecting again, and an old error fails a new
 * query. So a pool that has lost a connection is given up: new queries go to a new one, and the old
 * one ends when what is under way on it has ended.
 */
import type postgres from 'postgres';
import { within } from '../within.ts';

interface Pool {
  readonly sql: postgres.Sql;
  readonly underWay: Set<Promise<unknown>>;
}

const lostCodes = /^(?:CONNECTION_\w+|CONNECT_TIMEOUT|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** The connection is gone, or is about to be: a query failed that way, or the server said so. */
export const isLost = (error: unknown): boolean =>
  error instanceof Error &&
  (('severity' in error && error.severity === 'FATAL') || ('code' in error && lostCodes.test(String(error.code))));

/** What is under way on a pool that is given up has so long to end. */
const graceMs = 30_000;
const closeTimeoutMs = 5_000;

export class ConnectionPools {
  readonly #open: () => postgres.Sql;
  readonly #pools = new Set<Pool>();
  #current: Pool;

  constructor(open: () => postgres.Sql) {
    this.#open = open;
    this.#current = this.#add();
  }

  /** Starts the work on the pool in use. */
  run<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const pool = this.#current;
    const result = work(pool.sql);
    pool.underWay.add(result);
    result.then(
      () => void pool.underWay.delete(result),
      (error: unknown) => {
        pool.underWay.delete(result);
        if (isLost(error)) this.#giveUp(pool);
      },
    );
    return result;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools].map((pool) => this.#end(pool, closeTimeoutMs)));
  }

  #add(): Pool {
    const pool = { sql: this.#open(), underWay: new Set<Promise<unknown>>() };
    this.#pools.add(pool);
    return pool;
  }

  #giveUp(pool: Pool): void {
    if (pool !== this.#current) return;
    this.#current = this.#add();
    void this.#end(pool, graceMs);
  }

  /** postgres.js itself would wait for queries of connections that are gone. */
  async #end(pool: Pool, timeoutMs: number): Promise<void> {
    await within(Promise.allSettled(pool.underWay), timeoutMs);
    await pool.sql.end({ timeout: 0 });
    this.#pools.delete(pool);
  }
}
