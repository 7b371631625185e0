/**
 * One process at a time works on a folder. Owners follow each other by number: `lock/7` is a socket on
 * which the seventh owner listens, so it ends with its owner however that ends, and cannot be mistaken
 * for another process that got the same id later.
 *
 * Whoever finds the highest number dead takes the next one. A socket listens before it gets its number,
 * and gets it by `link`, which makes a name once only: of many that try, one has it. The highest number
 * is never taken away, so it only grows, and whoever took a lower one late sees that and gives it up.
 */
import { randomBytes } from 'node:crypto';
import { link, lstat, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { askOwner, listenAt, reachSockets, type SocketFolder } from './folder-socket.ts';
import { makePrivateFolder } from './private-files.ts';

export interface FolderLock {
  /** After it others may open the folder. */
  release(): Promise<void>;
}

export interface FolderLockOptions {
  /** The lock is gone or another's: whoever wrote on would destroy the other's work. */
  readonly onLost: (error: FolderLostError) => void;
  /** How often to look whether the lock is still there; default once a second. */
  readonly watchEveryMs?: number;
}

/** Another process works on the folder. */
export class FolderInUseError extends Error {}

/** The folder or its lock was taken away while it was open. */
export class FolderLostError extends Error {}

const triesMax = 20;
const numbered = /^[1-9]\d*$/;

/** @throws FolderInUseError */
export const lockFolder = async (folder: string, options: FolderLockOptions): Promise<FolderLock> => {
  await makePrivateFolder(folder);
  if (process.platform === 'win32') return lockPipe(await realpath(folder), folder);
  const place = join(await realpath(folder), 'lock');
  await makePrivateFolder(place);
  const sockets = await reachSockets(place);
  try {
    for (let tries = 0; tries < triesMax; tries++) {
      const lock = await tryToLock(sockets, folder, options);
      if (lock !== undefined) return lock;
    }
  } finally {
    await sockets.leave();
  }
  throw new FolderInUseError(`Expected to open ${folder}, but other processes open it at the same time. Choose another ACTA_DATA for each`);
};

/** Undefined when another process was quicker: it has to be asked. */
const tryToLock = async (sockets: SocketFolder, folder: string, options: FolderLockOptions): Promise<FolderLock | undefined> => {
  const last = await highestNumber(sockets.place);
  if (last > 0) await refuseOwned(sockets, String(last), folder);
  const draft = `draft-${randomBytes(6).toString('hex')}`;
  const server = await listenAt(sockets, draft);
  const mine = last + 1;
  const path = join(sockets.place, String(mine));
  const hasNumber = await takeNumber(join(sockets.place, draft), path);
  if (!hasNumber || (await highestNumber(sockets.place)) !== mine) {
    if (hasNumber) await rm(path, { force: true });
    await close(server);
    return undefined;
  }
  await clearDead(sockets, mine);
  return watched({ place: sockets.place, number: mine, server, folder }, options);
};

const highestNumber = async (place: string): Promise<number> =>
  Math.max(0, ...(await readdir(place)).filter((name) => numbered.test(name)).map(Number));

const refuseOwned = async (sockets: SocketFolder, name: string, folder: string): Promise<void> => {
  const owner = await askOwner(sockets, name);
  if (owner !== undefined)
    throw new FolderInUseError(`Expected to open ${folder}, but ${owner} has it open. Stop it, or choose another ACTA_DATA`);
};

/** The draft's name is needed no more; whoever cleared up may have taken it away, and has the lock. */
const takeNumber = async (draft: string, path: string): Promise<boolean> => {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/** What owners before left behind, and those that ended while they tried. */
const clearDead = async (sockets: SocketFolder, mine: number): Promise<void> => {
  const dead = (await readdir(sockets.place)).filter((name) => (numbered.test(name) ? Number(name) < mine : name.startsWith('draft-')));
  for (const name of dead) if ((await askOwner(sockets, name)) === undefined) await rm(join(sockets.place, name), { force: true });
};

interface Owned {
  readonly place: string;
  readonly number: number;
  readonly server: Server;
  readonly folder: string;
}

const watched = async ({ place, number, server, folder }: Owned, { onLost, watchEveryMs = 1000 }: FolderLockOptions): Promise<FolderLock> => {
  const path = join(place, String(number));
  const { ino } = await lstat(path);
  const isMine = async (): Promise<boolean> => {
    const [{ ino: found }, highest] = await Promise.all([lstat(path), highestNumber(place)]);
    return found === ino && highest === number;
  };
  let isWatching = true;
  const look = async (): Promise<void> => {
    if ((await isMine().catch(() => false)) || !isWatching) return;
    stopWatching();
    onLost(new FolderLostError(`Expected to keep ${folder} to this process alone, but its lock ${path} is gone or another's. Nothing more is written there`));
  };
  const watch = setInterval(() => void look(), watchEveryMs);
  watch.unref();
  const stopWatching = (): void => {
    isWatching = false;
    clearInterval(watch);
  };
  return {
    release: async () => {
      stopWatching();
      // The number stays, as a file: it can be copied with the folder, and nobody listens there.
      if (await isMine().catch(() => false)) await giveUpNumber(path);
      await close(server);
    },
  };
};

const giveUpNumber = async (path: string): Promise<void> => {
  const draft = join(path, '..', 'draft-free');
  await writeFile(draft, '', { mode: 0o600 });
  await rename(draft, path);
};

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** Windows: a named pipe is of the machine, and of one process. */
const lockPipe = async (real: string, folder: string): Promise<FolderLock> => {
  const server = createServer((socket) => socket.end(String(process.pid)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new FolderInUseError(`Expected to open ${folder}, but another process has it open. Stop it, or choose another ACTA_DATA`)));
    server.listen(`\\\\.\\pipe\\acta-${Buffer.from(real).toString('hex').slice(-200)}`, resolve);
  });
  server.unref();
  return { release: () => close(server) };
};
