/**
 * One side of a comparison: a copy of a checkout or of a git revision, built in a folder of its own. A copy, so that
 * nobody who works on a checkout changes what is measured in the middle, and both sides are made in the same way.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { packageRoot } from '../../runtime/package-root.ts';
import { deleteFolder, startGuardian, temporaryFolder } from '../../test/harness/private-process.ts';
import type { SideName } from './pairs.ts';

export interface Side {
  /** What it is, for people: a revision, with a plus where a checkout differs from it. */
  readonly revision: string;
  /** Its folder; `dist` is built. */
  readonly root: string;
  remove(): void;
}

const run = (what: string, [program, ...parameters]: readonly [string, ...string[]], options: { cwd: string; input?: Buffer }): Buffer => {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { ...options, maxBuffer: 2 ** 30 });
  if (status === 0) return stdout;
  const reason = [error?.message, stderr?.toString(), stdout?.toString()].filter(Boolean).join('\n').trim();
  throw new Error(`Expected ${what}, but: ${reason}`);
};

/** Everything of a checkout but what is made from it, its packages and its history. */
const notCopied = /^(\.git|node_modules|data|coverage|dist(\..*)?)$/;

const copyCheckout = (checkout: string, root: string): string => {
  cpSync(checkout, root, { recursive: true, filter: (path) => !notCopied.test(relative(checkout, path)) });
  const git = (...parameters: string[]) => spawnSync('git', parameters, { cwd: checkout, encoding: 'utf8' });
  const commit = git('rev-parse', '--short', 'HEAD');
  if (commit.status !== 0) return checkout;
  return `${commit.stdout.trim()}${git('status', '--porcelain').stdout === '' ? '' : '+'}`;
};

const extractRevision = (revision: string, root: string): string => {
  const git = (...parameters: string[]) =>
    run(`'${revision}' to be a checkout or a git revision`, ['git', ...parameters], { cwd: packageRoot });
  const commit = git('rev-parse', '--short', '--verify', '--end-of-options', `${revision}^{commit}`).toString().trim();
  const input = git('archive', '--format=tar', commit);
  run(`${commit} to be unpacked`, ['tar', '-x', '-f', '-'], { cwd: root, input });
  return commit;
};

const lockOf = (folder: string): string | undefined => {
  const file = join(folder, 'package-lock.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

/** Packages are shared with a checkout that has the same lock file; otherwise they are installed. */
const providePackages = (root: string, checkouts: readonly string[]): void => {
  const fitting = checkouts.find((checkout) => lockOf(checkout) === lockOf(root) && existsSync(join(checkout, 'node_modules')));
  if (fitting !== undefined) symlinkSync(realpathSync(join(fitting, 'node_modules')), join(root, 'node_modules'));
  else run('npm ci to install the packages', ['npm', 'ci', '--no-audit', '--no-fund'], { cwd: root });
};

/** @param source a folder with a package.json, else a git revision of this repository */
export const prepareSide = (name: SideName, source: string): Side => {
  const folder = temporaryFolder(`compare-${name}`, undefined);
  const dismissGuardian = startGuardian(folder);
  const remove = (): void => {
    deleteFolder(folder);
    dismissGuardian();
  };
  try {
    const root = join(folder, 'acta');
    mkdirSync(root);
    const checkout = existsSync(join(source, 'package.json')) ? resolve(source) : undefined;
    const revision = checkout === undefined ? extractRevision(source, root) : copyCheckout(checkout, root);
    providePackages(root, [packageRoot, ...(checkout === undefined ? [] : [checkout])]);
    run(`${revision} to be built`, ['npm', 'run', 'build'], { cwd: root });
    return { revision, root, remove };
  } catch (error) {
    remove();
    throw error;
  }
};
