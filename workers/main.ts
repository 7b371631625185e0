/** Composes the workers: as a process of their own over a Postgres and a Redis, or inside another process. */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '../runtime/postgres/migrate.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { openQueue } from '../runtime/queue/open-queue.ts';
import { queueNamespace } from '../runtime/queue/queue-namespace.ts';
import { openRuntime } from '../runtime/runtime.ts';
import { builtInHandlers, loadHandlers } from './registry.ts';
import { startWorkers } from './start-workers.ts';

export { builtInHandlers, HandlerRegistry, loadHandlers } from './registry.ts';
export { startWorkers, type Workers, type WorkersOptions } from './start-workers.ts';

export interface WorkProcessOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Modules with more handlers, see `loadHandlers`. */
  readonly handlers?: readonly string[];
  readonly leaseMs?: number;
  readonly onError: (error: Error) => void;
}

export interface WorkProcess {
  readonly jobTypes: readonly string[];
  stop(): Promise<void>;
}

/** Workers with an engine of their own; any number of such processes may run. */
export const startWorkProcess = async (options: WorkProcessOptions): Promise<WorkProcess> => {
  const { databaseUrl, redisUrl, handlers = [], onError } = options;
  const registry = builtInHandlers();
  for (const file of handlers) await loadHandlers(registry, file);
  await migrate(databaseUrl);
  const database = await openPostgres({ url: databaseUrl, name: 'acta worker' });
  const queue = await openQueue({ redisUrl, namespace: await queueNamespace(database), onError });
  const onFault = (message: string, error: unknown): void => onError(new Error(message, { cause: error }));
  const runtime = await openRuntime({ database, wake: queue.wake, onFault });
  const lease = options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs };
  const workers = startWorkers({ runtime, queue, registry, onError, ...lease });
  return {
    jobTypes: registry.types,
    stop: async () => {
      await workers.stop();
      await runtime.close();
      await queue.close();
      await database.close();
    },
  };
};

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`Expected ${name} in the environment, but it is missing`);
  return value;
};

/** `node workers/main.js [--handlers FILE]…` over DATABASE_URL and REDIS_URL. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { handlers: { type: 'string', multiple: true, default: [] } } });
  const onError = (error: Error): void => void process.stderr.write(`${error.message}\n`);
  const work = await startWorkProcess({
    databaseUrl: required('DATABASE_URL'),
    redisUrl: required('REDIS_URL'),
    handlers: values.handlers,
    onError,
  });
  process.stdout.write(`Working on ${work.jobTypes.join(', ')}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await work.stop();
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
