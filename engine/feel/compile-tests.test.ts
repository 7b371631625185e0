import { describe, expect, it } from 'vitest';
import { accepts, errorOf } from './evaluate-text.fixture.ts';

describe('decision-table cells', () => {
  it.each([
    ['-', 5, true],
    ['', 5, true],
    ['5', 5, true],
    ['5', 6, false],
    ['5, 6', 6, true],
    ['< 5', 4, true],
    ['< 5, > 10', 7, false],
    ['[1..5]', 5, true],
    ['[1..5)', 5, false],
    [']1..5[', 1, false],
    ['not(1, 2)', 3, true],
    ['not(1, 2)', 2, false],
    ['not([1..5], 10)', 10, false],
    ['"a", "b"', 'b', true],
    ['null', null, true],
    ['"a"', null, false],
    ['1, null', null, true],
    ['null, 1', 1, true],
    ['null', 1, false],
    ['not(null)', null, false],
    ['not(null)', 1, true],
    ['not(1, null)', null, false],
    ['nothing', null, true],
    ['nothing', 1, false],
    ['[1..nothing]', 5, null],
    ['< nothing', 5, null],
    ['? in (null, 1)', null, true],
    ['not("a")', null, true],
    ['< 5', null, null],
    ['< 5', 'a', null],
    ['? > 5 and ? < 10', 7, true],
    ['even(?)', 4, true],
    ['contains(?, "x")', 'axb', true],
    ['? = null', null, true],
    ['true', true, true],
    ['true', false, false],
    ['true', 'x', null],
    ['flag', false, false],
    ['flag', true, true],
    ['limit > 10', 'anything', true],
    ['limit > 100', 'anything', false],
    ['limit', 20, true],
    ['> limit * 2', 41, true],
    ['list', 2, true],
    ['list', 4, false],
    ['[1, 2, 3]', [1, 2, 3] as never, true],
    ['date("2024-01-01")', '2024-01-01', null],
    ['not(? > 5)', 7, false],
  ])('%j with input %j: %j', (cell, input, expected) => {
    expect(accepts(cell, input, { flag: true, limit: 20, list: [1, 2, 3] })).toBe(expected);
  });

  it.each(['< ', '1 2', 'not(1', '1,', '[1..', '? >'])('%j is refused', (cell) => {
    expect(errorOf(cell, 'unaryTests').message).toMatch(/^Expected .*, but .*\.$/);
  });
});
