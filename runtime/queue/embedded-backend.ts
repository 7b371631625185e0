/**
 * BullMQ without Redis: its Postgres backend over a PGlite in memory. It starts in the background,
 * because a new PGlite takes seconds; an image of a fresh one, kept in a file, takes half a second.
 */
import { PGlite } from '@electric-sql/pglite';
import { createPostgresBackend, Queue, runMigrations, Worker, type Job } from 'bullmq';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { PgliteClient, PglitePool } from './pglite-pool.ts';
import { keepNothing, type Hint, type QueueBackend } from './queue-backend.ts';

export interface EmbeddedBackendOptions {
  /** File for the image of a fresh queue database; absent: none is kept. */
  readonly image?: string;
  readonly onError: (error: Error) => void;
}

// Off the event loop, where PGlite would do it itself on it.
const pack = promisify(gzip);
const unpack = promisify(gunzip);

const openFromImage = async (image: string | undefined): Promise<PGlite | undefined> => {
  const packed = image === undefined ? undefined : await readFile(image).catch(() => undefined);
  if (packed === undefined) return undefined;
  try {
    const pglite = new PGlite({ loadDataDir: new Blob([await unpack(packed)]) });
    await pglite.waitReady;
    return pglite;
  } catch {
    // A damaged or outdated image is made anew.
    return undefined;
  }
};

const openNew = async (): Promise<PGlite> => {
  const pglite = new PGlite();
  await pglite.waitReady;
  return pglite;
};

const keepImage = async (pglite: PGlite, image: string): Promise<void> => {
  const dump = await pglite.dumpDataDir('none');
  await mkdir(dirname(image), { recursive: true });
  const unfinished = `${image}.${process.pid}`;
  await writeFile(unfinished, await pack(await dump.arrayBuffer(), { level: constants.Z_BEST_SPEED }));
  await rename(unfinished, image);
};

/** A PGlite with BullMQ's tables, empty. */
const openPgliteQueue = async ({ image, onError }: EmbeddedBackendOptions): Promise<PGlite> => {
  const kept = await openFromImage(image);
  const pglite = kept ?? (await openNew());
  // Without effect when the image is of this BullMQ.
  await runMigrations(new PgliteClient(pglite));
  if (kept === undefined && image !== undefined) await keepImage(pglite, image).catch(onError);
  await pglite.exec('set search_path to bullmq; set synchronous_commit to off');
  return pglite;
};

export const openEmbeddedBackend = (options: EmbeddedBackendOptions): QueueBackend => {
  const { onError } = options;
  const opening = openPgliteQueue(options);
  let open: PGlite | undefined;
  const listeners: (() => void)[] = [];
  const ready = opening.then((pglite) => {
    open = pglite;
    for (const listener of listeners) listener();
  });
  ready.catch(onError);
  const connection = () => {
    if (open === undefined) throw new Error('Expected the embedded queue to be open, but it is not ready');
    return new PglitePool(open);
  };
  return {
    kind: 'embedded',
    ready,
    get isReady() {
      return open !== undefined;
    },
    onReady: (listener) => void listeners.push(listener),
    openQueue: (name) => {
      const queue = new Queue(name, { connection: connection(), defaultJobOptions: keepNothing }, createPostgresBackend);
      queue.on('error', onError);
      return queue;
    },
    openWorker: (name, { process, concurrency }) => {
      const kept = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } };
      const worker = new Worker(name, (job: Job<Hint>) => process(job.data), { connection: connection(), concurrency, ...kept }, createPostgresBackend);
      worker.on('error', onError);
      return worker;
    },
    // One process: there is nobody else to tell.
    broadcast: { send: () => undefined, listen: () => undefined },
    close: async () => {
      const pglite = await opening.catch(() => undefined);
      open = undefined;
      await pglite?.close();
    },
  };
};
