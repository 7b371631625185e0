import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Account,
  type PrivateProcess,
  deleteFolder,
  freePort,
  startGuardian,
  startPrivateProcess,
  temporaryFolder,
  unprivilegedAccount,
} from './private-process.ts';
import { provideStoreBinaries } from './store-binaries.ts';

/** A private server of this process. Address and data stay the same over `kill9` and `start`. */
export interface PrivateServer {
  readonly url: string;
  readonly port: number;
  /** The process id of the server as it runs now. */
  readonly pid: number;
  /** Ends it at once, as a power cut of the process would; `start` brings it back. */
  kill9(): Promise<void>;
  /** Starts it again after `kill9`. */
  start(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** More settings, as in the server's own configuration file. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

const startTimeoutMs = 20_000;

/** Durable like a production server (fsync and synchronous_commit stay on), small like a guest. */
const postgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  jit: 'off',
};

/** Starts a PostgreSQL server with an empty database `postgres`; the user `postgres` may do everything. */
export async function startPostgres(options: ServerOptions = {}): Promise<PrivateServer> {
  const { postgres: programs } = provideStoreBinaries(['postgres']);
  const account = unprivilegedAccount('postgres');
  const folder = temporaryFolder('postgres', account);
  const dismissGuardian = startGuardian(folder); // until the server has one of its own
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  initializeCluster(`${programs}/initdb`, { account, folder, data, password });
  const settings = Object.entries({ ...postgresSettings, ...options.settings });
  return startServer({
    folder,
    url: (port) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    launch: (port) =>
      startPrivateProcess(
        [
          `${programs}/postgres`,
          '-D',
          data,
          '-p',
          String(port),
          ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        { account, folder },
      ),
    isReady: async (server) => postmasterStatus(data, server.pid) === 'ready',
    stopSignal: 'SIGINT', // fast shutdown: aborts what runs, writes a last checkpoint
  }).finally(dismissGuardian);
}

function initializeCluster(
  initdb: string,
  { account, folder, data, password }: { account: Account | undefined; folder: string; data: string; password: string },
): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 }); // the folder itself is closed to others
  const { status, stderr, error } = spawnSync(
    initdb,
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...account, cwd: folder, encoding: 'utf8' },
  );
  rmSync(passwordFile);
  if (status === 0) return;
  deleteFolder(folder);
  throw new Error(`Expected initdb to make a cluster, but it failed: ${error?.message ?? stderr.trim()}`);
}

/** The eighth line of `postmaster.pid` is what `pg_ctl -w` waits for. */
function postmasterStatus(data: string, pid: number): string | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(pid) ? lines[7]?.trim() : undefined;
  } catch {
    return undefined;
  }
}

/** Starts a Redis server. By default it keeps nothing on disk: after `kill9` and `start` it is empty. */
export async function startRedis(options: ServerOptions = {}): Promise<PrivateServer> {
  const { redis: programs } = provideStoreBinaries(['redis']);
  const account = unprivilegedAccount('redis');
  const folder = temporaryFolder('redis', account);
  const dismissGuardian = startGuardian(folder); // until the server has one of its own
  const password = randomBytes(12).toString('hex');
  const settings = { save: '""', appendonly: 'no', 'maxmemory-policy': 'noeviction', ...options.settings };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  return startServer({
    folder,
    url: (port) => `redis://:${password}@127.0.0.1:${port}`,
    launch: (port) =>
      startPrivateProcess([`${programs}/redis-server`, '-'], {
        account,
        folder,
        input: `bind 127.0.0.1\nport ${port}\nrequirepass ${password}\n${lines.join('')}`,
      }),
    isReady: (server, port) => answersPing(port, password),
    stopSignal: 'SIGTERM',
  }).finally(dismissGuardian);
}

function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    const answer = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString();
      if (received.includes('+PONG')) answer(true);
    });
    socket.setTimeout(500, () => answer(false));
    socket.on('error', () => answer(false));
    socket.on('close', () => answer(false));
  });
}

interface ServerKind {
  readonly folder: string;
  url(port: number): string;
  launch(port: number): PrivateProcess;
  isReady(server: PrivateProcess, port: number): Promise<boolean>;
  readonly stopSignal: NodeJS.Signals;
}

async function startServer(kind: ServerKind): Promise<PrivateServer> {
  const launched = await launchOnFreePort(kind).catch((error: unknown) => {
    deleteFolder(kind.folder);
    throw error;
  });
  const { port } = launched;
  let { server } = launched;
  return {
    url: kind.url(port),
    port,
    get pid() {
      return server.pid;
    },
    kill9: () => server.end('SIGKILL'),
    async start() {
      if (server.hasExited()) server = await launchUntilReady(kind, port);
    },
    async stop() {
      await server.end(kind.stopSignal);
      deleteFolder(kind.folder);
    },
  };
}

/** Between finding a free port and listening on it another process may take it: then the next one is tried. */
async function launchOnFreePort(kind: ServerKind, attempts = 3): Promise<{ port: number; server: PrivateProcess }> {
  const port = await freePort();
  try {
    return { port, server: await launchUntilReady(kind, port) };
  } catch (error) {
    if (attempts > 1 && String(error).includes('Address already in use')) return launchOnFreePort(kind, attempts - 1);
    throw error;
  }
}

async function launchUntilReady(kind: ServerKind, port: number): Promise<PrivateProcess> {
  const deadline = Date.now() + startTimeoutMs;
  let server = kind.launch(port);
  while (!(await kind.isReady(server, port))) {
    if (Date.now() > deadline || server.hasExited()) {
      await server.end('SIGKILL');
      // After kill -9 the children of the old server hold its shared memory for a moment.
      if (Date.now() > deadline || !server.output().includes('pre-existing shared memory block')) {
        throw new Error(`Expected the server to listen on port ${port}, but it did not: ${server.output().trim()}`);
      }
      server = kind.launch(port);
    }
    await delay(20);
  }
  return server;
}
