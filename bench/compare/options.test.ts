import { describe, expect, it } from 'vitest';
import { casesOf, readOptions } from './options.ts';

describe('the command line of the comparison', () => {
  it('needs only a base', () => {
    expect(readOptions(['60ababf'])).toEqual({
      base: '60ababf', head: undefined, mode: 'apart', underWay: [50, 400], cases: undefined, warmUp: 2000,
      pairs: 5, maxPairs: 30, bound: undefined, json: false,
    });
  });

  it('says everything', () => {
    const options = readOptions([
      'base', 'head', '--mode', 'embedded', '--under-way', '1,10000', '--cases', '7', '--warm-up', '0',
      '--pairs', '9', '--max-pairs', '8', '--at-most', '1.05', '--of', 'walBytesPerCase', '--json',
    ]);

    expect(options).toEqual({
      base: 'base', head: 'head', mode: 'embedded', underWay: [1, 10_000], cases: 7, warmUp: 0,
      pairs: 9, maxPairs: 9, bound: { figure: 'walBytesPerCase', atMost: 1.05 }, json: true,
    });
  });

  it.each([
    [[], 'Expected what to compare with, but it is not said.'],
    [['a', 'b', 'c'], "Expected a base and a head, but there is a third: 'c'"],
    [['a', '--pairs', '1'], "Expected --pairs to be a whole number from 2, but it is '1'"],
    [['a', '--under-way', '50,x'], "Expected --under-way to be a whole number from 1, but it is 'x'"],
    [['a', '--cases', '1.5'], "Expected --cases to be a whole number from 1, but it is '1.5'"],
    [['a', '--mode', 'both'], "Expected --mode to be one of apart, together, embedded, but it is 'both'"],
    [['a', '--at-most', '0'], "Expected --at-most to be a ratio like 1.05, but it is '0'"],
    [['a', '--at-most', '5 %'], "Expected --at-most to be a ratio like 1.05, but it is '5 %'"],
    [['a', '--at-most', '1', '--of', 'cpu'], 'Expected --of to be one of cpuMsPerCase, nodeMsPerCase,'],
    [['a', '--rounds', '3'], "Expected options of the comparison, but: Unknown option '--rounds'"],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('cases of a round', () => {
  const options = readOptions(['base']);

  it('are as many as were asked for', () => {
    expect(casesOf({ ...options, cases: 10 }, 400)).toBe(10);
  });

  it.each([[1, 500], [2, 1000], [50, 4000], [400, 4000], [10_000, 20_000]])('fit %i under way', (underWay, cases) => {
    expect(casesOf(options, underWay)).toBe(cases);
  });
});
