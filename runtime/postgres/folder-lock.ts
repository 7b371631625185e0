/**
 * Refuses a second process that opens the same folder. The lock is a socket in the folder on which
 * its owner listens: it ends with the owner however that ends, and cannot be mistaken for another
 * process that got the same id later, as a file with a process id can.
 */
import { createHash } from 'node:crypto';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FolderLock {
  release(): Promise<void>;
}

/** Paths of sockets are short: at most 103 bytes on macOS, 107 on Linux. */
const socketPathMax = 100;

const socketPath = (folder: string): string => {
  const inside = join(folder, 'acta.sock');
  const name = `acta-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return Buffer.byteLength(inside) <= socketPathMax ? inside : join(tmpdir(), `${name}.sock`);
};

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const listen = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)));
    server.once('error', reject);
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });

/** The process id that the owner says; undefined when nobody listens. */
const askOwner = (path: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    let said = '';
    const socket = connect(path);
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (said += text));
    socket.once('end', () => resolve(said));
    socket.once('error', () => resolve(undefined));
  });

const listenAlone = async (path: string, folder: string): Promise<Server> => {
  try {
    return await listen(path);
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
  }
  const owner = await askOwner(path);
  if (owner !== undefined)
    throw new FolderInUseError(`Expected to open ${folder}, but process ${owner} has it open. Stop it, or choose another ACTA_DATA`);
  await rm(path, { force: true });
  return listen(path);
};

/** Another process works on the folder. */
export class FolderInUseError extends Error {}

/** @throws FolderInUseError */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  await mkdir(folder, { recursive: true });
  const real = await realpath(folder);
  const server = await listenAlone(socketPath(real), folder);
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
};
