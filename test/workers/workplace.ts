/** A process with engine, queue and workers, on a database and a queue of the tests. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Event } from '../../engine/case/index.ts';
import { silentLog, type Log } from '../../runtime/port/log.ts';
import { clockOf } from '../../runtime/port/clock.ts';
import type { Database } from '../../runtime/port/database.ts';
import { openQueue } from '../../runtime/queue/open-queue.ts';
import { queueNamespace } from '../../runtime/queue/queue-namespace.ts';
import type { WorkQueue } from '../../runtime/queue/work-queue.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { HandlerRegistry } from '../../workers/registry.ts';
import { startWorkers, type Workers, type WorkersOptions } from '../../workers/start-workers.ts';
import { setting } from '../harness/postgres-administration.ts';
import { caseSteps } from './case-steps.ts';

export interface Workplace {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly queue: WorkQueue;
  readonly errors: Error[];
  /** Starts workers with these handlers; `close` stops them. */
  work(register: (registry: HandlerRegistry) => void, options?: Partial<WorkersOptions>): Workers;
  deploy(name: string, content: string): Promise<void>;
  /** Key of the new case. */
  start(id: string, variables?: { readonly [name: string]: string | number }): Promise<bigint>;
  /** The case's events, when they satisfy the condition. @throws Error after 15 s. */
  until(caseKey: bigint, condition: (events: readonly Event[]) => boolean): Promise<readonly Event[]>;
  /** Its events, once the case has ended. */
  ended(caseKey: bigint): Promise<readonly Event[]>;
  /** Stops all workers; new ones may be started. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** `redisUrl` undefined: the embedded queue. The database stays open. `localStarts`: see `WorkersOptions`. */
export const openWorkplace = async (database: Database, redisUrl: string | undefined, { localStarts = true } = {}): Promise<Workplace> => {
  const errors: Error[] = [];
  const onError = (error: Error): void => void errors.push(error);
  const embeddedImage = join(setting('ACTA_TEST_FOLDER'), 'queue.image');
  const clock = clockOf(database);
  const queue = await openQueue({ redisUrl, clock, embeddedImage, namespace: await queueNamespace(database), onError });
  const runtime = await openRuntime({ database, clock, wake: queue.wake, onFault: (message, error) => onError(new Error(message, { cause: error })) });
  const keep = (message: string): void => void errors.push(new Error(message));
  // That a job failed is what many tests are about.
  const log: Log = { ...silentLog, error: keep, warn: (message) => (message.includes('failed and is repeated') ? keep(message) : undefined) };
  const working: Workers[] = [];
  const until: Workplace['until'] = async (caseKey, condition) => {
    const patience = performance.now() + 15_000;
    for (;;) {
      const events = (await caseSteps(database, caseKey)).flatMap((step) => step.events);
      if (condition(events)) return events;
      if (performance.now() > patience) throw new Error(`Expected the case to get there, but it has only ${events.map((event) => event.type).join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const rest = async (): Promise<void> => {
    await Promise.all(working.splice(0).map((workers) => workers.stop(500)));
  };
  return {
    database, runtime, queue, errors, until,
    work: (register, options = {}) => {
      const registry = new HandlerRegistry();
      register(registry);
      const workers = startWorkers({ runtime, queue, registry, log, localStarts, ...options });
      working.push(workers);
      return workers;
    },
    deploy: async (name, content) => {
      const deployment = await runtime.deploy([{ name, content }], { id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' } });
      if (deployment.kind !== 'deployed') throw new Error(deployment.message);
    },
    start: async (id, variables = {}) => {
      const result = await runtime.pipeline.submit({ kind: 'create', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id }, create: { variables } });
      if (result.kind !== 'accepted') throw new Error(result.message);
      return result.stream;
    },
    ended: (caseKey) => until(caseKey, (events) => events.some((event) => event.type === 'CaseCompleted')),
    rest,
    close: async () => {
      await rest();
      await runtime.close();
      await queue.close();
    },
  };
};
