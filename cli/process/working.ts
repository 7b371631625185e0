/** Handlers of service jobs, and the workers that run them. */
import { builtInHandlers, loadHandlers, type HandlerRegistry } from '../../workers/registry.ts';
import { startWorkers } from '../../workers/start-workers.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Settings } from '../settings.ts';
import type { Installation } from './installation.ts';
import { openSealer } from './sealing.ts';
import { expecting } from './trouble.ts';

export const readHandlers = async (files: readonly string[] = []): Promise<HandlerRegistry> => {
  const registry = builtInHandlers();
  for (const file of files) await loadHandlers(registry, file).catch(expecting(`to load handlers from ${file}`));
  return registry;
};

export const startWorking = (installation: Installation, registry: HandlerRegistry, { settings, shutdown }: { readonly settings: Settings; readonly shutdown: Shutdown }): void => {
  const sealer = openSealer(settings, installation);
  const workers = startWorkers({ ...installation, registry, sealer });
  shutdown.first(() => workers.stop());
};
