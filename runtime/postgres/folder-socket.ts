/**
 * Sockets that lie in a folder. A socket's path is short (at most 103 bytes on macOS, 107 on Linux),
 * a folder's may be long: then it is reached through a symbolic link with a short one. The sockets lie
 * in the folder all the same, wherever the link does.
 */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SocketFolder {
  readonly place: string;
  /** The path of a socket in the folder that is short enough. */
  pathOf(name: string): string;
  leave(): Promise<void>;
}

const pathMax = 100;
const nameMax = 24;
const isShort = (folder: string): boolean => Buffer.byteLength(folder) + 1 + nameMax <= pathMax;

export const reachSockets = async (place: string): Promise<SocketFolder> => {
  if (isShort(place)) return { place, pathOf: (name) => join(place, name), leave: async () => undefined };
  for (const folder of [tmpdir(), '/tmp', '/var/tmp']) {
    const link = await linkIn(folder, place);
    if (link !== undefined) return { place, pathOf: (name) => join(link, 'to', name), leave: () => rm(link, { recursive: true, force: true }) };
  }
  throw new Error(`Expected to lock ${place}, but its path is long and there is no folder for temporary files with a short one. Set TMPDIR to one, or choose another ACTA_DATA`);
};

const linkIn = async (folder: string, place: string): Promise<string | undefined> => {
  if (!isShort(join(folder, 'acta-xxxxxx', 'to'))) return undefined;
  const made = await mkdtemp(join(folder, 'acta-')).catch(() => undefined);
  if (made !== undefined) await symlink(place, join(made, 'to'));
  return made;
};

/** Who connects is told the process. */
export const listenAt = (sockets: SocketFolder, name: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined); // whoever asks may go before the answer
      socket.end(String(process.pid));
    });
    server.once('error', reject);
    server.listen(sockets.pathOf(name), () => {
      server.unref();
      resolve(server);
    });
  });

const answerTimeoutMs = 2000;

/** Who listens on a socket; undefined only when it is certain that nobody does. */
export const askOwner = (sockets: SocketFolder, name: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    let said = '';
    const socket = connect(sockets.pathOf(name));
    const tell = (owner: string | undefined): void => {
      socket.destroy();
      resolve(owner);
    };
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (said += text));
    socket.once('end', () => tell(said === '' ? 'another process' : `process ${said}`));
    // A process that stands still says nothing, and has the folder.
    socket.setTimeout(answerTimeoutMs, () => tell('another process'));
    socket.once('error', (error: NodeJS.ErrnoException) => tell(nobody.has(error.code ?? '') ? undefined : 'another process'));
  });

/** No such file, nobody listens there, or a file instead of a socket. */
const nobody = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);
