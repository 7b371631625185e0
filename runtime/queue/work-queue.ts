/** What a process uses of its queue. */
import type { Wake } from '../port/wake.ts';
import type { WorkSignal } from '../port/work-signal.ts';

/** What is done about hints. What they throw is reported, and the work is found again by the reconciler. */
export interface Processors {
  /** Job types with a handler in this process. */
  readonly jobTypes: readonly string[];
  /** Runs jobs of the type; without keys all that can be taken. */
  jobs(type: string, keys: readonly bigint[] | undefined): Promise<void>;
  /** Fires those of the timers that are due. */
  timers(keys: readonly bigint[]): Promise<void>;
  /** Takes up what waits in the inboxes of these cases. */
  inbox(cases: readonly bigint[]): Promise<void>;
  maintenance(): Promise<void>;
  /** Seals what was committed; absent: other processes do. Answers whether to look again soon. */
  seal?(): Promise<boolean>;
}

export interface QueueWorkers {
  /** Takes no more hints and waits for those in work. */
  stop(): Promise<void>;
}

export interface WorkQueue {
  readonly kind: 'redis' | 'embedded';
  /** For the pipeline. */
  readonly wake: Wake;
  /** For held requests. */
  readonly signal: WorkSignal;
  /** Resolves when hints can reach workers: the embedded queue starts in the background. */
  readonly ready: Promise<void>;
  /** true: a worker has a handler for jobs of this type, so nobody else should take them. */
  handles(jobType: string): boolean;
  /** Look at these jobs again at `at`, epoch ms. */
  jobsLater(type: string, keys: readonly bigint[], at: number): void;
  /** Run whatever can be taken of the type. */
  drainJobs(type: string): void;
  maintain(): void;
  /** Seal what was committed. */
  seal(): void;
  startWorkers(processors: Processors): QueueWorkers;
  close(): Promise<void>;
}
