/**
 * The command `acta`. It is one of the three files that compose: `serve` runs server and workers in
 * one process over the embedded database, or a server over DATABASE_URL and REDIS_URL; `work` runs
 * workers over these; `rebuild` works on the database. Every other command speaks to a running server. Databases, queues and servers are
 * imported when they are needed: loading them takes longer than most commands.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { packageRoot } from '../runtime/package-root.ts';
import type { Database } from '../runtime/port/database.ts';
import type { WorkQueue } from '../runtime/queue/work-queue.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { HandlerRegistry } from '../workers/registry.ts';
import { RequestError } from './client.ts';
import { createOutput, type Output } from './output.ts';
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

/** What fails at the start is mostly outside of Acta: one line says what. */
const expecting = (what: string) => (error: unknown): never => {
  const reason = error instanceof Error ? error.message : String(error);
  throw reason.startsWith('Expected ') ? error : new SettingsError(`Expected ${what}, but ${reason}`, { cause: error });
};

const openDatabaseAt = async (url: string): Promise<Database> => {
  const { migrate } = await import('../runtime/postgres/migrate.ts');
  const { openPostgres } = await import('../runtime/postgres/postgres-database.ts');
  await migrate(url);
  return openPostgres({ url, name: 'acta' });
};

const openDatabaseIn = async (folder: string): Promise<Database> => {
  const { openEmbedded } = await import('../runtime/postgres/open-embedded.ts');
  process.umask(0o077); // files of the data that are made later are private, too
  return openEmbedded(folder);
};

const openDatabase = async ({ databaseUrl, dataFolder }: Settings, shutdown: Shutdown): Promise<Database> => {
  const database = databaseUrl === undefined
    ? await openDatabaseIn(dataFolder).catch(expecting(`to open the database in ${dataFolder}`))
    : await openDatabaseAt(databaseUrl).catch(expecting('to open the Postgres of DATABASE_URL'));
  shutdown.last(() => database.close());
  return database;
};

const openInstallation = async (settings: Settings, shutdown: Shutdown): Promise<Installation> => {
  const { databaseUrl, redisUrl, dataFolder } = settings;
  const database = await openDatabase(settings, shutdown);
  const { openQueue } = await import('../runtime/queue/open-queue.ts');
  const { queueNamespace } = await import('../runtime/queue/queue-namespace.ts');
  const { openRuntime } = await import('../runtime/runtime.ts');
  const where = databaseUrl === undefined ? { embeddedImage: join(dataFolder, 'queue.image') } : { redisUrl };
  const queue = await openQueue({ ...where, namespace: await queueNamespace(database), onError: report })
    .catch(expecting(databaseUrl === undefined ? 'to open the embedded queue' : 'to open the Redis of REDIS_URL'));
  shutdown.last(() => queue.close());
  const runtime = await openRuntime({ database, wake: queue.wake, onFault: (message, error) => complain(`${message}: ${String(error)}`) });
  shutdown.last(() => runtime.close());
  return { runtime, queue };
};

const deployCatalogue = async (runtime: Runtime): Promise<number> => {
  const { readCatalogue } = await import('../runtime/definition/read-catalogue.ts');
  const catalogue = await readCatalogue();
  for (const { id, resources } of catalogue) {
    const deployment = await runtime.deploy(resources, { id: randomUUID(), actor: null });
    if (deployment.kind !== 'deployed') throw new Error(`Expected to deploy definitions/${id}, but: ${deployment.message}`);
  }
  return catalogue.length;
};

const readHandlers = async (files: readonly string[] = []): Promise<HandlerRegistry> => {
  const { builtInHandlers, loadHandlers } = await import('../workers/registry.ts');
  const registry = builtInHandlers();
  for (const file of files) await loadHandlers(registry, file).catch(expecting(`to load handlers from ${file}`));
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

const welcome = (url: string, what: string): void => {
  const cli = url.endsWith(':8080') ? 'npx acta' : `npx acta --url ${url}`;
  complain(`Acta is ready at ${url}  (${what})`);
  complain(`  API         ${url}/docs`);
  complain(`  first case  ${cli} start procurement`);
  complain('Stop with Ctrl-C.');
};

const serve = async (options: ServeOptions, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings(process.env);
  const registry = await readHandlers(options.handlers);
  const { runtime, queue } = await openInstallation(settings, shutdown);
  const procedures = await deployCatalogue(runtime);
  const isEmbedded = settings.databaseUrl === undefined;
  if (isEmbedded || options.workers === true) await startWorking({ runtime, queue, registry }, shutdown);
  const { startServer } = await import('../server/main.ts');
  const { port, host } = settings;
  const context = { runtime, signal: queue.signal, reservedJobTypes: { has: queue.handles }, logger: { level: 'warn' } };
  const server = await startServer({ ...context, port, host }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return expecting(`to listen on port ${port} of ${host}`)(error);
    throw new SettingsError(`Expected to listen on port ${port}, but it is taken. Set PORT to another one`, { cause: error });
  });
  shutdown.first(() => server.close());
  welcome(`http://localhost:${server.port}`, `${procedures} procedures, ${isEmbedded ? `data in ${settings.dataFolder}` : 'Postgres and Redis'}`);
};

const startWorking = async (parts: Installation & { readonly registry: HandlerRegistry }, shutdown: Shutdown): Promise<void> => {
  const { startWorkers } = await import('../workers/start-workers.ts');
  const workers = startWorkers({ ...parts, onError: report });
  shutdown.first(() => workers.stop());
};

const work = async (options: ServeOptions, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings(process.env);
  if (settings.databaseUrl === undefined)
    throw new SettingsError("Expected DATABASE_URL and REDIS_URL for workers of their own, but they are not set. Without them 'acta serve' works, too");
  const registry = await readHandlers(options.handlers);
  const installation = await openInstallation(settings, shutdown);
  await startWorking({ ...installation, registry }, shutdown);
  complain(`Acta works on jobs of types ${registry.types.join(', ')}. Stop with Ctrl-C.`);
};

/** An operator's work on the database itself; servers may go on meanwhile, their commands wait. */
const rebuild = async (output: Output): Promise<void> => {
  const shutdown = new Shutdown();
  try {
    const database = await openDatabase(readSettings(process.env), shutdown);
    const { rebuildProjections } = await import('../runtime/projection/rebuild.ts');
    const steps = await rebuildProjections(database, (projected) => output.progress(`${projected} steps`));
    output.progress('');
    output.print({ steps }, () => `What searches read was made again from ${steps} ${steps === 1 ? 'step' : 'steps'} of the journal.`);
  } finally {
    await shutdown.stop();
  }
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
  program
    .command('rebuild')
    .description('make what searches read again from the journal, in the database of ACTA_DATA or DATABASE_URL')
    .action(() => rebuild(createOutput(program.opts()['json'] === true)));
};

/** Our own errors say what was expected; any other is a bug, of ours or of a library, and shows where. */
const explain = (error: unknown, asJson: boolean): string => {
  if (asJson && error instanceof RequestError) return JSON.stringify(error.problem ?? { detail: error.message });
  if (!(error instanceof Error)) return String(error);
  const isForPeople = error instanceof RequestError || error.message.startsWith('Expected ');
  return isForPeople ? error.message : (error.stack ?? error.message);
};

/** Whoever reads the output may stop reading: `acta history KEY | head`. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
const program = createProgram(version);
addProcesses(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) complain(explain(error, program.opts()['json'] === true));
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}
