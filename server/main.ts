/** Composes the HTTP server: on its own over a Postgres and a Redis, or inside another process. */
import { pathToFileURL } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { migrate } from '../runtime/postgres/migrate.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { openQueue } from '../runtime/queue/open-queue.ts';
import { queueNamespace } from '../runtime/queue/queue-namespace.ts';
import { openRuntime } from '../runtime/runtime.ts';
import { buildApp, type AppOptions } from './app.ts';

export interface ServerOptions extends AppOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Default: all interfaces. */
  readonly host?: string;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly port: number;
  /** Takes no more requests, answers the held ones and waits for those under way. */
  close(): Promise<void>;
}

export const startServer = async ({ port, host = '0.0.0.0', ...options }: ServerOptions): Promise<Server> => {
  const app = await buildApp(options);
  await app.listen({ port, host });
  const address = app.server.address();
  return {
    app,
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => app.close(),
  };
};

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`Expected ${name} in the environment, but it is missing`);
  return value;
};

/** A server of an installation over DATABASE_URL and REDIS_URL; `PORT` is honoured. */
const main = async (): Promise<void> => {
  const url = required('DATABASE_URL');
  const redisUrl = required('REDIS_URL');
  await migrate(url);
  const database = await openPostgres({ url, name: 'acta server' });
  const report = (error: Error): void => void process.stderr.write(`${error.message}\n`);
  const queue = await openQueue({ redisUrl, namespace: await queueNamespace(database), onError: report });
  const runtime = await openRuntime({ database, wake: queue.wake });
  const server = await startServer({
    runtime,
    signal: queue.signal,
    reservedJobTypes: { has: queue.handles },
    port: Number(process.env['PORT'] ?? 8080),
    logger: { level: 'warn' },
  });
  process.stdout.write(`Listening on http://localhost:${server.port}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await server.close();
  await runtime.close();
  await queue.close();
  await database.close();
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
