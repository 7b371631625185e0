import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where the programs of the two stores were found. */
export interface StoreBinaries {
  /** Folder with `initdb` and `postgres`. */
  readonly postgres: string;
  /** Folder with `redis-server`. */
  readonly redis: string;
}

export type Store = keyof StoreBinaries;

const programs: Record<Store, readonly string[]> = {
  postgres: ['initdb', 'postgres'],
  redis: ['redis-server'],
};

const debianPackages: Record<Store, string> = { postgres: 'postgresql', redis: 'redis-server' };

/**
 * Finds the programs of the stores on the PATH or in the usual places; as root on Debian, installs what is missing.
 *
 * @throws Error with one line that says what to install, when something is missing and cannot be installed.
 */
export function provideStoreBinaries(wanted: readonly Store[] = ['postgres', 'redis']): Partial<StoreBinaries> {
  const missing = () => wanted.filter((store) => findPrograms(store) === undefined);
  const toInstall = missing();
  if (toInstall.length > 0 && canUseApt()) installWithApt(toInstall);
  const stillMissing = missing();
  if (stillMissing.length > 0) throw new Error(missingMessage(stillMissing));
  return Object.fromEntries(wanted.map((store) => [store, findPrograms(store)]));
}

/** The folder that holds all programs of a store, or undefined. */
export function findPrograms(store: Store): string | undefined {
  return searchPath(store).find((folder) => programs[store].every((program) => isExecutable(join(folder, program))));
}

function searchPath(store: Store): readonly string[] {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...onPath, ...(store === 'postgres' ? debianPostgresFolders() : ['/usr/bin', '/usr/local/bin'])];
}

/** Debian keeps each major version in its own folder, off the PATH; the newest comes first. */
function debianPostgresFolders(): readonly string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const newestFirst = readdirSync(root).toSorted((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  return newestFirst.map((version) => join(root, version, 'bin'));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canUseApt(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && isExecutable('/usr/bin/apt-get');
}

function missingMessage(stores: readonly Store[]): string {
  const names = stores.map((store) => ({ postgres: 'PostgreSQL', redis: 'Redis' })[store]);
  const variables = stores.map((store) => ({ postgres: 'DATABASE_URL', redis: 'REDIS_URL' })[store]);
  const packages = stores.map((store) => debianPackages[store]).join(' ');
  return `Expected to find ${names.join(' and ')} on the PATH, but found none: install it (Debian: apt-get install ${packages}) or set ${variables.join(' and ')}.`;
}

/** Installs the programs only: no service is started and no cluster is made, the tests start servers of their own. */
function installWithApt(stores: readonly Store[]): void {
  console.error(`Installing ${stores.map((store) => debianPackages[store]).join(' and ')} with apt-get ...`);
  withoutServices(() => {
    apt('update');
    if (stores.includes('redis')) apt('install', 'redis-server');
    if (stores.includes('postgres')) {
      apt('install', 'postgresql-common');
      withoutCluster(() => apt('install', 'postgresql'));
    }
  });
}

function apt(...command: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('apt-get', ['-qq', '-y', '--no-install-recommends', ...command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  });
  if (status === 0) return;
  const reason = `${stdout}${stderr}`.trim().split('\n').at(-1);
  throw new Error(`Expected apt-get ${command.join(' ')} to succeed, but it failed: ${reason}`);
}

/** Debian asks `policy-rc.d` before a package starts its service; 101 means "no". An existing policy is kept. */
function withoutServices(install: () => void): void {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return install();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    install();
  } finally {
    rmSync(policy);
  }
}

function withoutCluster(install: () => void): void {
  const settings = '/etc/postgresql-common/createcluster.conf';
  const before = readFileSync(settings, 'utf8');
  writeFileSync(settings, `${before}\ncreate_main_cluster = false\n`);
  try {
    install();
  } finally {
    writeFileSync(settings, before);
  }
}
