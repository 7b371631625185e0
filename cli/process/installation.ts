/** The database, the queue and the engine that a process works with, as the settings say. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { excessRefusal, readLoginRights } from '../../runtime/postgres/login-rights.ts';
import { migrate, requireMigrated } from '../../runtime/postgres/migrate.ts';
import { openEmbedded } from '../../runtime/postgres/open-embedded.ts';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import type { Database } from '../../runtime/port/database.ts';
import { openQueue } from '../../runtime/queue/open-queue.ts';
import { queueNamespace } from '../../runtime/queue/queue-namespace.ts';
import type { WorkQueue } from '../../runtime/queue/work-queue.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { SettingsError, type Settings } from '../settings.ts';
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

/** Who owns the journal migrates; who works on it may do nothing to it but add steps. */
const openDatabaseAt = async (url: string, { migrateUrl, allowOwner }: Settings): Promise<Database> => {
  if (migrateUrl !== undefined) await migrate(migrateUrl);
  const rights = await readLoginRights(url);
  if (rights.excess.length > 0 && !allowOwner) throw new SettingsError(excessRefusal(rights));
  if (rights.excess.length > 0) {
    complain(`DATABASE_URL is the login '${rights.login}', which could change the journal: ${rights.excess.join(', ')} (ACTA_ALLOW_OWNER).`);
    if (migrateUrl === undefined) await migrate(url);
  }
  const database = await openPostgres({ url, name: 'acta' });
  await requireMigrated(database).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return database;
};

export const openDatabase = async (settings: Settings, shutdown: Shutdown): Promise<Database> => {
  const { databaseUrl, dataFolder } = settings;
  const database = databaseUrl === undefined
    ? await openDatabaseIn(dataFolder).catch(expecting(`to open the database in ${dataFolder}`))
    : await openDatabaseAt(databaseUrl, settings).catch(expecting('to open the Postgres of DATABASE_URL'));
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
