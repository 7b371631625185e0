/** Whether a server can listen, asked before anything is made for it. */
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { SettingsError } from '../settings.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
  /** The setting that names the port. */
  readonly setting: string;
}

/**
 * On every address of the host: `localhost` has two, and who finds another server at one of them is lost.
 *
 * @throws SettingsError when the port is taken, or the host is none of this machine.
 */
export const requireFreePort = async (place: Place): Promise<void> => {
  try {
    for (const { address } of await lookup(place.host, { all: true })) await listenOnce(address, place.port);
  } catch (error) {
    throw cannotListen(place, error as NodeJS.ErrnoException);
  }
};

const listenOnce = async (host: string, port: number): Promise<void> => {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
};

export const cannotListen = ({ host, port, setting }: Place, error: NodeJS.ErrnoException): Error => {
  const what = error.code === 'EADDRINUSE' ? `port ${port}, but it is taken. Set ${setting} to another one` : `port ${port} of ${host}, but ${error.message}`;
  return new SettingsError(`Expected to listen on ${what}`, { cause: error });
};
