/**
 * A small disk that can be filled. It is mounted in a namespace of its own, in which the process under test runs, too:
 * it is gone when they are, however they end. Where nobody may mount, the process is told by its adapter that the disk
 * is full.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deleteFolder, startPrivateProcess, temporaryFolder } from '../harness/private-process.ts';
import type { ActaProcessOptions } from './acta-process.ts';
import { pause } from './crew.ts';

export interface SmallDisk {
  /** As the process sees it. */
  readonly folder: string;
  readonly isMounted: boolean;
  readonly process: ActaProcessOptions;
  readonly environment: Readonly<Record<string, string>>;
  /** Leaves about so many MB. */
  fill(leftMb: number): void;
  empty(): void;
  leave(): Promise<void>;
}

const mb = 1 << 20;
const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];

const canMount = (): boolean =>
  spawnSync('unshare', [...asRoot, '--mount', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt'], { stdio: 'ignore' }).status === 0;

export const makeSmallDisk = (sizeMb: number): Promise<SmallDisk> => (canMount() ? mountDisk(sizeMb) : Promise.resolve(pretendDisk()));

const mountDisk = async (sizeMb: number): Promise<SmallDisk> => {
  const home = temporaryFolder('disk', undefined);
  const folder = join(home, 'disk');
  mkdirSync(folder);
  const mounting = `mount -t tmpfs -o size=${sizeMb}m,mode=700 tmpfs "$1" && touch "$1/mounted" && exec sleep infinity`;
  const holder = startPrivateProcess(['unshare', ...asRoot, '--mount', 'sh', '-c', mounting, 'mount', folder], { account: undefined, folder: home });
  const seen = `/proc/${holder.pid}/root${folder}`;
  while (!existsSync(join(seen, 'mounted'))) {
    if (holder.hasExited()) throw new Error(`Expected to mount a disk, but: ${holder.output()}`);
    await pause(10);
  }
  const filler = join(seen, 'filler');
  return {
    folder, isMounted: true, environment: {},
    process: { through: ['nsenter', ...(asRoot.length === 0 ? [] : ['--user', '--preserve-credentials']), '--mount', '--target', String(holder.pid)] },
    fill: (leftMb) => fill(seen, filler, leftMb * mb),
    empty: () => rmSync(filler, { force: true }),
    leave: async () => {
      await holder.end('SIGKILL');
      deleteFolder(home);
    },
  };
};

/** In small pieces, as others would: it ends where nothing more goes in. */
const fill = (disk: string, filler: string, left: number): void => {
  const file = openSync(filler, 'a');
  const piece = Buffer.alloc(64 << 10);
  try {
    for (let free = Infinity; free > left; ) {
      writeSync(file, piece);
      const { bavail, bsize } = statfsSync(disk);
      free = bavail * bsize;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
};

const pretendDisk = (): SmallDisk => {
  const home = temporaryFolder('disk', undefined);
  const folder = join(home, 'disk');
  mkdirSync(folder);
  const [flag, module] = [join(home, 'full'), join(home, 'full.mjs')];
  writeFileSync(module, `
    import { existsSync, promises } from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { statfs } = promises;
    promises.statfs = async (path) => ({ ...(await statfs(path)), ...(existsSync(${JSON.stringify(flag)}) ? { bavail: 0 } : {}) });
    syncBuiltinESMExports();
  `);
  return {
    folder, isMounted: false, process: {}, environment: { NODE_OPTIONS: `--import=${module}` },
    fill: () => writeFileSync(flag, ''),
    empty: () => rmSync(flag, { force: true }),
    leave: async () => deleteFolder(home),
  };
};
