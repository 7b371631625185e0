import { describe, expect, it } from 'vitest';
import { printable, shortened, table, when, widthOf } from './output.ts';

describe('a table', () => {
  it('is aligned by columns of the terminal, of which a Chinese character takes two', () => {
    const text = table(['what', 'who'], [['填写采购申请', 'li'], ['pay', '财务部'], ['ｗｉｄｅ。', 'x']], 'none');

    expect(text.split('\n')).toEqual([
      'what          who',
      '填写采购申请  li',
      'pay           财务部',
      'ｗｉｄｅ。    x',
    ]);
    const beforeSecondColumn = text.split('\n').map((line) => widthOf(line.slice(0, line.search(/(?<= {2})\S/))));
    expect(new Set(beforeSecondColumn)).toEqual(new Set([14]));
  });

  it('ends no line with blanks, and takes rows that are short', () => {
    expect(table(['a', 'b'], [['1'], ['22', '']], 'none')).toBe('a   b\n1\n22');
  });

  it('wraps its widest columns in a narrow terminal, and loses nothing', () => {
    const message = 'Expected at most one rule to match, but rules 1 and 2 do';
    const lines = table(['step', 'what'], [['1234567890123456789', `  ${message}`], ['2', '填写采购申请填写采购申请填写采购申请']], 'none', 44).split('\n');

    expect(lines.map(widthOf).filter((width) => width > 44)).toEqual([]);
    expect(lines[1]).toMatch(/^1234567890123456789 {4}Expected/);
    expect(lines.slice(1, -2).map((line) => line.slice(21).trim()).join(' ')).toBe(message);
    expect(lines.slice(-2).map((line) => line.slice(21).trim()).join('')).toBe('填写采购申请填写采购申请填写采购申请');
  });

  it('without rows says so', () => {
    expect(table(['a'], [], 'No open tasks.')).toBe('No open tasks.');
  });

  it('shows what would move the cursor instead of doing it', () => {
    expect(table(['a'], [['x\u001b[2Jy\nz']], 'none')).toBe('a\nx\\u001b[2Jy\\nz');
  });
});

describe('the width of a text', () => {
  it.each([['abc', 3], ['采购', 4], ['e\u0301', 1], ['\u{20bb7}野家', 6], ['👍', 2], ['한글', 4], ['', 0]])('of %j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('a shortened text', () => {
  it('is left alone when it fits', () => {
    expect(shortened('采购', 4)).toBe('采购');
  });

  it('never takes more than the columns given, and cuts no character in two', () => {
    expect(shortened('采购申请', 6)).toBe('采购…');
    expect(shortened('\u{20bb7}\u{20bb7}', 3)).toBe('\u{20bb7}…');
    expect(widthOf(shortened('采购申请', 6))).toBeLessThanOrEqual(6);
  });
});

it('text that turns the direction of writing is shown', () => {
  expect(printable('a\u202eb')).toBe('a\\u202eb');
});

it('an instant is told in local time to the second', () => {
  expect(when(new Date(2026, 2, 4, 5, 6, 7).toISOString())).toBe('2026-03-04 05:06:07');
  expect(when(null)).toBe('');
});
