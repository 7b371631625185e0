/**
 * A built Acta that runs on stores of its own. Each is a whole life: a new Postgres cluster, a new Redis, new
 * processes. So nothing that one leaves behind (bloat, dirty pages, compiled code) is paid for by the next, and
 * the chance in how a process comes up is in the differences that are measured.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deleteFolder, freePort, startGuardian, startPrivateProcess, temporaryFolder, type PrivateProcess } from '../test/harness/private-process.ts';
import { startPostgres, startRedis } from '../test/harness/servers.ts';

/** Server and worker as processes of their own, in one process, or everything in one process with the embedded database. */
export const modes = ['apart', 'together', 'embedded'] as const;
export type Mode = (typeof modes)[number];
export type ProcessName = 'server' | 'worker' | 'postgres' | 'redis';

export interface Installation {
  readonly url: string;
  /** Absent in the embedded mode. */
  readonly databaseUrl: string | undefined;
  readonly processes: ReadonlyMap<ProcessName, { readonly pid: number }>;
  stop(): Promise<void>;
}

/** It would come at any moment or none of a round; what there is to vacuum is measured after it. */
const postgresSettings = { autovacuum: 'off' };

const startLimitMs = 120_000;
const stopLimitMs = 10_000;

/** The handlers are part of the load: the same ones for every Acta that is measured. */
const handlers = ['--handlers', join(import.meta.dirname, 'handlers.mjs')];

class LocalInstallation implements Installation {
  readonly processes = new Map<ProcessName, { readonly pid: number }>();
  readonly #root: string;
  readonly #folder = temporaryFolder('bench', undefined);
  readonly #dismissGuardian = startGuardian(this.#folder);
  readonly #actas: PrivateProcess[] = [];
  readonly #stores: { stop(): Promise<void> }[] = [];
  databaseUrl: string | undefined;
  url = '';

  constructor(root: string) {
    this.#root = root;
  }

  async start(mode: Mode): Promise<this> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const stores = mode === 'embedded' ? { DATABASE_URL: '', REDIS_URL: '' } : await this.#startStores();
    const environment = { ...stores, PORT: String(port), ACTA_HOST: '127.0.0.1', ACTA_DATA: join(this.#folder, 'data') };
    this.#launch('server', ['serve', ...this.#workersHere(mode), ...handlers], environment);
    await this.#untilUp();
    if (mode === 'apart') this.#launch('worker', ['work', ...handlers], environment);
    return this;
  }

  /** A server works unless told not to; those of older revisions do when told. */
  #workersHere(mode: Mode): string[] {
    const { stdout } = spawnSync(process.execPath, [join(this.#root, 'dist/cli/main.js'), 'serve', '--help'], { encoding: 'utf8' });
    if (stdout.includes('--no-workers')) return mode === 'apart' ? ['--no-workers'] : [];
    return mode === 'together' ? ['--workers'] : [];
  }

  async stop(): Promise<void> {
    await Promise.all(this.#actas.map(endGently));
    await Promise.all(this.#stores.map((store) => store.stop()));
    deleteFolder(this.#folder);
    this.#dismissGuardian();
  }

  async #startStores(): Promise<Record<string, string>> {
    const started = await Promise.allSettled([startPostgres({ settings: postgresSettings }), startRedis()]);
    for (const store of started) if (store.status === 'fulfilled') this.#stores.push(store.value);
    const [postgres, redis] = started;
    if (postgres.status === 'rejected') throw postgres.reason;
    if (redis.status === 'rejected') throw redis.reason;
    this.processes.set('postgres', postgres.value).set('redis', redis.value);
    this.databaseUrl = postgres.value.url;
    // One login owns all: older revisions know no other, and what a step costs is the same.
    return { DATABASE_URL: postgres.value.url, REDIS_URL: redis.value.url, ACTA_ALLOW_OWNER: 'true' };
  }

  #launch(name: ProcessName, command: readonly string[], environment: Readonly<Record<string, string>>): void {
    const variables = Object.entries(environment).map(([variable, value]) => `${variable}=${value}`);
    const program = [process.execPath, join(this.#root, 'dist/cli/main.js'), ...command];
    const acta = startPrivateProcess(['env', ...variables, ...program], { account: undefined, folder: this.#folder });
    this.#actas.push(acta);
    this.processes.set(name, acta);
  }

  async #untilUp(): Promise<void> {
    const deadline = performance.now() + startLimitMs;
    while (!(await fetch(`${this.url}/v2/topology`).then((response) => response.ok).catch(() => false))) {
      const dead = this.#actas.find((acta) => acta.hasExited());
      if (dead !== undefined) throw new Error(`Expected Acta to start, but it ended: ${dead.output().trim()}`);
      if (performance.now() > deadline) throw new Error(`Expected Acta to start within ${startLimitMs / 1000} s, but it did not`);
      await delay(50);
    }
  }
}

/** A measurement is over by then: who does not end is ended. */
const endGently = async (acta: PrivateProcess): Promise<void> => {
  const impatience = setTimeout(() => void acta.end('SIGKILL'), stopLimitMs);
  await acta.end('SIGTERM');
  clearTimeout(impatience);
};

/** @param root a checkout whose `dist` is built */
export const startInstallation = async (root: string, mode: Mode): Promise<Installation> => {
  const installation = new LocalInstallation(root);
  return installation.start(mode).catch(async (error: unknown) => {
    await installation.stop();
    throw error;
  });
};
