/** `acta serve`: a server over a Postgres and a Redis, or everything in one process over the embedded database. */
import { engineActor } from '../../engine/stream/index.ts';
import { randomUUID } from 'node:crypto';
import { builtWeb } from '../../runtime/package-root.ts';
import { readCatalogue } from '../../runtime/library/read-catalogue.ts';
import { compileHere } from '../../runtime/port/compiler.ts';
import type { Log } from '../../runtime/port/log.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { startServer, type Server } from '../../server/start-server.ts';
import { readSettings, SettingsError, type Settings } from '../settings.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Access } from '../../server/access/access.ts';
import { openAccess, requireSignIn, welcomeAdministrator } from './access.ts';
import { cannotListen, requireFreePort } from './free-port.ts';
import { originOf } from '../log-folder.ts';
import { openInstallation, type Installation } from './installation.ts';
import { openLog } from './log.ts';
import { watchProcess, type WatchedProcess } from './watched-process.ts';
import type { WorkOptions } from './work.ts';
import { readHandlers, startWorking } from './working.ts';

export interface ServeOptions extends WorkOptions {
  /** false: jobs, timers and messages between cases are left to processes of their own. */
  readonly workers: boolean;
}

/** It is the product's own, so it needs no thread, which would cost time at the start. */
const deployCatalogue = async (runtime: Runtime, log: Log): Promise<number> => {
  const catalogue = await readCatalogue();
  for (const { id, resources } of catalogue) {
    const deployment = await runtime.deploy(resources, { id: randomUUID(), actor: engineActor, compiler: compileHere });
    if (deployment.kind !== 'deployed') throw new Error(`Expected to deploy definitions/${id}, but: ${deployment.message}`);
    const fresh = deployment.definitions.filter(({ isNew }) => isNew).map((definition) => `${definition.id} ${definition.version}`);
    if (fresh.length > 0) log.info(`Deployed definitions/${id}`, { definitions: fresh });
  }
  return catalogue.length;
};

/** For a person at a terminal. */
const showFirstSteps = (url: string): void => {
  const cli = url.endsWith(':8080') ? 'npx acta' : `npx acta --url ${url}`;
  process.stdout.write(`  API         ${url}/docs\n  first case  ${cli} start procurement\nStop with Ctrl-C.\n`);
};

const listen = async (settings: Settings, { runtime, queue, store, log, metrics, eraser }: Installation, { watched, access }: { readonly watched: WatchedProcess; readonly access: Access }): Promise<Server> => {
  const { host, port, allowedHosts, publicUrls, monitoringPublic } = settings;
  const context = { runtime, access, refusesAnonymousTasks: settings.refusesAnonymousTasks, signal: queue.signal, proof: { origin: originOf(settings.proof, runtime.log), witnesses: settings.proof.witnesses }, reservedJobTypes: { has: queue.handles }, store, log, metrics, ...(eraser === undefined ? {} : { eraser }) };
  const monitoring = monitoringPublic ? { monitoring: watched } : {};
  return startServer({ ...context, ...monitoring, web: builtWeb(), sites: { hosts: allowedHosts, publicUrls }, port, host }).catch((error: NodeJS.ErrnoException) => {
    throw cannotListen({ host, port, setting: 'PORT' }, error);
  });
};

export const serve = async (options: ServeOptions, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings(process.env);
  const { port, host, publicUrls, zone, dataFolder } = settings;
  if (settings.databaseUrl === undefined && !options.workers)
    throw new SettingsError("Expected DATABASE_URL and REDIS_URL for a server without workers, but they are not set: nobody else could do the work");
  requireSignIn(settings);
  await requireFreePort({ host, port, setting: 'PORT' });
  const registry = await readHandlers(options.handlers);
  const log = openLog(settings);
  shutdown.tell(log);
  const watched = await watchProcess(settings, 'server', { log, shutdown });
  const installation = await openInstallation(settings, log, shutdown, watched);
  const procedures = await deployCatalogue(installation.runtime, log);
  const isEmbedded = settings.databaseUrl === undefined;
  if (options.workers) startWorking(installation, registry, { settings, shutdown });
  const access = await openAccess(settings, installation.runtime, log);
  const server = await listen(settings, installation, { watched, access });
  shutdown.first(() => server.close());
  watched.works(shutdown);
  const url = publicUrls[0] ?? `http://localhost:${server.port}`;
  log.info(`Acta is ready at ${url}`, { procedures, ...(isEmbedded ? { data: dataFolder } : { database: 'Postgres and Redis' }), zone, pid: process.pid });
  if (!access.signIn) log.info('Whoever uses this machine may do everything without signing in; it stands on the record as anonymous');
  await welcomeAdministrator(access, installation.runtime, { url, log });
  if (process.stdout.isTTY) showFirstSteps(url);
};
