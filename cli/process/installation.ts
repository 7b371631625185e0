/** The database, the queue and the engine that a process works with, as the settings say. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../runtime/postgres/migrate.ts';
import { openEmbedded } from '../../runtime/postgres/open-embedded.ts';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import type { Database } from '../../runtime/port/database.ts';
import { openQueue } from '../../runtime/queue/open-queue.ts';
import { queueNamespace } from '../../runtime/queue/queue-namespace.ts';
import type { WorkQueue } from '../../runtime/queue/work-queue.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import type { Settings } from '../settings.ts';
import type { Shutdown } from '../shutdown.ts';
import { complain, expecting, report } from './trouble.ts';

export interface Installation {
  readonly runtime: Runtime;
  readonly queue: WorkQueue;
}

const openDatabaseIn = async (folder: string): Promise<Database> => {
  const isNew = !existsSync(join(folder, 'postgres', 'PG_VERSION'));
  complain(isNew ? `Making a database in ${folder}, which takes some seconds ...` : `Opening the database in ${folder} ...`);
  process.umask(0o077); // files of the data that are made later are private, too
  return openEmbedded(folder);
};

const openDatabaseAt = async (url: string): Promise<Database> => {
  await migrate(url);
  return openPostgres({ url, name: 'acta' });
};

export const openDatabase = async ({ databaseUrl, dataFolder }: Settings, shutdown: Shutdown): Promise<Database> => {
  const database = databaseUrl === undefined
    ? await openDatabaseIn(dataFolder).catch(expecting(`to open the database in ${dataFolder}`))
    : await openDatabaseAt(databaseUrl).catch(expecting('to open the Postgres of DATABASE_URL'));
  shutdown.last(() => database.close());
  return database;
};

export const openInstallation = async (settings: Settings, shutdown: Shutdown): Promise<Installation> => {
  const { databaseUrl, redisUrl, dataFolder } = settings;
  const database = await openDatabase(settings, shutdown);
  const where = databaseUrl === undefined ? { embeddedImage: join(dataFolder, 'queue.image') } : { redisUrl };
  const queue = await openQueue({ ...where, namespace: await queueNamespace(database), onError: report })
    .catch(expecting(databaseUrl === undefined ? 'to open the embedded queue' : 'to open the Redis of REDIS_URL'));
  shutdown.last(() => queue.close());
  const runtime = await openRuntime({ database, wake: queue.wake, zone: settings.zone, onFault: (message, error) => complain(`${message}: ${String(error)}`) });
  shutdown.last(() => runtime.close());
  return { runtime, queue };
};
