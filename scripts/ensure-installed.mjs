import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Installs the packages of package-lock.json when some are missing or have another version. Contents are compared,
 * not times: git and npm touch the files in any order.
 *
 * @param {{ development: boolean }} wanted whether the packages for building and testing are needed too
 */
export function ensureInstalled({ development }) {
  if (isInstalled(development)) return;
  console.error('Installing packages ...');
  const { status } = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    throw new Error('Expected npm ci to install the packages, but it failed: see its message above.');
  }
}

function isInstalled(development) {
  const installed = readPackages('node_modules/.package-lock.json');
  if (installed === undefined) return false;
  // Optional packages are for one platform each: most are rightly absent.
  return Object.entries(readPackages('package-lock.json') ?? {})
    .filter(
      ([path, { dev, optional, devOptional }]) => path !== '' && !optional && (development || !(dev || devOptional)),
    )
    .every(([path, { version }]) => installed[path]?.version === version);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Uses the npm that runs us, else the one on the PATH. Its standard output is not ours: it goes to standard error. */
function runNpm(parameters) {
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...parameters], options)
    : spawnSync('npm', parameters, { ...options, shell: process.platform === 'win32' });
}
