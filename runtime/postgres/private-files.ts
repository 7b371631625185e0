/** What cases hold is not for every account of the machine: the folders and files of the data are the owner's alone. */
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const folderMode = 0o700;
const fileMode = 0o600;
const ours = new Set(['lock', 'postgres', 'queue.image', 'log']);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Makes a folder unless it is there, and those above it. (The recursive `mkdir` of Node never ends where nothing can be made, as in /proc.) */
export const makePrivateFolder = async (folder: string): Promise<void> => {
  const path = resolve(folder);
  try {
    await mkdir(path, { mode: folderMode });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return refuseFile(path);
    if (codeOf(error) !== 'ENOENT' || (await isThere(dirname(path)))) throw error;
    await makePrivateFolder(dirname(path));
    await makePrivateFolder(path);
  }
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const refuseFile = async (path: string): Promise<void> => {
  if (!(await stat(path)).isDirectory()) throw new Error(`Expected ${path} to be a folder, but it is a file`);
};

/**
 * Takes the rights of others from the data in a folder: the embedded Postgres makes files that anyone may
 * write. The folder itself is ours when nothing else lies in it; `/tmp` stays what it is.
 */
export const makeDataPrivate = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  if (names.every((name) => ours.has(name))) await chmod(folder, folderMode).catch(unlessForeign);
  for (const name of names) if (ours.has(name)) await makePrivate(join(folder, name));
};

const makePrivate = async (path: string): Promise<void> => {
  const isFolder = (await stat(path)).isDirectory();
  await chmod(path, isFolder ? folderMode : fileMode).catch(unlessForeign);
  if (isFolder) for (const name of await readdir(path)) await makePrivate(join(path, name));
};

/** A volume that was given to us may be another's. */
const unlessForeign = (error: unknown): void => {
  if (codeOf(error) !== 'EPERM') throw error;
};
