/**
 * Where BullMQ keeps its queues: Redis, or its own Postgres backend over an in-memory PGlite. What
 * is kept there may vanish at any moment.
 */

/** A hint: keys of what may have work, or none when everything of the queue is to be looked at. */
export interface Hint {
  /** Decimal strings. */
  readonly keys?: readonly string[];
}

export interface HintJob {
  readonly name: string;
  readonly data: Hint;
  /** `jobId`: one that waits under this name already is enough. */
  readonly opts?: { readonly delay: number; readonly jobId?: string };
}

/** What is used of a BullMQ `Queue`. */
export interface HintQueue {
  add(name: string, data: Hint, opts?: HintJob['opts']): Promise<unknown>;
  addBulk(jobs: HintJob[]): Promise<unknown>;
  close(): Promise<void>;
}

/** What is used of a BullMQ `Worker`. */
export interface HintWorker {
  /** `force`: without a word to the queue. */
  close(force?: boolean): Promise<void>;
  disconnect(): Promise<void>;
}

export interface WorkerSettings {
  readonly process: (hint: Hint) => Promise<void>;
  /** Hints processed at the same time. */
  readonly concurrency: number;
}

/** Small messages to all processes of the installation; best effort. */
export interface Broadcast {
  send(message: string): void;
  /** Messages of other processes. `onListening`: called when none is missed from now on. */
  listen(listener: (message: string) => void, onListening: () => void): void;
}

export interface QueueBackend {
  readonly kind: 'redis' | 'embedded';
  /** Resolves when queues and workers may be opened. */
  readonly ready: Promise<void>;
  /** false: adding would have to wait, so hints are held back meanwhile. */
  readonly isReady: boolean;
  /** Calls the listener whenever `isReady` becomes true again. */
  onReady(listener: () => void): void;
  openQueue(name: string): HintQueue;
  openWorker(name: string, settings: WorkerSettings): HintWorker;
  readonly broadcast: Broadcast;
  close(): Promise<void>;
}

/** Nothing is kept of a job that is done: the record is in the journal. */
export const keepNothing = { removeOnComplete: true, removeOnFail: true } as const;
