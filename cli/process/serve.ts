/** `acta serve`: a server over a Postgres and a Redis, or everything in one process over the embedded database. */
import { randomUUID } from 'node:crypto';
import { readCatalogue } from '../../runtime/definition/read-catalogue.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { startServer } from '../../server/start-server.ts';
import { readSettings } from '../settings.ts';
import type { Shutdown } from '../shutdown.ts';
import { cannotListen, requireFreePort } from './free-port.ts';
import { openInstallation } from './installation.ts';
import { complain } from './trouble.ts';
import type { WorkOptions } from './work.ts';
import { readHandlers, startWorking } from './working.ts';

export interface ServeOptions extends WorkOptions {
  /** Run workers in a server process, too. */
  readonly workers?: boolean;
}

const deployCatalogue = async (runtime: Runtime): Promise<number> => {
  const catalogue = await readCatalogue();
  for (const { id, resources } of catalogue) {
    const deployment = await runtime.deploy(resources, { id: randomUUID(), actor: null });
    if (deployment.kind !== 'deployed') throw new Error(`Expected to deploy definitions/${id}, but: ${deployment.message}`);
  }
  return catalogue.length;
};

const welcome = (url: string, what: string): void => {
  const cli = url.endsWith(':8080') ? 'npx acta' : `npx acta --url ${url}`;
  complain(`Acta is ready at ${url}  (${what})`);
  complain(`  API         ${url}/docs`);
  complain(`  first case  ${cli} start procurement`);
  complain('Stop with Ctrl-C.');
};

const isOnlyHere = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host);

const warnOfOthers = (host: string): void => {
  if (!isOnlyHere(host)) complain(`Acta listens on ${host} and asks nobody who they are: whoever reaches it may do everything. Let only those reach it who may.`);
};

export const serve = async (options: ServeOptions, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings(process.env);
  const { port, host, publicUrls } = settings;
  await requireFreePort({ host, port, setting: 'PORT' });
  const registry = await readHandlers(options.handlers);
  const installation = await openInstallation(settings, shutdown);
  const { runtime, queue } = installation;
  const procedures = await deployCatalogue(runtime);
  const isEmbedded = settings.databaseUrl === undefined;
  if (isEmbedded || options.workers === true) startWorking(installation, registry, shutdown);
  const context = { runtime, signal: queue.signal, reservedJobTypes: { has: queue.handles }, sites: { hosts: settings.allowedHosts, publicUrls }, logger: { level: 'warn' } };
  const server = await startServer({ ...context, port, host }).catch((error: NodeJS.ErrnoException) => {
    throw cannotListen({ host, port, setting: 'PORT' }, error);
  });
  shutdown.first(() => server.close());
  warnOfOthers(host);
  welcome(publicUrls[0] ?? `http://localhost:${server.port}`, `${procedures} procedures, ${isEmbedded ? `data in ${settings.dataFolder}` : 'Postgres and Redis'}`);
};
