import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '..');

describe("Mantine's styles", () => {
  it('are there for every component that is used', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
    const used = new Set(files.flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(([, names = '']) => names.match(/\b[A-Z]\w+/g) ?? [])));
    const styled = [...used].filter((name) => existsSync(`node_modules/@mantine/core/styles/${name}.css`));
    const listed = ['mantine.css', 'mantine-parts.css'].map((name) => readFileSync(join(source, 'theme', name), 'utf8')).join('\n');

    expect(styled.length).toBeGreaterThan(3);
    expect(styled.filter((name) => !listed.includes(`/${name}.css`))).toEqual([]);
  });
});
