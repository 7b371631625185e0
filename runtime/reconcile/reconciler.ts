/**
 * Makes hints again from Postgres, every few seconds, because hints may be lost at any moment. Any
 * number of processes may do so at the same time: a hint too many finds nothing to do.
 */
import type { Clock } from '../port/clock.ts';
import type { Database } from '../port/database.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import { casesWithMail, dueTimers, typesWithDueJobs } from './due-work.ts';
import { endStillSessions } from './end-still-sessions.ts';

export interface ReconcilerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly queue: Pick<WorkQueue, 'wake' | 'drainJobs' | 'maintain' | 'seal' | 'ready'>;
  /** Types with a handler in this process. */
  readonly jobTypes: readonly string[];
  /** Default 5 s: lost work is found within this time and the grace. */
  readonly intervalMs?: number;
  readonly onError?: (error: Error) => void;
}

export interface Reconciler {
  /** Looks now. */
  reconcile(): Promise<void>;
  stop(): Promise<void>;
}

/** Work younger than this is most probably on its way through the queue. */
const graceMs = 2_000;
const maintenanceEveryMs = 60_000;
/** Rows of one look; when there are more, the next look follows soon. */
const rowsMax = 2_000;
const soonMs = 500;

export const startReconciler = (options: ReconcilerOptions): Reconciler => {
  const { queue, intervalMs = 5_000, onError = () => undefined } = options;
  const look = lookAgain(options, intervalMs);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let maintainedAt = -Infinity;
  /** The queue of a process before this one may have held hints that are lost: look without grace at first. */
  let grace = 0;
  const told = (error: unknown): void => onError(error instanceof Error ? error : new Error(String(error)));
  const reconcile = async (): Promise<boolean> => {
    const [more] = await Promise.all([look(grace), endStillSessions(options.database).catch(told)]);
    grace = graceMs;
    queue.seal();
    if (performance.now() - maintainedAt < maintenanceEveryMs) return more;
    maintainedAt = performance.now();
    queue.maintain();
    return more;
  };
  const round = async (): Promise<void> => {
    const more = await reconcile().catch((error: unknown) => {
      told(error);
      return false;
    });
    // Processes that were started together drift apart.
    const pause = more ? soonMs : intervalMs * (0.8 + Math.random() * 0.2);
    if (stopped) return;
    timer = setTimeout(() => {
      running = round();
    }, pause);
  };
  let running = queue.ready.then(round, () => undefined);
  return {
    reconcile: async () => void (await reconcile()),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};

/** One look: hints for all that is found. The look answers whether there was more than it took. */
const lookAgain = ({ database, clock, queue, jobTypes }: ReconcilerOptions, intervalMs: number) => {
  /** Due times of timers for which this process has made a hint: again only when they are overdue. */
  const hinted = new Map<bigint, number>();
  return async (grace: number): Promise<boolean> => {
    const now = clock.now();
    for (const [key, due] of hinted) if (due <= now - graceMs) hinted.delete(key);
    const [types, timers, inbox] = await Promise.all([
      typesWithDueJobs(database, jobTypes, { since: now - grace, now }),
      // Until the look after the next one, so that a late look misses nothing.
      dueTimers(database, now + 2 * intervalMs, rowsMax),
      casesWithMail(database, now - grace, rowsMax),
    ]);
    for (const type of types) queue.drainJobs(type);
    queue.wake.wake({ jobs: new Map(), timers: timers.filter(({ key, due }) => hinted.get(key) !== due), inbox });
    for (const { key, due } of timers) hinted.set(key, due);
    return timers.length === rowsMax || inbox.length === rowsMax;
  };
};
