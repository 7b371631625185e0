/**
 * Embedded Postgres (PGlite) in a folder, or in memory. It has one connection and one user: a
 * second process is refused by a lock file, and nothing in memory is ever stale.
 */
import { PGlite } from '@electric-sql/pglite';
import { join } from 'node:path';
import type { Database, Parameter, Queryable, Row } from '../port/database.ts';
import { DiskRoom, type DiskRoomOptions } from './disk-room.ts';
import { lockFolder, type FolderLockOptions } from './folder-lock.ts';
import { planByKey } from './plan-by-key.ts';
import { makeDataPrivate, makePrivateFolder } from './private-files.ts';

const parsers = {
  20: (text: string) => BigInt(text),
  1184: (text: string) => new Date(text).toISOString(),
};
/** Parameters are always text on the wire, whatever type the statement casts them to. */
const serializers = { 20: String, 23: String, 16: String, 25: String };

interface PgliteQueries {
  query(text: string, parameters?: unknown[], options?: { rowMode?: 'array' | 'object' }): Promise<{ rows: unknown[] }>;
}

const queryable = (pglite: PgliteQueries): Queryable => ({
  query: async <R extends Row>(text: string, parameters: readonly Parameter[] = []) =>
    (await pglite.query(text, [...parameters])).rows as R[],
  queryValues: async (text, parameters = []) =>
    (await pglite.query(text, [...parameters], { rowMode: 'array' })).rows as unknown[][],
});

export interface PgliteDatabase extends Database {
  /** Runs a script of several statements as the owner. */
  execute(script: string): Promise<unknown>;
}

/** Nothing may write on in a folder that could be another's by now. */
const endProcess: FolderLockOptions['onLost'] = (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
};

export interface FolderOptions {
  readonly onLost?: FolderLockOptions['onLost'] | undefined;
  readonly room?: DiskRoomOptions['listener'];
}

/** `folder` undefined: in memory. @throws FolderInUseError when another process has the folder open, DiskFullError. */
export const openPglite = async (folder?: string, { onLost = endProcess, room: listener }: FolderOptions = {}): Promise<PgliteDatabase> => {
  if (folder === undefined) return databaseOf(await openIn(undefined));
  const lock = await lockFolder(folder, { onLost });
  try {
    const room = new DiskRoom(folder, { listener });
    await room.require();
    await makePrivateFolder(join(folder, 'postgres'));
    const pglite = await openIn(join(folder, 'postgres'));
    await makeDataPrivate(folder);
    return guardWrites(databaseOf(pglite, () => lock.release()), room);
  } catch (error) {
    await lock.release();
    throw error;
  }
};

const openIn = async (dataDir: string | undefined): Promise<PGlite> => {
  const pglite = new PGlite({ ...(dataDir === undefined ? {} : { dataDir }), parsers, serializers });
  await pglite.waitReady;
  const settings = Object.entries({ timezone: 'UTC', ...planByKey });
  await pglite.exec(settings.map(([name, value]) => `set ${name} = '${value}'`).join('; '));
  return pglite;
};

/** What begins so reads, and may be done without room. */
const reads = /^\s*select\b/i;

/** A database that is only written while there is room. */
export const guardWrites = <D extends Database>(database: D, room: DiskRoom): D => {
  const requireFor = (text: string): Promise<void> => (reads.test(text) ? Promise.resolve() : room.require());
  return {
    ...database,
    query: (text, parameters) => requireFor(text).then(() => database.query(text, parameters)) as never,
    queryValues: (text, parameters) => requireFor(text).then(() => database.queryValues(text, parameters)),
    transaction: (work) => room.require().then(() => database.transaction(work)),
  } satisfies D;
};

const databaseOf = (pglite: PGlite, onClosed: () => Promise<void> = async () => undefined): PgliteDatabase => ({
  ...queryable(pglite),
  execute: (script) => pglite.exec(script),
  transaction: async (work) => (await pglite.transaction((transaction) => work(queryable(transaction)))) as never,
  exclusive: true,
  concurrency: 1,
  close: async () => {
    await pglite.close();
    await onClosed();
  },
});
