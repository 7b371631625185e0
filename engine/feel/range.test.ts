import { describe, expect, it } from 'vitest';
import { valueOf } from './evaluate-text.fixture.ts';

describe('ranges and in', () => {
  it.each([
    ['5 in [1..10]', true],
    ['1 in (1..10]', false],
    ['10 in [1..10[', false],
    ['5 in (null..10)', true],
    ['5 in [1..null)', true],
    ['5 in (> 3)', true],
    ['5 in (!= 5)', false],
    ['5 in (= 5)', true],
    ['null in [1..10]', null],
    ['"a" in [1..10]', null],
    ['1 in null', null],
    ['null in [1, null]', true],
    ['1 in "a"', false],
    ['1 in [2, 3]', false],
    ['1 in [[1..3]]', true],
    ['[1, 2] in [[1, 2], [3]]', true],
    ['[1..2] in [[1..2]]', true],
    ['{a: 1} in {a: 1}', true],
    ['["a".."c"].start', 'a'],
    ['(> 10).end', null],
    ['(> 10).start included', false],
    ['(>= 10).start included', true],
    ['[1.."a"]', null],
    ['range("[1..3]") = [1..3]', true],
    ['range("[date(\\"2024-01-01\\")..@\\"2024-02-01\\")") instance of range<date>', true],
    ['range("[3..1]")', null],
    ['range("[1..\\"a\\"]")', null],
    ['range("[1..]")', null],
    ['range(">= 1")', null],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });
});

describe('how points and ranges lie to each other', () => {
  it.each([
    ['before(1, 10)', true],
    ['before([1..5), 5)', true],
    ['before([1..5], 5)', false],
    ['before([1..5), [5..6])', true],
    ['after(5, [1..5))', true],
    ['after([5..6], [1..5])', false],
    ['meets([1..5], [5..10])', true],
    ['meets([1..5), [5..10])', false],
    ['met by([5..10], [1..5])', true],
    ['overlaps([1..5], [5..10])', true],
    ['overlaps([1..5], (5..10])', false],
    ['overlaps before([1..5], [3..8])', true],
    ['overlaps before([1..5], [1..5])', false],
    ['overlaps before([1..5), (1..5])', true],
    ['overlaps after([3..8], [1..5])', true],
    ['finishes(10, [1..10])', true],
    ['finishes([5..10), [1..10])', false],
    ['finished by([1..10], 10)', true],
    ['includes([1..10], [1..10))', true],
    ['includes([1..10), 10)', false],
    ['during([2..3], (1..4))', true],
    ['during(1, (1..4))', false],
    ['starts(1, [1..4])', true],
    ['starts((1..2], [1..4])', false],
    ['started by([1..4], [1..2])', true],
    ['coincides([1..4], [1..4])', true],
    ['coincides(1, 2)', false],
    ['before("a", 1)', null],
    ['before(1)', null],
    ['during(5, 6)', null],
    ['includes((< 10), 5)', true],
    ['before((< 10), 10)', true],
    ['overlaps((< 10), (> 5))', true],
    ['overlaps((< 5), (> 5))', false],
    ['before(point1: 1, point2: 2)', true],
    ['during(point: 1, range: [1..2])', true],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });
});
