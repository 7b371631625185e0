import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../runtime/package-root.ts';
import { buildWeb, isWebStale } from '../../scripts/build-web.mjs';

const dist = join(packageRoot, 'web/dist');
const read = (path: string): string => readFileSync(join(dist, path), 'utf8');
const gzipped = (path: string): number => gzipSync(read(path)).length;

/** What a file imports before it runs; what it imports later does not count. */
const staticImports = (path: string): string[] =>
  [...read(path).matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)].map(([, name]) => `assets/${name}`);

const withImports = (paths: readonly string[]): string[] => {
  const all = new Set<string>();
  const add = (path: string): void => {
    if (all.has(path)) return;
    all.add(path);
    if (path.endsWith('.js')) staticImports(path).forEach(add);
  };
  paths.forEach(add);
  return [...all];
};

describe('the bundle', () => {
  let shell: string[] = [];
  beforeAll(async () => {
    if (isWebStale()) await buildWeb();
    const named = [...read('index.html').matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    shell = withImports(named);
  }, 120_000);

  it('of the shell is at most 210 kB gzipped, with the larger language', () => {
    const languages = [...read(shell.find((path) => path.includes('language')) ?? shell[0] ?? '').matchAll(/\.\/((?:en|zh-cn)-[\w-]+\.js)/g)].map(([, name]) => gzipped(`assets/${name}`));
    const total = shell.reduce((sum, path) => sum + gzipped(path), 0) + Math.max(0, ...languages);

    expect(shell.length).toBeGreaterThan(2);
    expect(total / 1000).toBeLessThanOrEqual(210);
  });

  it('of the shell has no forms, no diagrams and no zod in it', () => {
    const text = shell.filter((path) => path.endsWith('.js')).map(read).join('\n');

    expect(text).not.toMatch(/fjs-container|bjs-container|djs-container|ZodError/);
  });

  it('lets the page run no script of its own text', () => {
    expect(read('index.html')).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(read('index.html')).not.toMatch(/\son\w+=/);
  });
});
