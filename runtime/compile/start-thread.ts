/** Starts a thread of compiled code, or of the sources by the loader that tools have. */
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { packageRoot } from '../package-root.ts';

const isFromSources = import.meta.url.endsWith('.ts');

/** It gets neither the environment, which has passwords, nor the options of the process. */
export const startThread = (memoryMb: number): Worker => {
  const options: WorkerOptions = { name: 'compile', env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } };
  if (!isFromSources) return new Worker(new URL('./compiling-thread.js', import.meta.url), options);
  const sources = new URL('./compiling-thread.ts', import.meta.url).href;
  return new Worker(join(packageRoot, 'scripts/thread-from-sources.mjs'), { ...options, workerData: sources });
};
