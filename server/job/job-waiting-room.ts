/**
 * Held activations, in a queue for each job type: the first in the queue is served first. However
 * many wait, one claim at a time is made for a type, so a signal does not set off a stampede. A
 * signal is a hint; once a second one question finds the types that have jobs, however many are waited for.
 */
import { claimJobs, type JobClaim } from '../../runtime/job/claim-jobs.ts';
import type { ActivatedJob } from '../../runtime/job/activated-job.ts';
import { releaseJobs } from '../../runtime/job/job-lease.ts';
import { typesWithDueJobs } from '../../runtime/reconcile/due-work.ts';
import type { WorkSignal } from '../../runtime/port/work-signal.ts';
import type { Runtime } from '../../runtime/runtime.ts';

export type Wanted = Omit<JobClaim, 'now' | 'keys'>;

interface Waiter {
  readonly wanted: Wanted;
  isGone: boolean;
  settle(jobs: ActivatedJob[]): void;
  fail(error: Error): void;
}

/** Everyone who waits for one type. */
interface Queue {
  readonly waiters: Waiter[];
  readonly stopListening: () => void;
  isServing: boolean;
  /** A signal came while a claim was under way. */
  again: boolean;
}

const lookEveryMs = 1_000;

export class JobWaitingRoom {
  readonly #runtime: Pick<Runtime, 'database' | 'clock'>;
  readonly #signal: WorkSignal;
  readonly #queues = new Map<string, Queue>();
  #tick: NodeJS.Timeout | undefined;
  #closed = false;
  #isLooking = false;

  constructor(runtime: Pick<Runtime, 'database' | 'clock'>, signal: WorkSignal) {
    this.#runtime = runtime;
    this.#signal = signal;
  }

  /**
   * Jobs as soon as there are some; none when the time is over or the server stops. `gone`: the
   * client is not there any more; what was claimed for it is given back.
   */
  wait(wanted: Wanted, timeoutMs: number, gone: AbortSignal): Promise<ActivatedJob[]> {
    if (this.#closed || gone.aborted) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', waiter.abandon);
        this.#remove(waiter);
      };
      const waiter = {
        wanted,
        isGone: false,
        settle: (jobs: ActivatedJob[]) => {
          leave();
          resolve(jobs);
        },
        fail: (error: Error) => {
          leave();
          reject(error);
        },
        abandon: () => {
          waiter.isGone = true;
          waiter.settle([]);
        },
      };
      const timer = setTimeout(() => waiter.settle([]), timeoutMs);
      gone.addEventListener('abort', waiter.abandon, { once: true });
      this.#queueOf(wanted.type).waiters.push(waiter);
      this.#serve(wanted.type);
    });
  }

  /** Nobody is held any longer. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#tick);
    // Who is settled leaves the queue.
    for (const { waiters } of this.#queues.values()) while (waiters[0] !== undefined) waiters[0].settle([]);
  }

  #queueOf(type: string): Queue {
    const known = this.#queues.get(type);
    if (known !== undefined) return known;
    const stopListening = this.#signal.onWork(type, () => this.#serve(type));
    const queue: Queue = { waiters: [], stopListening, isServing: false, again: false };
    this.#queues.set(type, queue);
    this.#tick ??= setInterval(() => void this.#look(), lookEveryMs);
    return queue;
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { database, clock } = this.#runtime;
    const waitedFor = [...this.#queues.keys()];
    const now = clock.now();
    // What keeps the question from being answered is told to those who wait, by their own claims.
    const found = await typesWithDueJobs(database, waitedFor, { since: now, now }).catch(() => waitedFor);
    this.#isLooking = false;
    for (const type of found) this.#serve(type);
  }

  #remove(waiter: Waiter): void {
    const { type } = waiter.wanted;
    const queue = this.#queues.get(type);
    const at = queue?.waiters.indexOf(waiter) ?? -1;
    if (queue === undefined || at < 0) return;
    queue.waiters.splice(at, 1);
    if (queue.waiters.length > 0) return;
    queue.stopListening();
    this.#queues.delete(type);
    if (this.#queues.size > 0) return;
    clearInterval(this.#tick);
    this.#tick = undefined;
  }

  #serve(type: string): void {
    const queue = this.#queues.get(type);
    if (queue === undefined) return;
    if (queue.isServing) queue.again = true;
    else void this.#serveQueue(queue);
  }

  async #serveQueue(queue: Queue): Promise<void> {
    queue.isServing = true;
    do {
      queue.again = false;
      while (queue.waiters.length > 0 && (await this.#serveFirst(queue)));
    } while (queue.again && queue.waiters.length > 0);
    queue.isServing = false;
  }

  /** true: there were jobs, so there may be more. */
  async #serveFirst({ waiters }: Queue): Promise<boolean> {
    const [waiter] = waiters;
    if (waiter === undefined) return false;
    const { database, clock } = this.#runtime;
    try {
      const jobs = await claimJobs(database, { ...waiter.wanted, now: clock.now() });
      if (jobs.length === 0) return false;
      // It left while its jobs were claimed: the next one gets them.
      if (!waiters.includes(waiter)) await releaseJobs(database, jobs, clock.now());
      else waiter.settle(jobs);
      return true;
    } catch (error) {
      waiter.fail(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  }
}
