/** The catalogue that comes with Acta: the folders of `definitions/`, each deployed as a whole. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Resource } from './deployable.ts';

export interface CatalogueEntry {
  /** Name of the folder, such as `procurement`. */
  readonly id: string;
  /** Named by their path in the folder, such as `forms/procurement-order.form`; sorted by it. */
  readonly resources: readonly Resource[];
}

const endings = ['.bpmn', '.dmn', '.form', '.statechart.json'];

/** Paths in the folder, with `/` on every platform, so that a resource has the same name everywhere. */
const resourcesIn = async (folder: string, within = ''): Promise<string[]> => {
  const entries = await readdir(join(folder, within), { withFileTypes: true });
  const paths = await Promise.all(
    entries.map(async (entry) => {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) return resourcesIn(folder, path);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    }),
  );
  return paths.flat().toSorted();
};

/**
 * Reads the folders that hold something to deploy, sorted by name. What was deployed and is unchanged
 * makes no new version, so deploying the catalogue at every start is safe.
 *
 * @param root - folder of the catalogue; default: the one of this package
 * @throws Error when there is no such folder, or a file of it cannot be read.
 */
export const readCatalogue = async (root: string = join(packageRoot, 'definitions')): Promise<CatalogueEntry[]> => {
  if (!existsSync(root)) throw new Error(`Expected the catalogue in '${root}', but there is no such folder`);
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const catalogue = await Promise.all(
    folders.map(async ({ name: id }) => {
      const folder = join(root, id);
      const names = await resourcesIn(folder);
      const resources = names.map(async (name) => ({ name, content: await readFile(join(folder, name), 'utf8') }));
      return { id, resources: await Promise.all(resources) };
    }),
  );
  return catalogue.filter(({ resources }) => resources.length > 0).toSorted((a, b) => (a.id < b.id ? -1 : 1));
};
