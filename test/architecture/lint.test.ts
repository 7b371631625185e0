import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Code that the lint gate must refuse: the rule, where it is planted, and the code. */
const planted: readonly (readonly [rule: string, path: string, code: string])[] = [
  ['eslint(no-restricted-imports)', 'engine/a1.ts', `import 'node:fs';`],
  ['eslint(no-restricted-imports)', 'engine/a2.ts', `import type { A } from '../runtime/a.ts';\nexport type B = A;`],
  ['eslint(no-restricted-imports)', 'contract/a1.ts', `import '../engine/a.ts';`],
  ['eslint(no-restricted-imports)', 'contract/a2.ts', `import 'fastify';`],
  ['eslint(no-restricted-imports)', 'runtime/a1.ts', `import '../server/a.ts';`],
  ['eslint(no-restricted-imports)', 'server/a1.ts', `import '../workers/a.ts';`],
  ['eslint(no-restricted-imports)', 'workers/a1.ts', `import '../contract/a.ts';`],
  ['eslint(no-restricted-globals)', 'engine/b1.ts', `export const now = Date.now();`],
  ['eslint(no-restricted-globals)', 'engine/b2.ts', `setTimeout(() => {}, 1);`],
  ['eslint(no-restricted-globals)', 'engine/b3.ts', `export const home = process.env;`],
  ['eslint(no-restricted-properties)', 'engine/b4.ts', `export const chance = Math.random();`],
  ['eslint(no-console)', 'server/b1.ts', `console.log('here');`],
  ['typescript(no-explicit-any)', 'server/c1.ts', `export const anything = (value: any) => String(value);`],
  ['typescript(no-non-null-assertion)', 'server/c2.ts', `export const first = (list: string[]) => list[0]!;`],
  ['typescript(no-floating-promises)', 'server/c3.ts', `const later = async () => 1;\nlater();`],
  [
    'typescript(switch-exhaustiveness-check)',
    'server/c4.ts',
    `export const name = (kind: 'a' | 'b') => { switch (kind) { case 'a': return 1; } return 2; };`,
  ],
  [
    'eslint(max-params)',
    'server/d1.ts',
    `export const sum = (a = 1, b = 1, c = 1, d = 1, e = 1) => a + b + c + d + e;`,
  ],
  [
    'eslint(max-lines-per-function)',
    'server/d2.ts',
    `export function long(list: number[]) {\n${'list.push(1);\n'.repeat(71)}}`,
  ],
  ['eslint(max-lines)', 'server/d3.ts', `export const list: number[] = [];\n${'list.push(1);\n'.repeat(401)}`],
  [
    'eslint(complexity)',
    'server/d4.ts',
    `export const odd = (a: number) => {\n${'if (a > 1) a -= 2;\n'.repeat(16)}return a;\n};`,
  ],
  ['import(no-cycle)', 'server/e1.ts', `import { two } from './e2.ts';\nexport const one = () => two();`],
  ['import(no-cycle)', 'server/e2.ts', `import { one } from './e1.ts';\nexport const two = (): unknown => one;`],
  ['unicorn(filename-case)', 'server/CamelCase.ts', `export const one = 1;`],
  [
    'vitest(no-disabled-tests)',
    'server/f1.test.ts',
    `import { expect, it } from 'vitest';\nit.skip('a', () => { expect(1).toBe(1); });`,
  ],
  [
    'vitest(no-focused-tests)',
    'server/f2.test.ts',
    `import { expect, it } from 'vitest';\nit.only('a', () => { expect(1).toBe(1); });`,
  ],
];

/** The gate is run as it is, on a folder of its own with the planted code. */
describe('the lint gate', () => {
  let folder: string;
  let reported: readonly string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'acta-lint-'));
    for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json'])
      copyFileSync(join(root, file), join(folder, file));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [, path, code] of [...planted, ['', 'engine/clean.ts', 'export const one = 1;\n'] as const]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${code}\n`);
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, '--deny-warnings', '--format=json', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
    reported = diagnostics.map(({ code, filename }) => `${code} ${filename}`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(planted)('reports %s in %s', (rule, path) => {
    expect(reported).toContain(`${rule} ${path}`);
  });

  it('has nothing against clean code', () => {
    expect(reported.filter((report) => report.includes('clean.ts'))).toEqual([]);
  });
});
