/**
 * The connections of a process. postgres.js 3.4 reuses a connection that was lost, with what was left
 * in it: bytes that were not sent yet keep it from ever connecting again, and an old error fails a new
 * query. So a pool that has lost a connection is given up: new queries go to a new one, and the old
 * one ends when what is under way on it has ended.
 */
import type postgres from 'postgres';
import { isAway, type Reachability } from '../port/reachability.ts';
import { within } from '../within.ts';

interface Task {
  /** Monotonic ms. */
  readonly since: number;
  abandon(error: Error): void;
}

interface Pool {
  readonly sql: postgres.Sql;
  readonly underWay: Set<Task>;
  /** To be called when nothing is under way any more. */
  readonly idle: (() => void)[];
}

const lostCodes = /^(?:CONNECTION_\w+|CONNECT_TIMEOUT|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** The connection is gone, or is about to be: a query failed that way, or the server said so. */
export const isLost = (error: unknown): boolean =>
  error instanceof Error &&
  (('severity' in error && error.severity === 'FATAL') || ('code' in error && lostCodes.test(String(error.code))));

/** What is under way on a pool that is given up has so long to end. */
const graceMs = 30_000;
const closeTimeoutMs = 5_000;
/** When something takes longer, a new connection is asked whether Postgres answers at all. */
const suspiciousMs = 5_000;
const answerTimeoutMs = 3_000;
const watchEveryMs = 1_000;

const tellIdle = ({ idle }: Pool): void => {
  for (const tell of idle.splice(0)) tell();
};

export class ConnectionPools {
  readonly #open: () => postgres.Sql;
  readonly #reachability: Reachability;
  readonly #pools = new Set<Pool>();
  readonly #watch: NodeJS.Timeout;
  #current: Pool;
  #askedAt = -Infinity;

  constructor(reachability: Reachability, open: () => postgres.Sql) {
    this.#reachability = reachability;
    this.#open = open;
    this.#current = this.#add();
    this.#watch = setInterval(() => void this.#look(), watchEveryMs);
    this.#watch.unref();
  }

  /** Starts the work on the pool in use. It fails when Postgres stands still, whatever becomes of it there. */
  run<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const pool = this.#current;
    return new Promise<T>((resolve, reject) => {
      const task: Task = { since: performance.now(), abandon: reject };
      pool.underWay.add(task);
      const end = (): void => {
        pool.underWay.delete(task);
        if (pool.underWay.size === 0) tellIdle(pool);
      };
      work(pool.sql).then(
        (result) => {
          end();
          this.#reachability.reached();
          resolve(result);
        },
        (error: unknown) => {
          end();
          if (isLost(error)) this.#giveUp(pool, graceMs);
          if (isAway(error)) this.#reachability.lost(error);
          else if (error instanceof Error && 'severity' in error) this.#reachability.reached();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    await Promise.all([...this.#pools].map((pool) => this.#end(pool, closeTimeoutMs)));
  }

  #add(): Pool {
    const pool: Pool = { sql: this.#open(), underWay: new Set(), idle: [] };
    this.#pools.add(pool);
    return pool;
  }

  #giveUp(pool: Pool, timeoutMs: number): void {
    if (pool === this.#current) this.#current = this.#add();
    else if (timeoutMs > 0) return; // it was given up already
    void this.#end(pool, timeoutMs);
  }

  /** postgres.js itself would wait for queries of connections that are gone. */
  async #end(pool: Pool, timeoutMs: number): Promise<void> {
    if (pool.underWay.size > 0) await within(new Promise<void>((resolve) => pool.idle.push(resolve)), timeoutMs);
    this.#pools.delete(pool);
    const error = Object.assign(new Error('Expected an answer of Postgres, but its connection was given up'), { code: 'CONNECTION_DESTROYED' });
    for (const task of pool.underWay) task.abandon(error);
    tellIdle(pool);
    await pool.sql.end({ timeout: 0 });
  }

  /** A Postgres that stands still closes no connection, nor does a network that is cut: nobody would ever be told. */
  async #look(): Promise<void> {
    const now = performance.now();
    if (now - this.#askedAt < suspiciousMs) return;
    const isSuspicious = [...this.#pools].some(({ underWay }) => [...underWay].some(({ since }) => now - since > suspiciousMs));
    if (!isSuspicious) return;
    this.#askedAt = now;
    if (await this.#answers()) return;
    this.#reachability.lost(Object.assign(new Error('Expected an answer of Postgres, but it stands still'), { code: 'CONNECT_TIMEOUT' }));
    const standing = Array.from(this.#pools); // giving up makes a new one
    for (const pool of standing) this.#giveUp(pool, 0);
  }

  async #answers(): Promise<boolean> {
    const sql = this.#open();
    let answered = false;
    const asked = sql.unsafe('select 1').then(
      () => (answered = true),
      // A refusal by Postgres itself is a sign of life.
      (error: unknown) => (answered = error instanceof Error && 'severity' in error),
    );
    await within(asked, answerTimeoutMs);
    await sql.end({ timeout: 0 });
    return answered;
  }
}
