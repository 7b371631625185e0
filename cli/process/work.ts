/** `acta work`: workers over a Postgres and a Redis; any number of such processes may run. */
import { readSettings, SettingsError } from '../settings.ts';
import type { Shutdown } from '../shutdown.ts';
import { openInstallation } from './installation.ts';
import { openLog } from './log.ts';
import { watchProcess } from './watched-process.ts';
import { readHandlers, startWorking } from './working.ts';

export interface WorkOptions {
  /** Modules with handlers for service jobs. */
  readonly handlers?: readonly string[];
}

export const work = async (options: WorkOptions, shutdown: Shutdown): Promise<void> => {
  const settings = readSettings(process.env);
  if (settings.databaseUrl === undefined)
    throw new SettingsError("Expected DATABASE_URL and REDIS_URL for workers of their own, but they are not set. Without them 'acta serve' works, too");
  const registry = await readHandlers(options.handlers);
  const log = openLog(settings);
  shutdown.tell(log);
  const watched = await watchProcess(settings, 'worker', { log, shutdown });
  startWorking(await openInstallation(settings, log, shutdown, watched), registry, { settings, shutdown });
  watched.works(shutdown);
  log.info(`Acta works on jobs of types ${registry.types.join(', ')}`, { pid: process.pid });
};
