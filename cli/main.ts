/**
 * The command `acta`. It is one of the three files that compose: `serve` runs server and workers in
 * one process over the embedded database, or a server over DATABASE_URL and REDIS_URL; `work` runs
 * workers over these. Every other command speaks to a running server.
 */
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { CommanderError, type Command } from 'commander';
import { readCatalogue } from '../runtime/definition/read-catalogue.ts';
import type { Database } from '../runtime/port/database.ts';
import { FolderInUseError } from '../runtime/postgres/folder-lock.ts';
import { migrate } from '../runtime/postgres/migrate.ts';
import { openEmbedded } from '../runtime/postgres/open-embedded.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { openQueue } from '../runtime/queue/open-queue.ts';
import type { WorkQueue } from '../runtime/queue/work-queue.ts';
import { openRuntime, type Runtime } from '../runtime/runtime.ts';
import { startServer } from '../server/main.ts';
import { builtInHandlers, loadHandlers, type HandlerRegistry } from '../workers/registry.ts';
import { startWorkers } from '../workers/start-workers.ts';
import { RequestError } from './client.ts';
import { createProgram } from './program.ts';
import { readSettings, SettingsError, type Settings } from './settings.ts';
import { Shutdown } from './shutdown.ts';

interface ServeOptions {
  /** Modules with handlers for service jobs. */
  readonly handlers?: readonly string[];
  /** Run workers in a server process, too. */
  readonly workers?: boolean;
}

interface Installation {
  readonly runtime: Runtime;
  readonly queue: WorkQueue;
}

const complain = (message: string): void => void process.stderr.write(`${message}\n`);
const report = (error: Error): void => complain(error.message);

const openDatabase = async (settings: Settings, shutdown: Shutdown): Promise<Database> => {
  const { databaseUrl } = settings;
  if (databaseUrl !== undefined) await migrate(databaseUrl);
  const database = databaseUrl === undefined ? await openEmbedded(settings.dataFolder) : await openPostgres({ url: databaseUrl, name: 'acta' });
  shutdown.last(() => database.close());
  return database;
};

const openInstallation = async (settings: Settings, shutdown: Shutdown): Promise<Installation> => {
  const database = await openDatabase(settings, shutdown);
  const [installation] = await database.query<{ log: string }>('select log from installation');
  const where = settings.databaseUrl === undefined
    ? { embeddedImage: join(settings.dataFolder, 'queue.image') }
    : { redisUrl: settings.redisUrl };
  const queue = await openQueue({ ...where, namespace: installation?.log ?? 'acta', onError: report });
  shutdown.last(() => queue.close());
  const runtime = await openRuntime({ database, wake: queue.wake, onFault: (message, error) => complain(`${message}: ${String(error)}`) });
  shutdown.last(() => runtime.close());
  return { runtime, queue };
};

const deployCatalogue = async (runtime: Runtime): Promise<number> => {
  const catalogue = await readCatalogue();
  for (const { id, resources } of catalogue) {
    const deployment = await runtime.deploy(resources, { id: randomUUID(), actor: null });
    if (deployment.kind !== 'deployed') throw new Error(`Expected to deploy definitions/${id}, but: ${deployment.message}`);
  }
  return catalogue.length;
};

const readHandlers = async (files: readonly string[] = []): Promise<HandlerRegistry> => {
  const registry = builtInHandlers();
  for (const file of files) await loadHandlers(registry, file);
  return registry;
};

/** A process that cannot start leaves nothing running. */
const runUntilStopped = (start: (options: ServeOptions, shutdown: Shutdown) => Promise<void>) => async (options: ServeOptions): Promise<void> => {
  const shutdown = new Shutdown();
  try {
    await start(options, shutdown);
  } catch (error) {
    await shutdown.stop();
    throw error;
  }
  await shutdown.requested();
};

const serve = async (options: ServeOptions, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings(process.env);
  const registry = await readHandlers(options.handlers);
  const { runtime, queue } = await openInstallation(settings, shutdown);
  const procedures = await deployCatalogue(runtime);
  const isEmbedded = settings.databaseUrl === undefined;
  if (isEmbedded || options.workers === true) {
    const workers = startWorkers({ runtime, queue, registry, onError: report });
    shutdown.first(() => workers.stop());
  }
  const { port, host } = settings;
  const context = { runtime, signal: queue.signal, reservedJobTypes: { has: queue.handles }, logger: { level: 'warn' } };
  const server = await startServer({ ...context, port, host }).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? new SettingsError(`Expected to listen on port ${port}, but it is taken. Set PORT to another one`)
      : error;
  });
  shutdown.first(() => server.close());
  const url = `http://localhost:${server.port}`;
  complain(`Acta is ready at ${url}  (${procedures} procedures, ${isEmbedded ? `data in ${settings.dataFolder}` : 'Postgres and Redis'})`);
  complain(`  API       ${url}/docs`);
  complain(`  first case  npx acta start procurement`);
  complain('Stop with Ctrl-C.');
};

const work = async (options: ServeOptions, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings(process.env);
  if (settings.databaseUrl === undefined)
    throw new SettingsError("Expected DATABASE_URL and REDIS_URL for workers of their own, but they are not set. Without them 'acta serve' works, too");
  const registry = await readHandlers(options.handlers);
  const { runtime, queue } = await openInstallation(settings, shutdown);
  const workers = startWorkers({ runtime, queue, registry, onError: report });
  shutdown.first(() => workers.stop());
  complain(`Acta works on jobs of types ${registry.types.join(', ')}. Stop with Ctrl-C.`);
};

const addProcesses = (program: Command): void => {
  const collect = (file: string, files: readonly string[] = []): string[] => [...files, file];
  program
    .command('serve')
    .description('run the server; with DATABASE_URL and REDIS_URL over these, else everything in this process')
    .option('--handlers <file>', 'module with handlers for service jobs (may be repeated)', collect)
    .option('--workers', 'run workers in this process, too')
    .action(runUntilStopped(serve));
  program
    .command('work')
    .description('run workers over DATABASE_URL and REDIS_URL')
    .option('--handlers <file>', 'module with handlers for service jobs (may be repeated)', collect)
    .action(runUntilStopped(work));
};

const program = createProgram();
addProcesses(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    const expected = [RequestError, SettingsError, FolderInUseError].some((kind) => error instanceof kind);
    complain(error instanceof Error && !expected ? (error.stack ?? error.message) : (error as Error).message);
    process.exitCode = 1;
  }
}
