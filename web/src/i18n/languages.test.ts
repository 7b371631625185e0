import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const source = join(folder, '..');

type Texts = { readonly [name: string]: string | Texts };

const leaves = (texts: Texts, before = ''): [string, string][] =>
  Object.entries(texts).flatMap(([name, value]) => (typeof value === 'string' ? [[before + name, value] as [string, string]] : leaves(value, `${before}${name}.`)));

const read = (language: string): Map<string, string> =>
  new Map(
    readdirSync(join(folder, language)).flatMap((file) =>
      leaves(JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Texts, `${file.slice(0, -'.json'.length)}:`),
    ),
  );

/** English has a form for one, Chinese has none. */
const withoutPlural = (key: string): string => key.replace(/_(?:one|other)$/, '');
const keysOf = (texts: Map<string, string>): string[] => [...new Set([...texts.keys()].map(withoutPlural))].toSorted();
const valuesIn = (text: string): string[] => [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? ''))].toSorted();

const en = read('en');
const zh = read('zh-CN');

describe('the two languages', () => {
  it('have the same texts', () => {
    expect(keysOf(zh)).toEqual(keysOf(en));
  });

  it('put the same values into each text, but for the number that English words need', () => {
    const differing = [...zh].filter(([key, text]) => {
      const english = en.get(key) ?? en.get(`${withoutPlural(key)}_other`) ?? '';
      return valuesIn(text).join() !== valuesIn(english).join();
    });

    expect(differing).toEqual([]);
  });

  it('leave no Chinese text in English', () => {
    const untranslated = [...zh].filter(([key, text]) => /[\u4e00-\u9fff]/.test(en.get(key) ?? '') && text !== en.get(key) && !key.endsWith('languageShort'));

    expect(untranslated).toEqual([]);
  });

  it('write Chinese with Chinese punctuation', () => {
    const halfWidth = [...zh].filter(([, text]) => /[\u4e00-\u9fff][,;:?!()]/.test(text));

    expect(halfWidth).toEqual([]);
  });
});

describe('a text that code asks for', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'));

  it('exists', () => {
    const known = new Set(keysOf(en));
    const missing = files.flatMap((file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(/\bt\(\s*'([\w-]+:[\w.-]+)'/g)].map(([, key]) => key ?? '').filter((key) => !known.has(key)).map((key) => `${file}: ${key}`),
    );

    expect(missing).toEqual([]);
  });
});
