/** Starts a thread of compiled code, or of the sources by the same loader as tests and tools. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

const isFromSources = import.meta.url.endsWith('.ts');

/** Sources need a loader, which a thread does not take over from its process in all releases of Node. */
const loading = (url: URL): string => {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api')).href;
  return `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
};

/** It gets neither the environment, which has passwords, nor the options of the process. */
export const startThread = (memoryMb: number): Worker => {
  const options: WorkerOptions = { name: 'compile', env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } };
  if (!isFromSources) return new Worker(new URL('./compiling-thread.js', import.meta.url), options);
  return new Worker(loading(new URL('./compiling-thread.ts', import.meta.url)), { ...options, eval: true });
};
