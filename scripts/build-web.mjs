import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'web/dist');
const fingerprintFile = join(dist, '.sources');

/** Whether web/dist/ is missing or was built from other sources. A checkout without sources is a package: never stale. */
export function isWebStale() {
  if (!existsSync(join(root, 'web/vite.config.ts'))) return false;
  return !existsSync(fingerprintFile) || readFileSync(fingerprintFile, 'utf8') !== fingerprint();
}

/** Builds the web app beside web/dist/ and swaps: a server that starts meanwhile finds the old one or the new one. */
export async function buildWeb() {
  const sources = fingerprint();
  const fresh = join(root, `web/dist.${process.pid}`);
  const old = `${fresh}.old`;
  const { NODE_ENV: before } = process.env;
  // React takes its development version from any other word, such as that of a test runner.
  process.env.NODE_ENV = 'production';
  try {
    const { build } = await import('vite');
    await build({ configFile: join(root, 'web/vite.config.ts'), build: { outDir: fresh }, logLevel: 'warn', mode: 'production' });
    writeFileSync(join(fresh, '.sources'), sources);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Path, time and size of every source file: also tells of deleted ones, and takes milliseconds. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'web/index.html', 'web/vite.config.ts', ...filesIn('web/public'), ...filesIn('web/src'), ...filesIn('contract')]) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesIn(path) : entry.name.includes('.test.') ? [] : [path];
    })
    .toSorted();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await buildWeb();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
