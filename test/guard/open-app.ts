/**
 * The application in this process, over a database in memory and with a clock that is set by hand. This is
 * the only file of the player that knows the inside of the engine: when the inside moves, adapt this file, and
 * the recordings must still be what they were.
 */
import type { Database } from '../../runtime/port/database.ts';
import { migratePglite } from '../../runtime/postgres/migrate.ts';
import { openPglite } from '../../runtime/postgres/pglite-database.ts';
import { silentLog } from '../../runtime/port/log.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { buildApp } from '../../server/app.ts';
import { fireTimers } from '../../workers/timers.ts';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string;
}

export interface GuardApp {
  /** Epoch ms. It may go back, too: each script has its own time. */
  setTime(now: number): void;
  send(request: Request): Promise<{ readonly status: number; readonly text: string }>;
  /** What the timers' worker does when it is told of these timers (keys of the API). */
  fireTimers(keys: readonly string[]): Promise<void>;
  /** Resolves when nothing that commands have led to (messages on their way, long steps) is left to do. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const openMemory = async (): Promise<Database> => {
  const database = await openPglite();
  await migratePglite(database);
  return database;
};

/** `database`: migrated and empty; closed with the application. Default: one in memory. */
export const openApp = async (database?: Database): Promise<GuardApp> => {
  let now = 0;
  const wake = { wake: () => undefined };
  const runtime: Runtime = await openRuntime({ database: database ?? (await openMemory()), wake, clock: { now: () => now } });
  const app = await buildApp({ runtime, signal: { onWork: () => () => undefined }, reservedJobTypes: new Set(), log: silentLog });
  return {
    setTime: (time) => {
      now = time;
    },
    send: async ({ method, path, headers, payload }) => {
      const answer = await app.inject({ method: method as 'GET', url: path, headers: { ...headers }, ...(payload === undefined ? {} : { payload }) });
      return { status: answer.statusCode, text: answer.body };
    },
    fireTimers: (keys) => fireTimers(runtime, wake, keys.map(BigInt)),
    settle: async () => {
      await runtime.pipeline.settled();
    },
    close: async () => {
      await app.close();
      await runtime.close();
      await runtime.database.close();
    },
  };
};
