import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compileResources } from './deployable.ts';
import { readCatalogue } from './read-catalogue.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

const catalogueOf = (files: { readonly [path: string]: string }): string => {
  const root = mkdtempSync(join(tmpdir(), 'acta-catalogue-'));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
};

describe('readCatalogue', () => {
  it('gives each folder with all that is to be deployed from it, and nothing else', async () => {
    const root = catalogueOf({
      'README.md': 'about the catalogue',
      'b/b.statechart.json': '{}',
      'b/scenarios/good.json': '{}',
      'a/a.bpmn': '<a/>',
      'a/a.dmn': '<d/>',
      'a/forms/ask.form': '{"id": "ask"}',
      'a/README.md': 'about a',
      'texts/only.md': 'no model here',
    });
    expect(await readCatalogue(root)).toEqual([
      {
        id: 'a',
        resources: [
          { name: 'a.bpmn', content: '<a/>' },
          { name: 'a.dmn', content: '<d/>' },
          { name: 'forms/ask.form', content: '{"id": "ask"}' },
        ],
      },
      { id: 'b', resources: [{ name: 'b.statechart.json', content: '{}' }] },
    ]);
  });

  it('says so when there is no catalogue', async () => {
    await expect(readCatalogue('/no/such/folder')).rejects.toThrow("Expected the catalogue in '/no/such/folder', but there is no such folder");
  });

  it('finds the catalogue of this package, which can be deployed without a warning', async () => {
    const catalogue = await readCatalogue();
    expect(catalogue.map(({ id }) => id)).toEqual(expect.arrayContaining(['contract', 'procurement']));
    for (const { id, resources } of catalogue) {
      const { deployables, problems } = await compileResources(resources);
      const hasProcess = deployables.some(({ kind }) => kind === 'process');
      expect({ id, problems, hasProcess }).toEqual({ id, problems: [], hasProcess: true });
    }
  });

  it('has no two definitions of the same id in different folders', async () => {
    const catalogue = await readCatalogue();
    const all = await compileResources(catalogue.flatMap(({ id, resources }) => resources.map(({ name, content }) => ({ name: `${id}/${name}`, content }))));
    expect(all.problems).toEqual([]);
  });
});
