/**
 * One side of a comparison: a copy of a checkout or of a git revision, built in a folder of its own. A copy, so that
 * nobody who works on a checkout changes what is measured in the middle, and both sides are made in the same way.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
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

/** In a group of its own, which is ended when this process is; the folder is deleted then. */
const run = async (program: string, parameters: readonly string[], folder: string): Promise<void> => {
  const child = spawn(program, parameters, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const dismissGuardian = startGuardian(folder, child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close').finally(dismissGuardian);
  if (child.exitCode !== 0) throw new Error(`Expected ${program} ${parameters.join(' ')} to succeed, but: ${output.trim()}`);
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

const extractRevision = async (revision: string, root: string): Promise<string> => {
  const parameters = ['rev-parse', '--short', '--verify', '--end-of-options', `${revision}^{commit}`];
  const { status, stdout, stderr } = spawnSync('git', parameters, { cwd: packageRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Expected '${revision}' to be a checkout or a git revision, but: ${stderr.trim()}`);
  const commit = stdout.trim();
  await run('sh', ['-c', 'git -C "$1" archive --format=tar "$2" | tar -x', 'sh', packageRoot, commit], root);
  return commit;
};

const lockOf = (folder: string): string | undefined => {
  const file = join(folder, 'package-lock.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

/** Packages are shared with a checkout that has the same lock file; otherwise they are installed. */
const providePackages = async (root: string, checkouts: readonly string[]): Promise<void> => {
  const fitting = checkouts.find((checkout) => lockOf(checkout) === lockOf(root) && existsSync(join(checkout, 'node_modules')));
  if (fitting !== undefined) symlinkSync(realpathSync(join(fitting, 'node_modules')), join(root, 'node_modules'));
  else await run('npm', ['ci', '--no-audit', '--no-fund'], root);
};

/** @param source a folder with a package.json, else a git revision of this repository */
export const prepareSide = async (name: SideName, source: string): Promise<Side> => {
  const root = temporaryFolder(`compare-${name}`, undefined);
  const dismissGuardian = startGuardian(root);
  const remove = (): void => {
    deleteFolder(root);
    dismissGuardian();
  };
  try {
    const checkout = existsSync(join(source, 'package.json')) ? resolve(source) : undefined;
    const revision = checkout === undefined ? await extractRevision(source, root) : copyCheckout(checkout, root);
    await providePackages(root, [packageRoot, ...(checkout === undefined ? [] : [checkout])]);
    await run('npm', ['run', 'build'], root);
    return { revision, root, remove };
  } catch (error) {
    remove();
    throw error;
  }
};
