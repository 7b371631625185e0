/** The database, the queue and the engine that a process works with, as the settings say. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asEraser } from '../../runtime/erase/eraser.ts';
import { ThreadCompiler } from '../../runtime/compile/thread-compiler.ts';
import { excessRefusal, readLoginRights } from '../../runtime/postgres/login-rights.ts';
import { migrate, requireMigrated } from '../../runtime/postgres/migrate.ts';
import { openEmbedded } from '../../runtime/postgres/open-embedded.ts';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import { clockOf } from '../../runtime/port/clock.ts';
import type { Database } from '../../runtime/port/database.ts';
import { errorFields, type Log } from '../../runtime/port/log.ts';
import type { Metrics } from '../../runtime/port/metrics.ts';
import type { ReachabilityListener } from '../../runtime/port/reachability.ts';
import { openQueue } from '../../runtime/queue/open-queue.ts';
import { queueNamespace } from '../../runtime/queue/queue-namespace.ts';
import type { WorkQueue } from '../../runtime/queue/work-queue.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import type { Store } from '../../server/server-context.ts';
import { SettingsError, type Settings } from '../settings.ts';
import type { Shutdown } from '../shutdown.ts';
import { expecting } from './trouble.ts';
import type { WatchedProcess } from './watched-process.ts';

export interface Installation {
  readonly runtime: Runtime;
  readonly queue: WorkQueue;
  readonly store: Store;
  /** Absent: this process may not take values away. */
  readonly eraser?: Database;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Adds a number to those of this process. */
  gauge(name: string, help: string, read: () => number): void;
}

/** Nothing may write on in a folder that could be another's by now. */
const endAtOnce = (log: Log) => (error: Error): never => {
  log.error(error.message);
  process.exit(1);
};

const tellOf = (what: string, meaning: string, log: Log): ReachabilityListener => ({
  lost: (error) => log.warn(`${what} is lost. ${meaning}`, errorFields(error)),
  back: () => log.info(`${what} is back`),
});

interface Opened {
  readonly database: Database;
  readonly store: Store;
}

const openDatabaseIn = async (folder: string, log: Log): Promise<Opened> => {
  const isNew = !existsSync(join(folder, 'postgres', 'PG_VERSION'));
  log.info(isNew ? `Making a database in ${folder}, which takes some seconds ...` : `Opening the database in ${folder} ...`);
  process.umask(0o077); // files of the data that are made later are private, too
  const room: ReachabilityListener = {
    lost: ({ message }) => log.error(`${message}. Until then commands are refused, jobs and timers wait`),
    back: () => log.info(`There is room again at ${folder}`),
  };
  return { database: await openEmbedded(folder, { onLost: endAtOnce(log), room }), store: { database: 'embedded', journal: 'changeable' } };
};

/** Who owns the journal migrates; who works on it may do nothing to it but add steps. */
const openDatabaseAt = async (url: string, { migrateUrl, allowOwner }: Settings, log: Log): Promise<Opened> => {
  if (migrateUrl !== undefined) tellMigrated(await migrate(migrateUrl), log);
  const rights = await readLoginRights(url);
  if (rights.excess.length > 0 && !allowOwner) throw new SettingsError(excessRefusal(rights));
  if (rights.excess.length > 0) {
    log.warn(`DATABASE_URL is the login '${rights.login}', which could change the journal (ACTA_ALLOW_OWNER)`, { rights: rights.excess });
    if (migrateUrl === undefined) tellMigrated(await migrate(url), log);
  }
  const reachability = tellOf('The Postgres of DATABASE_URL', 'Requests are answered with 503, jobs and timers wait until it is there', log);
  const database = await openPostgres({ url, name: 'acta', forCommands: true, reachability });
  await requireMigrated(database).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return { database, store: { database: 'Postgres', journal: rights.excess.length > 0 ? 'changeable' : 'append-only' } };
};

const tellMigrated = (applied: readonly string[], log: Log): void => {
  if (applied.length > 0) log.info('The database was brought up to date', { applied });
};

export const openDatabase = async (settings: Settings, log: Log, shutdown: Shutdown): Promise<Opened> => {
  const { databaseUrl, dataFolder } = settings;
  const opened = databaseUrl === undefined
    ? await openDatabaseIn(dataFolder, log).catch(expecting(`to open the database in ${dataFolder}`))
    : await openDatabaseAt(databaseUrl, settings, log).catch(expecting('to open the Postgres of DATABASE_URL'));
  shutdown.last(() => opened.database.close());
  return opened;
};

/** Searches have connections of their own; what is embedded has only one. */
const openReads = async ({ databaseUrl, searchTimeoutMs }: Settings, shutdown: Shutdown): Promise<Database | undefined> => {
  if (databaseUrl === undefined) return undefined;
  const reads = await openPostgres({ url: databaseUrl, connections: 4, name: 'acta reads', statementTimeoutMs: searchTimeoutMs }).catch(expecting('to open the Postgres of DATABASE_URL'));
  shutdown.last(() => reads.close());
  return reads;
};

const openEraser = async ({ databaseUrl, eraseUrl }: Settings, database: Database, shutdown: Shutdown): Promise<Database | undefined> => {
  if (databaseUrl === undefined) return asEraser(database);
  if (eraseUrl === undefined) return undefined;
  const eraser = await openPostgres({ url: eraseUrl, connections: 1, name: 'acta erase', role: 'acta_eraser' }).catch(expecting('to open the Postgres of ACTA_ERASE_URL'));
  shutdown.last(() => eraser.close());
  return eraser;
};

export const openInstallation = async (settings: Settings, log: Log, shutdown: Shutdown, watched: WatchedProcess): Promise<Installation> => {
  const { databaseUrl, redisUrl, dataFolder } = settings;
  const { database, store } = await openDatabase(settings, log, shutdown);
  const where = databaseUrl === undefined ? { embeddedImage: join(dataFolder, 'queue.image') } : { redisUrl };
  const reachability = tellOf('The Redis of REDIS_URL', 'Commands are taken, jobs and timers wait until it is there', log);
  const onError = (error: Error): void => log.warn('The queue reports a trouble, which heals by itself', errorFields(error));
  const clock = clockOf(database);
  const queue = await openQueue({ ...where, clock, namespace: await queueNamespace(database), onError, reachability })
    .catch(expecting(databaseUrl === undefined ? 'to open the embedded queue' : 'to open the Redis of REDIS_URL'));
  shutdown.last(() => queue.close());
  const { metrics } = watched;
  const reads = await openReads(settings, shutdown);
  const compiler = new ThreadCompiler({ timeMs: settings.compileTimeoutMs, memoryMb: settings.compileMemoryMb });
  shutdown.last(() => compiler.close());
  const runtime = await openRuntime({ database, compiler, ...(reads === undefined ? {} : { reads }), clock, wake: queue.wake, zone: settings.zone, metrics, onReaders: (sentence) => log.warn(sentence), onFault: (message, error) => log.error(message, errorFields(error)) });
  shutdown.last(() => runtime.close());
  watched.over(runtime);
  const eraser = await openEraser(settings, database, shutdown);
  return { runtime, queue, store, log, metrics, gauge: (...gauge) => watched.gauge(...gauge), ...(eraser === undefined ? {} : { eraser }) };
};
