/**
 * Requests that wait for the end of their case. Any server or worker may end it, so the truth is
 * asked: one query for all who wait, a few times a second, and none when nobody waits.
 */
import type { Database } from '../../runtime/port/database.ts';
import { endedCases } from '../../runtime/query/ended-cases.ts';

export type End = 'COMPLETED' | 'TERMINATED';

interface Waiter {
  readonly key: bigint;
  settle(end: End | undefined): void;
}

const pauseMs = 50;

export class EndedCaseWatch {
  readonly #database: Database;
  readonly #waiters = new Set<Waiter>();
  #looking = false;
  #closed = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** How the case ended; `undefined` when it has not within the time, or the server stops. */
  ended(key: bigint, timeoutMs: number): Promise<End | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiter.settle(undefined), timeoutMs);
      const waiter: Waiter = {
        key,
        settle: (end) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(end);
        },
      };
      this.#waiters.add(waiter);
      if (this.#closed) waiter.settle(undefined);
      else if (!this.#looking) void this.#look();
    });
  }

  close(): void {
    this.#closed = true;
    for (const waiter of this.#waiters) waiter.settle(undefined);
  }

  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#waiters.size > 0) {
      await this.#settleEnded().catch(() => undefined); // the next look may reach the database again
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.#looking = false;
  }

  async #settleEnded(): Promise<void> {
    const waiters = [...this.#waiters];
    const ends = await endedCases(this.#database, [...new Set(waiters.map(({ key }) => key))]);
    for (const waiter of waiters) {
      const end = ends.get(waiter.key);
      if (end !== undefined) waiter.settle(end);
    }
  }
}
