/** The folder of package.json: migrations and the catalogue are read from there, built or not. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const findRoot = (from: string): string => {
  const parent = dirname(from);
  if (existsSync(join(from, 'migrations')) && existsSync(join(from, 'package.json'))) return from;
  if (parent === from) throw new Error('Expected to find the package root with its migrations, but there is none');
  return findRoot(parent);
};

export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

export const productVersion = (): string => (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

/** Where `npm run build:web` puts the web app; absent in a checkout that has not built it. */
export const builtWeb = (): string | undefined => {
  const folder = join(packageRoot, 'web/dist');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
};
