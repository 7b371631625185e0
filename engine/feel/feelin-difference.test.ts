/**
 * Random texts must give the same value here and in feelin, where feelin is right: on small integers and
 * short strings (it counts in doubles), on temporal values without zones, and away from what it is known to
 * do differently (see `arbitraries`). A failure prints the seed and the smallest text.
 */
import fc from 'fast-check';
import { evaluate, unaryTest } from 'feelin';
import { describe, expect, it } from 'vitest';
import { accepts, valueOf } from './evaluate-text.fixture.ts';
import type { Json } from '../json/json.ts';

const VARIABLES = { n: 7, s: 'text', list: [3, 1, 2], people: [{ name: 'Ada', age: 36 }, { name: 'Bo', age: 7 }], c: { d: { e: 5 } } };

/**
 * Numbers stay below 2^53, comparisons within one type; no divisions, limits in ascending order (feelin
 * swaps them), and only lists of one length are compared (it gives null for others).
 */
const arbitraries = fc.letrec<Record<'number' | 'string' | 'boolean' | 'list' | 'date' | 'duration', string>>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: 0, max: 99 }).map(String),
    fc.constantFrom('n', 'c.d.e', 'people[1].age', 'list[2]', 'list[-1]'),
    fc.tuple(tie('number'), fc.constantFrom('+', '-'), tie('number')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie('number').map((a) => `-(${a})`),
    tie('list').map((l) => `count(${l})`),
    tie('list').map((l) => `sum(append(${l}, 0))`),
    tie('list').map((l) => `max(append(${l}, 5))`),
    tie('string').map((a) => `string length(${a})`),
    tie('number').map((a) => `abs(${a})`),
    tie('number').map((a) => `modulo(${a}, 7)`),
    fc.tuple(tie('boolean'), tie('number'), tie('number')).map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
    tie('date').map((d) => `${d}.day`),
    tie('date').map((d) => `day of year(${d})`),
    tie('number').map((a) => `{x: ${a}, y: x + 1}.y`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `(function(p, q) p - q)(${a}, ${b})`),
  ),
  string: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.stringMatching(/^[a-c ]{0,6}$/).map((text) => `"${text}"`),
    fc.constantFrom('s', 'people[1].name'),
    fc.tuple(tie('string'), tie('string')).map(([a, b]) => `(${a} + ${b})`),
    tie('string').map((a) => `upper case(${a})`),
    fc.tuple(tie('string'), tie('string')).map(([a, b]) => `substring before(${a}, ${b})`),
    fc.tuple(tie('string'), tie('string')).map(([a, b]) => `substring after(${a}, ${b})`),
    tie('string').map((a) => `replace(${a}, "[ab]+", "x")`),
    tie('number').map((a) => `string(${a})`),
    tie('date').map((a) => `string(${a})`),
    tie('date').map((a) => `day of week(${a})`),
  ),
  boolean: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false'),
    fc.tuple(tie('number'), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), tie('number')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('string'), fc.constantFrom('=', '!='), tie('string')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('date'), fc.constantFrom('=', '<', '>='), tie('date')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('boolean'), fc.constantFrom('and', 'or'), tie('boolean')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `(${a} between ${b} and ${b} + 10)`),
    fc.tuple(tie('number'), tie('list')).map(([a, l]) => `list contains(${l}, ${a})`),
    fc.tuple(tie('string'), tie('string')).map(([a, b]) => `contains(${a}, ${b})`),
    fc.tuple(tie('list'), tie('number')).map(([l, a]) => `(some x in ${l} satisfies x > ${a})`),
    fc.tuple(tie('list'), tie('number')).map(([l, a]) => `(every x in ${l} satisfies x < ${a})`),
    tie('boolean').map((a) => `not(${a})`),
    tie('list').map((l) => `(${l} = reverse(${l}))`),
  ),
  list: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    fc.constantFrom('list', 'people.age'),
    fc.tuple(tie('list'), tie('number')).map(([l, a]) => `concatenate(${l}, [${a}])`),
    fc.tuple(tie('list'), tie('number')).map(([l, a]) => `(for x in ${l} return x + ${a})`),
    fc.tuple(tie('list'), tie('number')).map(([l, a]) => `${l}[item >= ${a}]`),
    tie('list').map((l) => `reverse(${l})`),
    tie('list').map((l) => `distinct values(${l})`),
    tie('list').map((l) => `sort(${l}, function(a, b) a < b)`),
    tie('list').map((l) => `flatten([${l}, [${l}]])`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `union(${a}, ${b})`),
  ),
  date: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([y, m, d]) => `date(${y}, ${m}, ${d})`),
    fc.tuple(tie('date'), fc.constantFrom('+', '-'), tie('duration')).map(([d, o, p]) => `(${d} ${o} ${p})`),
  ),
  duration: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((days) => `duration("P${days}D")`),
    fc.integer({ min: 0, max: 40 }).map((months) => `duration("P${months}M")`),
  ),
}));

/** feelin gives undefined for what is not there, and its own classes for temporal values. */
function theirs(text: string): Json {
  const { value } = evaluate(text, VARIABLES) as { value: unknown };
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}

function agree(text: string): void {
  expect({ text, value: valueOf(text, VARIABLES) }).toEqual({ text, value: theirs(text) });
}

describe('random texts give what feelin gives', () => {
  it.each(['number', 'string', 'boolean', 'list', 'date'] as const)('texts with a %s', { timeout: 60_000 }, (kind) => {
    expect.hasAssertions();
    fc.assert(fc.property(arbitraries[kind], agree), { numRuns: 150 });
  });

  it('decision-table cells over numbers', () => {
    const end = fc.integer({ min: 0, max: 20 }).map(String);
    const test = fc.oneof(
      end,
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), end).map(([operator, value]) => `${operator} ${value}`),
      fc
        .tuple(fc.constantFrom('[', '(', ']'), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.constantFrom(']', ')', '['))
        .map(([open, start, length, close]) => `${open}${start}..${start + length}${close}`),
      end.map((value) => `? + 1 > ${value}`),
    );
    const cell = fc.oneof(
      fc.array(test, { minLength: 1, maxLength: 3 }).map((tests) => tests.join(', ')),
      fc.array(test.filter((one) => !one.includes('?')), { minLength: 1, maxLength: 3 }).map((tests) => `not(${tests.join(', ')})`),
    );
    fc.assert(
      fc.property(cell, fc.integer({ min: 0, max: 20 }), (text, input) => {
        const { value } = unaryTest(text, { '?': input }) as { value: unknown };
        expect({ text, input, value: accepts(text, input) }).toEqual({ text, input, value });
      }),
      { numRuns: 300 },
    );
  });
});
