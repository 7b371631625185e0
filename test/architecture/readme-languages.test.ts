/** The README stands in two languages: what a machine can compare is the same in both, in the same order. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const [english, chinese] = ['README.md', 'README.zh-CN.md'];

/** Levels of headings, rows of tables, blocks of code and items of lists, as they follow each other. */
const skeletonOf = (text: string): string[] => {
  const parts = text.split(/^(```[^]*?^```)$/mu);
  return parts.flatMap((part, index) => (index % 2 === 1 ? [part] : (part.match(/^(?:#+ |\||- )/gmu) ?? [])));
};

/** What is named in code within sentences; the order is that of each language. */
const namedIn = (text: string): string[] => [...new Set(text.replaceAll(/^```[^]*?^```$/gmu, '').match(/`[^`\n]+`/gu))].toSorted();

/** The page in the language of the reader where there is one. */
const linksIn = (text: string): string[] => [...text.matchAll(/\]\(([^)]+)\)/gu)].map(([, target = '']) => target.replace('.zh-CN.md', '.md'));

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
/** Without the line that leads to the other language. */
const bodyOf = (name: string): string => read(name).replace(/^.*\n/u, '');

describe('the README', () => {
  it('leads to the other language in its first line', () => {
    expect(read(english).split('\n')[0]).toBe(`English | [简体中文](${chinese})`);
    expect(read(chinese).split('\n')[0]).toBe(`[English](${english}) | 简体中文`);
  });

  it('has the same headings, tables, lists and blocks of code in both', () => {
    expect(skeletonOf(bodyOf(chinese))).toEqual(skeletonOf(bodyOf(english)));
  });

  it('names the same commands, settings and paths, and leads to the same pages', () => {
    const explained = (text: string, other: string): string[] => namedIn(text).filter((name) => !other.includes(name.slice(1, -1)));

    expect(namedIn(bodyOf(english)).filter((name) => !bodyOf(chinese).includes(name))).toEqual([]);
    expect(explained(bodyOf(chinese), bodyOf(english))).toEqual([]);
    expect(linksIn(bodyOf(chinese)).toSorted()).toEqual(linksIn(bodyOf(english)).toSorted());
  });

  it('leads to pages that are there', () => {
    const pages = [english, chinese].flatMap((name) => linksIn(read(name))).filter((target) => !target.includes(':'));

    expect(pages.filter((page) => !existsSync(join(root, page)))).toEqual([]);
  });

  it('is found to differ when a command or a heading is left out of one', () => {
    const text = bodyOf(english);

    expect(skeletonOf(text.replace('npx acta verify CASE', 'npx acta verify'))).not.toEqual(skeletonOf(text));
    expect(skeletonOf(text.replace('## Grow\n', ''))).not.toEqual(skeletonOf(text));
    expect(namedIn(text.replaceAll('`ACTA_HOST`', ''))).not.toEqual(namedIn(text));
  });
});
