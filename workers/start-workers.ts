/** All that works in one process: the processors of the queues, and the reconciler that feeds them. */
import { hostname } from 'node:os';
import { startReconciler } from '../runtime/reconcile/reconciler.ts';
import { errorFields, silentLog, type Log } from '../runtime/port/log.ts';
import { noMetrics, type Metrics } from '../runtime/port/metrics.ts';
import { isAway } from '../runtime/port/reachability.ts';
import { ForkedLogError, type Sealer } from '../runtime/seal/sealer.ts';
import type { WorkQueue } from '../runtime/queue/work-queue.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { drainInboxes } from './inbox.ts';
import { maintain } from './maintenance.ts';
import type { HandlerRegistry } from './registry.ts';
import { ServiceJobs } from './service-jobs.ts';
import { fireTimers } from './timers.ts';

export interface WorkersOptions {
  readonly runtime: Runtime;
  readonly queue: WorkQueue;
  readonly registry: HandlerRegistry;
  /** Name of this worker; default: host and process id. */
  readonly worker?: string;
  readonly leaseMs?: number;
  /** false: all jobs come through the queue, also those that this process creates. Default true. */
  readonly localStarts?: boolean;
  readonly reconcileEveryMs?: number;
  /** Absent: other processes seal. */
  readonly sealer?: Pick<Sealer, 'round'>;
  readonly log?: Log;
  readonly metrics?: Metrics;
}

export interface Workers {
  /** Takes nothing more, and waits up to `graceMs` (default 10 s) for handlers that run. */
  stop(graceMs?: number): Promise<void>;
}

/** What stops the log is told once for as long as it says the same. */
const sealing = (sealer: Pick<Sealer, 'round'>, log: Log) => {
  let told = '';
  return async (): Promise<boolean> => {
    try {
      const { again } = await sealer.round();
      told = '';
      return again;
    } catch (error) {
      if (!(error instanceof ForkedLogError)) throw error;
      if (told !== error.message) log.error(error.message);
      told = error.message;
      return false;
    }
  };
};

export const startWorkers = (options: WorkersOptions): Workers => {
  const { runtime, queue, registry, log = silentLog, metrics = noMetrics } = options;
  /** That a store is away has been told. */
  const onError = (error: Error): void => log[isAway(error) ? 'debug' : 'warn']('A look for work failed and is repeated', errorFields(error));
  const worker = options.worker ?? `${hostname()}:${process.pid}`;
  const lease = options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs };
  const serviceJobs = new ServiceJobs({ runtime, queue, registry, worker, log, metrics, ...lease });
  const notHere = options.localStarts === false ? () => undefined : runtime.localJobs.are(serviceJobs);
  const queueWorkers = queue.startWorkers({
    jobTypes: registry.types,
    jobs: (type, keys) => serviceJobs.run(type, keys),
    timers: (keys) => fireTimers(runtime, queue.wake, keys, log),
    inbox: (cases) => drainInboxes(runtime.pipeline, cases),
    maintenance: () => maintain(runtime),
    ...(options.sealer === undefined ? {} : { seal: sealing(options.sealer, log) }),
  });
  const interval = options.reconcileEveryMs === undefined ? {} : { intervalMs: options.reconcileEveryMs };
  const { database, clock } = runtime;
  const reconciler = startReconciler({ database, clock, queue, jobTypes: registry.types, onError, ...interval });
  return {
    stop: async (graceMs = 10_000) => {
      notHere();
      await reconciler.stop();
      const stopped = queueWorkers.stop();
      await serviceJobs.stop(graceMs);
      await stopped;
    },
  };
};
