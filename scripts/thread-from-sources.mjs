// Runs a file of the sources in a thread, which does not take over the loader of its process in all releases of Node.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData);
