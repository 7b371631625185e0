import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWeb } from './build-web.mjs';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const fingerprintFile = join(dist, '.sources');
const sourceFolders = ['engine', 'runtime', 'contract', 'server', 'workers', 'cli'];

/** Whether dist/ is missing or was built from other sources. A checkout without sources is a package: never stale. */
export function isStale() {
  if (!existsSync(join(root, 'tsconfig.build.json'))) return false;
  return !existsSync(fingerprintFile) || readFileSync(fingerprintFile, 'utf8') !== fingerprint();
}

/** Compiles the sources beside dist/ and swaps: who runs from dist/ never sees half of it, a failure leaves the old. */
export function build() {
  const sources = fingerprint();
  const fresh = join(root, `dist.${process.pid}`);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (status !== 0) throw new Error('Expected the sources to compile, but they do not: see the errors above.');
    writeFileSync(join(fresh, '.sources'), sources);
    swap(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Somebody else may build the same meanwhile, and run from it: what is there and is not stale stays. */
function swap(fresh) {
  const old = `${fresh}.old`;
  for (let tries = 0; isStale(); tries += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, old);
      renameSync(fresh, dist);
    } catch (error) {
      if (tries === 20 || !['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code)) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/** Path, time and size of every source file: also tells of deleted ones, and takes milliseconds. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
    ...sourceFolders.flatMap(sourcesIn),
  ]) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

function sourcesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourcesIn(path);
      return /\.(ts|json)$/.test(path) && !path.endsWith('.test.ts') ? [path] : [];
    })
    .toSorted();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    build();
    await buildWeb();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
