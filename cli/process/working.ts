/** Handlers of service jobs, and the workers that run them. */
import { builtInHandlers, loadHandlers, type HandlerRegistry } from '../../workers/registry.ts';
import { startWorkers } from '../../workers/start-workers.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Installation } from './installation.ts';
import { expecting } from './trouble.ts';

export const readHandlers = async (files: readonly string[] = []): Promise<HandlerRegistry> => {
  const registry = builtInHandlers();
  for (const file of files) await loadHandlers(registry, file).catch(expecting(`to load handlers from ${file}`));
  return registry;
};

export const startWorking = (installation: Installation, registry: HandlerRegistry, shutdown: Shutdown): void => {
  const workers = startWorkers({ ...installation, registry });
  shutdown.first(() => workers.stop());
};
