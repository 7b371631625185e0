import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPglite } from './pglite-database.ts';
import { makeDataPrivate, makePrivateFolder } from './private-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acta-private-'));
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rights = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

/** All that is there and may be read, written or entered by others. */
const openToOthers = async (path: string): Promise<string[]> => {
  const inside = (await stat(path)).isDirectory() ? await readdir(path) : [];
  const found = await Promise.all(inside.map((name) => openToOthers(join(path, name))));
  return [...((await rights(path)) & 0o077 ? [path] : []), ...found.flat()];
};

describe('data', () => {
  it('of a new embedded database are for its owner alone', async () => {
    const data = join(folder, 'above', 'data');

    const database = await openPglite(data);
    const open = await openToOthers(data);
    await database.close();

    expect(open).toEqual([]);
    expect(await readdir(join(data, 'postgres'))).toContain('PG_VERSION');
  });

  it('that were open to others are so no more', async () => {
    await mkdir(join(folder, 'postgres', 'base'), { recursive: true });
    for (const name of ['queue.image', 'postgres/PG_VERSION', 'postgres/base/1']) {
      await writeFile(join(folder, name), '');
      await chmod(join(folder, name), 0o666);
    }

    await makeDataPrivate(folder);

    expect(await openToOthers(folder)).toEqual([]);
  });

  it('do not make a folder private that holds what is of others', async () => {
    await mkdir(join(folder, 'postgres'));
    await writeFile(join(folder, 'notes.txt'), '');
    await chmod(join(folder, 'notes.txt'), 0o644);

    await makeDataPrivate(folder);

    expect(await rights(folder)).toBe(0o755);
    expect(await openToOthers(folder)).toEqual([folder, join(folder, 'notes.txt')]);
  });

  it('are refused where no folder can be made', async () => {
    await expect(makePrivateFolder('/dev/null/data')).rejects.toThrow('ENOTDIR');
  });
});
