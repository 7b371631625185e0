/**
 * Handlers of this process that may begin with a job the moment it is committed: its row is born with their
 * lease, so nobody need be told of it and nobody claims it. Only a shortcut: what is not started like this is
 * hinted at and claimed as ever, and a lease whose process died runs out as ever.
 */
import type { HeldJob } from '../job/activated-job.ts';

/** What a row is born with. */
export interface LocalLease {
  /** Name of who works. */
  readonly worker: string;
  readonly timeoutMs: number;
}

export interface LocalJobs {
  /** Whether jobs of the type are done here at all. */
  handles(type: string): boolean;
  /** Takes a place for one job of the type; undefined: none is free now. */
  take(type: string): LocalLease | undefined;
  /** Their rows are committed, and their places taken. */
  start(jobs: readonly HeldJob[]): void;
  /** The place is not needed after all. */
  giveBack(type: string): void;
}

export const noLocalJobs: LocalJobs = { handles: () => false, take: () => undefined, start: () => undefined, giveBack: () => undefined };

/** Whoever does jobs in this process says so here; until then, and afterwards, nobody does. */
export class LocalJobsOf implements LocalJobs {
  #doer = noLocalJobs;

  /** Returns how to end it. */
  are(doer: LocalJobs): () => void {
    this.#doer = doer;
    return () => {
      this.#doer = noLocalJobs;
    };
  }

  handles(type: string): boolean {
    return this.#doer.handles(type);
  }

  take(type: string): LocalLease | undefined {
    return this.#doer.take(type);
  }

  start(jobs: readonly HeldJob[]): void {
    this.#doer.start(jobs);
  }

  giveBack(type: string): void {
    this.#doer.giveBack(type);
  }
}
