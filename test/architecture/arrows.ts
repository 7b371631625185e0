import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { importsOf, type ModuleImport } from './imports-of.ts';
import { lineOf, type SourceFile } from './source-file.ts';

/** What a folder may import besides its own files. */
interface Allowance {
  readonly folders: readonly string[];
  /** The packages by name; 'any' is Node and every run-time dependency. */
  readonly packages: 'any' | readonly string[];
}

/** The direction of the code, one row per folder: `engine ← runtime ← {server, workers} ← cli`. */
export const arrows: Readonly<Record<string, Allowance>> = {
  engine: {
    folders: [],
    packages: ['bpmn-moddle', 'decimal.js', 'jsonc-parser', 're2js', 'saxes', 'xstate', 'zeebe-bpmn-moddle', 'zod'],
  },
  contract: { folders: [], packages: ['zod'] },
  runtime: { folders: ['engine'], packages: 'any' },
  server: { folders: ['runtime', 'engine', 'contract'], packages: 'any' },
  workers: { folders: ['runtime', 'engine'], packages: 'any' },
  web: {
    folders: ['contract', 'engine'],
    packages: [
      '@bpmn-io/form-js-viewer', '@mantine/core', '@mantine/dates', '@mantine/hooks', '@mantine/modals', '@mantine/notifications',
      '@mantine/spotlight', '@tabler/icons-react', '@tanstack/react-query', '@tanstack/react-router', '@tanstack/react-virtual',
      '@vitejs/plugin-react', 'bpmn-auto-layout', 'bpmn-js', 'bpmn-moddle', 'dayjs', 'i18next', 'react', 'react-dom',
      'react-hotkeys-hook', 'react-i18next', 'saxes', 'vite', 'zod',
    ],
  },
  cli: { folders: ['server', 'workers', 'runtime', 'engine', 'contract'], packages: 'any' },
};

/** Where the parts are put together: only these files choose adapters, and know servers and workers. */
const compositionRoot = 'cli/process/';
const adapters = ['runtime/postgres/', 'runtime/queue/', 'runtime/compile/'];

/**
 * What is wrong with the imports of a file, each as `path:line message`.
 *
 * @param dependencies the run-time dependencies of package.json
 */
export function importViolations(file: SourceFile, dependencies: ReadonlySet<string>): string[] {
  return importsOf(file).flatMap((found) => {
    const problem = problemWith(file.path, found, dependencies);
    return problem === undefined ? [] : [`${file.path}:${lineOf(file, found.offset)} ${problem}`];
  });
}

function problemWith(from: string, { specifier, isType }: ModuleImport, dependencies: ReadonlySet<string>) {
  const folder = topFolder(from);
  const allowance = arrows[folder];
  if (allowance === undefined) return `has no row in the table of arrows`;
  if (specifier === undefined) return allowance.packages === 'any' ? undefined : `imports a name computed at run time`;
  if (!specifier.startsWith('.')) return packageProblem(folder, allowance, specifier, dependencies);
  const target = posix.join(posix.dirname(from), specifier);
  if (/\.test\.tsx?$/.test(target)) return `imports the test ${target}`;
  if (!allowance.folders.includes(topFolder(target)) && topFolder(target) !== folder) {
    return `imports ${target}, but ${folder}/ may import only ${[folder, ...allowance.folders].join(', ')}`;
  }
  return isType ? undefined : compositionProblem(from, target);
}

function packageProblem(
  folder: string,
  { packages }: Allowance,
  specifier: string,
  dependencies: ReadonlySet<string>,
): string | undefined {
  const name = packageName(specifier);
  if (packages !== 'any') {
    return packages.includes(name)
      ? undefined
      : `imports ${specifier}, but ${folder}/ may import only ${packages.join(', ')}`;
  }
  const isKnown = name.startsWith('node:') || dependencies.has(name);
  if (isKnown) return undefined;
  return builtinModules.includes(name)
    ? `imports ${name} instead of node:${name}`
    : `imports ${name}, which is not a run-time dependency of package.json`;
}

function compositionProblem(from: string, target: string): string | undefined {
  if (from.startsWith(compositionRoot)) return undefined;
  const isAdapter = adapters.some((adapter) => target.startsWith(adapter));
  if (isAdapter && topFolder(from) !== 'runtime')
    return `imports the adapter ${target}, but only ${compositionRoot} chooses adapters`;
  const isProgram = ['server', 'workers'].includes(topFolder(target));
  if (isProgram && topFolder(from) === 'cli') return `imports ${target}, but only ${compositionRoot} puts programs together`;
  return undefined;
}

function topFolder(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf('/')));
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}
