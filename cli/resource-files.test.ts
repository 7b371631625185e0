import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readResourceFiles } from './resource-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acta-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (...names: string[]): Promise<void> => {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), name);
  }
};
const namesOf = async (...paths: string[]): Promise<string[]> => (await readResourceFiles(paths.map((path) => join(folder, path)))).map(({ name }) => name);

describe('files to deploy', () => {
  it('of a folder are all that can be deployed, named by their path in it', async () => {
    await write('b.bpmn', 'forms/a.form', 'rules/deep/r.dmn', 'c.statechart.json', 'README.md', 'scenarios/s.json', '.git/x.bpmn', 'node_modules/p/y.bpmn');

    expect(await namesOf('')).toEqual(['b.bpmn', 'c.statechart.json', 'forms/a.form', 'rules/deep/r.dmn']);
  });

  it('that are named one by one keep their own name, whatever it ends in', async () => {
    await write('forms/a.form', 'notes.txt');

    expect(await namesOf('forms/a.form', 'notes.txt')).toEqual(['a.form', 'notes.txt']);
  });

  it.each([
    ['are not there', ['nothing.bpmn'], /^Expected to read .*nothing\.bpmn, but ENOENT/],
    ['are in a folder without any', ['empty'], /^Expected to read .*empty, but it is a folder without files that end in \.bpmn/],
    ['have the same name', ['a/x.bpmn', 'b/x.bpmn'], /^Expected each file to have a name of its own, but two are called x\.bpmn/],
  ])('that %s are refused', async (_what, paths, message) => {
    await write('a/x.bpmn', 'b/x.bpmn', 'empty/README.md');

    await expect(namesOf(...paths)).rejects.toThrow(message);
  });
});
