// `npm run lockfile`: adds the entries of package-lock.json that npm leaves out.
//
// Native packages come as one optional package per platform. Depending on where the lock file was made, npm forgets
// those of other platforms, and `npm ci` then refuses the file there, or everywhere (npm/cli issue 4828).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const lockFile = join(import.meta.dirname, '../package-lock.json');

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * The optional packages that a lock file names but has no entry for, with the entries they should have.
 *
 * @param {Record<string, object>} packages the `packages` of a lock file
 * @returns {Record<string, object>}
 */
export function missingEntries(packages) {
  const missing = {};
  for (const [path, parent] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      if (!isResolved(packages, path, name)) missing[`node_modules/${name}`] = entryOf(name, version, parent);
    }
  }
  return missing;
}

/** As Node resolves: beside the parent, then outwards. */
function isResolved(packages, from, name) {
  const folder = from === '' ? '' : `${from}/`;
  if (packages[`${folder}node_modules/${name}`] !== undefined) return true;
  if (from === '') return false;
  return isResolved(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

/** Without a checksum: whoever makes the lock file cannot fetch the package. */
function entryOf(name, version, parent) {
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(`Expected one version of the optional package ${name}, but its parent asks for ${version}.`);
  }
  const words = name.split(/[/-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) {
    throw new Error(`Expected the optional package ${name} to name its platform, but it does not.`);
  }
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc';
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(os === 'linux' ? { libc: [libc] } : {}),
    license: parent.license,
    optional: true,
    os: [os],
    engines: parent.engines,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  const missing = missingEntries(lock.packages);
  const { '': root, ...others } = { ...lock.packages, ...missing };
  const sorted = Object.entries(others).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = { '': root, ...Object.fromEntries(sorted) };
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${Object.keys(missing).length} entries to package-lock.json`);
}
