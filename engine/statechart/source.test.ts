import { describe, expect, it } from 'vitest';
import { readSource } from './source.ts';

describe('reading the text of a definition', () => {
  const text = ['{', '  "a": [', '    {"b": "x\\"}{"},', '    2', '  ],', '  "c": {"d.e": {"f": null}}', '}'].join('\n');

  it('knows the line of every property, and of the nearest one around what is missing', () => {
    const source = readSource(text);
    expect(source.value).toEqual(JSON.parse(text));
    expect(source.problems).toEqual([]);
    expect(source.lineOf('a')).toBe(2);
    expect(source.lineOf('a[0].b')).toBe(3);
    expect(source.lineOf('a[1]')).toBe(4);
    expect(source.lineOf('c.d.e.f')).toBe(6);
    expect(source.lineOf('a[0].missing.more')).toBe(3);
    expect(source.lineOf('nowhere')).toBe(1);
  });

  it('finds a name that stands twice in an object', () => {
    const { problems } = readSource('{"x": {"y": 1,\n "z": 2,\n "y": 3}}');
    expect(problems).toEqual([
      { severity: 'error', message: "Expected each name once in an object, but 'y' stands there twice", element: 'x.y', line: 3 },
    ]);
  });

  it('does not take equal names of different objects for duplicates', () => {
    expect(readSource('[{"y": 1}, {"y": {"y": 2}}]').problems).toEqual([]);
  });

  it('throws for what is not JSON', () => {
    expect(() => readSource('{"a": }')).toThrow(SyntaxError);
  });
});
