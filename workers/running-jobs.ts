/**
 * Jobs whose handlers run in this process. Their leases are short, so that the jobs of a dead process
 * are soon taken by another, and are extended as long as the handler runs.
 */
import type { HeldJob } from '../runtime/job/activated-job.ts';
import { moveLeases, releaseJobs } from '../runtime/job/job-lease.ts';
import type { Clock } from '../runtime/port/clock.ts';
import type { Database } from '../runtime/port/database.ts';

/** A job whose handler runs. Few handlers look at the signal, and fewer leases are lost: it is made when somebody asks for it. */
export class RunningJob {
  readonly job: HeldJob;
  /** Monotonic ms: the clock may be set back while a handler runs. */
  extendedAt = performance.now();
  #abort: AbortController | undefined;
  #lost: Error | undefined;

  constructor(job: HeldJob) {
    this.job = job;
  }

  /** The lease is lost. */
  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** Is aborted when the lease is lost. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#lost !== undefined) this.#abort.abort(this.#lost);
    return this.#abort.signal;
  }

  lose(why: Error): void {
    this.#lost ??= why;
    this.#abort?.abort(this.#lost);
  }
}

export interface RunningJobsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly onError: (error: Error) => void;
}

export class RunningJobs {
  readonly #options: RunningJobsOptions;
  /** By lease and key: after a lost lease the same job may run here twice. */
  readonly #running = new Map<string, RunningJob>();
  readonly #timer: NodeJS.Timeout;
  #extending = false;

  constructor(options: RunningJobsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#extend(), Math.ceil(options.leaseMs / 4));
    this.#timer.unref();
  }

  start(job: HeldJob): RunningJob {
    const running = new RunningJob(job);
    this.#running.set(nameOf(job), running);
    return running;
  }

  end(job: HeldJob): void {
    this.#running.delete(nameOf(job));
  }

  get size(): number {
    return this.#running.size;
  }

  /** Aborts what still runs and gives it back; the jobs that others may now take. */
  async abandon(): Promise<HeldJob[]> {
    clearInterval(this.#timer);
    const left = [...this.#running.values()];
    for (const running of left) running.lose(new Error('Expected to finish the job, but the worker is stopping'));
    const released = await releaseJobs(this.#options.database, left.map(({ job }) => job), this.#options.clock.now());
    return left.flatMap(({ job }) => (released.has(job.key) ? [job] : []));
  }

  async #extend(): Promise<void> {
    if (this.#extending) return;
    const { database, clock, leaseMs, onError } = this.#options;
    const at = performance.now();
    const due = [...this.#running.values()].filter(({ extendedAt }) => at - extendedAt >= leaseMs / 5);
    if (due.length === 0) return;
    this.#extending = true;
    try {
      const held = await moveLeases(database, due.map(({ job }) => job), clock.now() + leaseMs);
      for (const running of due) {
        if (held.has(running.job.key)) running.extendedAt = at;
        else if (this.#running.has(nameOf(running.job))) running.lose(new Error('Expected to hold the job, but its lease is lost'));
      }
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#extending = false;
    }
  }
}

const nameOf = (job: HeldJob): string => `${job.key} ${job.lease}`;
