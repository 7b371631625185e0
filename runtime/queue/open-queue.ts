/**
 * The queue of one process: takes wake-ups from the pipeline, carries them through BullMQ to whichever
 * worker process is free, and tells held requests about jobs that no worker has a handler for.
 */
import { systemClock, type Clock } from '../port/clock.ts';
import { Reachability, type ReachabilityListener } from '../port/reachability.ts';
import type { Wake } from '../port/wake.ts';
import { openEmbeddedBackend } from './embedded-backend.ts';
import { HandledTypes, type HandledTypesMessage } from './handled-types.ts';
import { HintBuffer } from './hint-buffer.ts';
import type { HintJob, HintQueue, QueueBackend } from './queue-backend.ts';
import { jobsQueue } from './queue-names.ts';
import { openRedisBackend } from './redis-backend.ts';
import { reportSeldom } from './report-seldom.ts';
import { startWorkers } from './start-workers.ts';
import { WorkAnnouncements, type WorkMessage } from './work-announcements.ts';
import { within } from '../within.ts';
import type { WorkQueue } from './work-queue.ts';

export interface QueueOptions {
  /** A Redis with maxmemory-policy noeviction. Absent: the embedded queue, for one process. */
  readonly redisUrl?: string | undefined;
  /** File in which the embedded queue keeps an image of its empty database, to start faster next time. */
  readonly embeddedImage?: string | undefined;
  /** Names the installation, so that several may share a Redis. */
  readonly namespace: string;
  readonly clock?: Clock;
  /** Hints that failed, and troubles of the store; all of them heal by themselves. */
  readonly onError?: (error: Error) => void;
  /** Is told when Redis is lost, and when it is back. */
  readonly reachability?: ReachabilityListener;
}

/** Timers due later wait in Postgres until the reconciler finds them. */
const timerHorizonMs = 60_000;

/** A queue that is closed hands over what it holds, if that takes no longer. */
const flushTimeoutMs = 1_000;
const closeTimeoutMs = 1_000;

/** @throws Error when the Redis may evict keys. */
export const openQueue = async (options: QueueOptions): Promise<WorkQueue> => {
  const { redisUrl, embeddedImage, namespace, clock = systemClock } = options;
  const onError = options.onError === undefined ? () => undefined : reportSeldom(options.onError);
  const backend =
    redisUrl === undefined
      ? openEmbeddedBackend({ ...(embeddedImage === undefined ? {} : { image: embeddedImage }), onError })
      : await openRedisBackend({ url: redisUrl, namespace, onError, reachability: new Reachability(options.reachability) });
  return composeQueue(backend, clock, onError);
};

const composeQueue = (backend: QueueBackend, clock: Clock, onError: (error: Error) => void): WorkQueue => {
  const queues = openQueues(backend);
  const hints = new HintBuffer(backend, () => clock.now(), async (name, jobs) => addTo(queues.get(name), jobs));
  const handled = new HandledTypes(backend.broadcast);
  const signal = new WorkAnnouncements(backend.broadcast);
  const sealing = new SealingHints(hints, () => clock.now());
  backend.broadcast.listen((text) => {
    const message = readMessage(text);
    if (message?.kind === 'work') signal.heard(message);
    else if (message !== undefined) handled.heard(message);
  }, () => handled.ask());
  return {
    kind: backend.kind,
    wake: { ...wakeThrough({ hints, handled, signal, clock }), committed: () => sealing.soon(0) },
    signal,
    ready: backend.ready,
    handles: (jobType) => handled.has(jobType),
    jobsLater: (type, keys, at) => hints.addLater(jobsQueue(type), keys, at),
    drainJobs: (type) => hints.addEverything(jobsQueue(type)),
    maintain: () => hints.addEverything('maintenance'),
    seal: () => sealing.soon(0),
    startWorkers: (processors) => startWorkers(backend, handled, processors, { onError, sealAgain: () => sealing.soon(sealAgainMs) }),
    close: async () => {
      handled.close();
      signal.close();
      await hints.flush(flushTimeoutMs);
      await queues.close();
      await backend.close();
    },
  };
};

/** What is committed within such a time is sealed together. */
const sealingSlotMs = 500;
const sealAgainMs = 500;
/** So many hints to seal wait at most, however many processes give them and for however long nobody takes them. */
const sealingNames = 4;

/** One hint for each slot of time, of whichever process. */
class SealingHints {
  readonly #hints: HintBuffer;
  readonly #now: () => number;
  #last = 0;

  constructor(hints: HintBuffer, now: () => number) {
    this.#hints = hints;
    this.#now = now;
  }

  soon(afterMs: number): void {
    const slot = Math.ceil((this.#now() + afterMs) / sealingSlotMs);
    if (slot === this.#last) return;
    this.#last = slot;
    this.#hints.addNamed('sealing', `seal-${slot % sealingNames}`, slot * sealingSlotMs);
  }
}

/** One alone is twice as fast by `add` on the embedded queue. */
const addTo = async (queue: HintQueue, jobs: HintJob[]): Promise<unknown> => {
  const [only] = jobs;
  return jobs.length === 1 && only !== undefined ? queue.add(only.name, only.data, only.opts) : queue.addBulk(jobs);
};

/** Whatever else someone publishes there is not for us. */
const readMessage = (text: string): HandledTypesMessage | WorkMessage | undefined => {
  try {
    return JSON.parse(text) as HandledTypesMessage | WorkMessage;
  } catch {
    return undefined;
  }
};

interface Ways {
  readonly hints: HintBuffer;
  readonly handled: HandledTypes;
  readonly signal: WorkAnnouncements;
  readonly clock: Clock;
}

/** Jobs go to handlers where there are any, else to held requests: never to both. */
const wakeThrough = ({ hints, handled, signal, clock }: Ways): Wake => ({
  wake: ({ jobs, timers, inbox = [] }) => {
    for (const [type, keys] of jobs) {
      if (handled.has(type)) hints.add(jobsQueue(type), keys);
      else signal.announce(type);
    }
    const horizon = clock.now() + timerHorizonMs;
    for (const { key, due } of timers) if (due <= horizon) hints.addLater('timers', [key], due);
    if (inbox.length > 0) hints.add('inbox', inbox);
  },
});

interface OpenQueues {
  get(name: string): HintQueue;
  close(): Promise<void>;
}

const openQueues = (backend: QueueBackend): OpenQueues => {
  const queues = new Map<string, HintQueue>();
  return {
    get: (name) => {
      const known = queues.get(name);
      if (known !== undefined) return known;
      const opened = backend.openQueue(name);
      queues.set(name, opened);
      return opened;
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => within(queue.close(), closeTimeoutMs)));
    },
  };
};
