/** Files that can be deployed, named one by one or by their folder. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RequestError } from './client.ts';

export interface ResourceFile {
  /** As it is named in a deployment: within its folder, or by itself. */
  readonly name: string;
  /** Where it is. */
  readonly path: string;
  readonly content: Buffer;
}

const endings = ['.bpmn', '.dmn', '.form', '.statechart.json'];

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Names with `/` on every platform. Hidden folders and installed packages hold nothing of a procedure. */
const namesIn = async (folder: string, within = ''): Promise<string[]> => {
  const entries = await readdir(join(folder, within), { withFileTypes: true });
  const names = await Promise.all(
    entries.map(async (entry) => {
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : namesIn(folder, name);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [name] : [];
    }),
  );
  return names.flat().toSorted();
};

const filesAt = async (path: string): Promise<ResourceFile[]> => {
  if (!(await stat(path)).isDirectory()) return [{ name: basename(path), path, content: await readFile(path) }];
  const names = await namesIn(path);
  if (names.length === 0) throw new Error(`it is a folder without files that end in ${endings.join(', ')}`);
  return Promise.all(names.map(async (name) => ({ name, path: join(path, name), content: await readFile(join(path, name)) })));
};

/** @throws RequestError */
export const readResourceFiles = async (paths: readonly string[]): Promise<ResourceFile[]> => {
  const files: ResourceFile[] = [];
  for (const path of paths)
    files.push(...(await filesAt(path).catch((error: unknown) => {
      throw new RequestError(`Expected to read ${path}, but ${reasonOf(error)}`);
    })));
  const twice = files.find(({ name }, index) => files.findIndex((file) => file.name === name) !== index);
  if (twice !== undefined) throw new RequestError(`Expected each file to have a name of its own, but two are called ${twice.name}`);
  return files;
};
