import { describe, expect, it } from 'vitest';
import { feelEngine, toText } from '../../feel/index.ts';
import { readCell } from './cell.ts';

const show = (text: string): string => {
  const cell = readCell(text, feelEngine);
  if (cell.kind !== 'parts') return cell.kind;
  const parts = cell.parts.map((part) => (part.kind === 'equal' ? toText(part.value) : toText(part.range)));
  return `${cell.negated ? 'not ' : ''}${parts.join(' | ')}`;
};

describe('a cell', () => {
  it.each([
    ['', 'any'], [' - ', 'any'], ['"a"', 'a'], ['"a, \\"b\\"" , "c"', 'a, "b" | c'], ['-5', '-5'], ['.5', '0.5'], ['true', 'true'], ['null', 'null'],
    ['[1..5)', '[1..5)'], [']1..5[', '(1..5)'], ['not("a", "b")', 'not a | b'], ['@"2026-01-31"', '2026-01-31'],
    ['date("2026-01-31")', '2026-01-31'], ['[duration("P1D")..duration("P3D")]', '[@"P1D"..@"P3D"]'],
  ])('%s is read as %s', (text, expected) => expect(show(text)).toBe(expected));

  it('reads comparisons as ranges open at one end', () => {
    expect(readCell('< 10, >= 20', feelEngine)).toMatchObject({ parts: [{ range: { start: null, end: 10, endIncluded: false } }, { range: { start: 20, end: null, startIncluded: true } }] });
  });

  it.each(['x', '? > 5', 'a.b', '1 + 1', '"a" or "b"', 'not(x)', '[1..n]', '1,', 'date(x)', '@"no date"', '1e'])('leaves %s to FEEL', (text) => expect(show(text)).toBe('opaque'));
});
