/** BullMQ workers for the queues of a process: they read the keys of a hint and call its processor. */
import type { HandledTypes } from './handled-types.ts';
import type { Hint, HintWorker, QueueBackend } from './queue-backend.ts';
import { jobsQueue, type QueueName } from './queue-names.ts';
import { within } from '../within.ts';
import type { Processors, QueueWorkers } from './work-queue.ts';

/** Hints in work at the same time, by queue. Handlers run beyond their hint, see workers/service-jobs.ts. */
const concurrency = { jobs: 4, timers: 2, inbox: 4, maintenance: 1, sealing: 1 } as const;

const keysOf = ({ keys }: Hint): bigint[] => (keys ?? []).map(BigInt);

export const startWorkers = (
  backend: QueueBackend,
  handled: HandledTypes,
  processors: Processors,
  { onError, sealAgain }: { readonly onError: (error: Error) => void; readonly sealAgain: () => void },
): QueueWorkers => {
  let workers: HintWorker[] = [];
  let stopping = false;
  const open = (name: QueueName, parallel: number, process: (hint: Hint) => Promise<void>): HintWorker =>
    backend.openWorker(name, {
      concurrency: parallel,
      // A failed hint is not repeated by BullMQ: the reconciler makes a new one.
      process: (hint) => process(hint).catch((error: unknown) => onError(asError(error))),
    });
  handled.own(processors.jobTypes);
  const opened = backend.ready.then(() => {
    if (stopping) return;
    workers = [
      ...processors.jobTypes.map((type) =>
        open(jobsQueue(type), concurrency.jobs, (hint) => processors.jobs(type, hint.keys === undefined ? undefined : keysOf(hint))),
      ),
      open('timers', concurrency.timers, (hint) => processors.timers(keysOf(hint))),
      open('inbox', concurrency.inbox, (hint) => processors.inbox(keysOf(hint))),
      open('maintenance', concurrency.maintenance, () => processors.maintenance()),
      ...(processors.seal === undefined ? [] : [open('sealing', concurrency.sealing, sealing(processors.seal, sealAgain))]),
    ];
  });
  return {
    stop: async () => {
      stopping = true;
      handled.disown(processors.jobTypes);
      await opened.catch(() => undefined);
      await Promise.allSettled(workers.map((worker) => closeWorker(worker, !backend.isReady)));
    },
  };
};

const sealing = (seal: () => Promise<boolean>, again: () => void) => async (): Promise<void> => {
  if (await seal()) again();
};

const closeTimeoutMs = 3_000;

/** Waits for hints in work, but not for a queue that is away: then there is no way to say goodbye. */
const closeWorker = async (worker: HintWorker, isAway: boolean): Promise<void> => {
  const closing = worker.close(isAway);
  const isClosed = await within(closing, closeTimeoutMs);
  if (!isClosed) await within(worker.disconnect(), closeTimeoutMs);
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
