/**
 * Texts written to do harm: to hang, to exhaust memory or the stack, or to reach JavaScript. Each must end
 * soon: refused when compiled, ended by the budget, or with a harmless value.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../json/json.ts';
import { feelEngine, type FeelScope } from './index.ts';

/** `refused` has no program, `ended` fails with a sentence; anything else is the value itself. */
type Outcome = 'refused' | 'ended' | { readonly value: Json };

const nothing = { value: null };
const is = (value: Json): Outcome => ({ value });
const repeat = (text: string, times: number): string => text.repeat(times);

const LOOPS: readonly (readonly [string, Outcome])[] = [
  ['for i in 1..1000000000 return i', 'ended'],
  ['count(for i in 1..10000000 return i)', 'ended'],
  ['for i in [1..1000000000] return i', 'ended'],
  ['for i in 1..-1000000000 return i', 'ended'],
  ['some i in 1..1000000000 satisfies i < 0', 'ended'],
  ['every i in 1..1000000000 satisfies i > 0', 'ended'],
  ['for a in 1..400, b in 1..400, c in 1..400 return a + b + c', 'ended'],
  ['for a in 1..400 return for b in 1..400 return for c in 1..400 return 1', 'ended'],
  ['for a in 1..1000000 return []', 'ended'],
  ['for a in @"2000-01-01"..@"9999-12-31" return a', 'ended'],
  ['for a in @"-999999999-01-01"..@"999999999-12-31" return a', 'ended'],
  ['for i in 1..9007199254740991 return 1', 'ended'],
  ['for i in 1..10000 return partial', 'ended'],
  ['for i in 1..100000 return sum(partial)', 'ended'],
  ['for i in 1..1000 return for j in 1..1000 return i * j', 'ended'],
  ['count((for i in 1..2000 return i)[count((for j in 1..2000 return j)[item > 0]) > 0])', 'ended'],
  ['sort(for i in 1..400000 return -i)', 'ended'],
  ['sort(for i in 1..50000 return i, function(a, b) count(for k in 1..1000 return k) > 0)', 'ended'],
  ['list replace(for i in 1..100000 return i, function(a, b) count(for k in 1..100 return k) > 0, 1)', 'ended'],
];

const GROWTH: readonly (readonly [string, Outcome])[] = [
  ['from json(string join(for i in 1..200000 return "[") + string join(for i in 1..200000 return "]"))', 'ended'],
  ['for i in 1..40 return if i = 1 then "a" else to json(partial[-1] + partial[-1])', 'ended'],
  ['for i in 1..40 return if i = 1 then "x" else partial[-1] + partial[-1]', 'ended'],
  ['for i in 1..40 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])', 'ended'],
  ['for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]]', 'ended'],
  ['string(for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])', 'ended'],
  ['(for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])[40] = (for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])[40]', 'ended'],
  ['flatten(for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])', 'ended'],
  ['for i in 1..5000 return if i = 1 then [1] else [partial[-1]]', 'ended'],
  ['string((for i in 1..5000 return if i = 1 then [1] else [partial[-1]])[-1])', 'ended'],
  ['for i in 1..40 return if i = 1 then {a: 1} else {a: partial[-1], b: partial[-1]}', 'ended'],
  ['string join(for i in 1..100000 return "0123456789", "0123456789")', 'ended'],
  ['replace(string join(for i in 1..20000 return "xx"), "x", "0123456789012345678901234567890123456789")', 'ended'],
  ['for i in 1..30 return if i = 1 then "ab" else replace(partial[-1], "a", "aaaa")', 'ended'],
  ['for i in 1..30 return if i = 1 then "a" else to base64(partial[-1] + partial[-1])', 'ended'],
  ['union(for i in 1..3000 return [i])', 'ended'],
  ['distinct values(for i in 1..100000 return {a: i})', 'ended'],
  ['index of(for i in 1..600000 return i, 1)', 'ended'],
  ['context merge(for i in 1..300000 return {a: 1})', 'ended'],
  ['split(string join(for i in 1..300000 return "a,"), ",")', 'ended'],
  ['partition(1..3, 0)', 'refused'],
  ['partition([1, 2, 3], 0)', nothing],
  ['partition([1, 2, 3], -1)', nothing],
];

const NUMBERS: readonly (readonly [string, Outcome])[] = [
  ['10 ** 999999999', nothing],
  ['9 ** 9 ** 9 ** 9', 'ended'],
  ['0.1 ** 999999999', is(0)],
  ['exp(1000000)', nothing],
  ['2 ** 0.123456789', is(1.0893418703486832)],
  ['10 ** 6000', 'ended'],
  ['10 ** 6000 * 10 ** 6000', nothing],
  ['modulo(10 ** 6000, 7)', is(1)],
  ['@"P1D" * 10 ** 6000', nothing],
  ['@"P1M" * 10 ** 300', nothing],
  ['@"P999999999999999999D"', nothing],
  ['@"2021-01-01" + @"P999999999Y"', nothing],
  ['@"2021-01-01" + @"P999999999999D"', nothing],
  ['decimal(1/3, 6176)', is(1 / 3)],
  ['round up(1, 999999999)', nothing],
  [`1${repeat('0', 9_000)}`, nothing],
  ['1e999999', nothing],
  ['1e99999999999', nothing],
];

const PATTERNS: readonly (readonly [string, Outcome])[] = [
  ['matches(string join(for i in 1..20000 return "a") + "!", "^(a+)+$")', is(false)],
  ['matches(string join(for i in 1..20000 return "x"), "(x+x+)+y")', is(false)],
  ['matches(string join(for i in 1..5000 return "a"), "(a|aa)+$")', is(true)],
  ['matches(string join(for i in 1..5000 return "a"), "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)b")', is(false)],
  ['split(string join(for i in 1..50000 return "x"), "(x+y)|x")', 'ended'],
  ['matches("a", "((a{100}){100}){100}")', nothing],
  ['matches("a", "a{1,1000000000}")', nothing],
  [`matches("a", "${repeat('(', 490)}a${repeat(')', 490)}")`, is(true)],
  [`matches("a", "${repeat('(', 900)}a${repeat(')', 900)}")`, nothing],
  [`matches("a", "${repeat('(a?', 500)}${repeat(')', 500)}")`, nothing],
  [`matches("a", "${repeat('a', 2_000)}")`, nothing],
  ['matches("aa", "(a)\\1")', is(true)],
  ['matches(string join(for i in 1..5000 return "a"), "(a*)*\\1b")', 'ended'],
  ['matches("a", "(a)(?:){9999}\\1")', 'ended'],
  ['matches("a", "(a)(((\\1?){9999}){9999}){9999}")', 'ended'],
  [`matches("aa", "${repeat('(', 480)}a${repeat(')', 480)}\\480")`, is(true)],
  ['replace(string join(for i in 1..5000 return "ab"), "(a|b|ab)*\\1c", "")', 'ended'],
  ['matches("a", "(?=a)")', nothing],
  ['matches("a", "[z-a]")', nothing],
  ['matches("a", "[")', nothing],
  ['matches("a", "\\\\")', nothing],
  ['matches("a", "a**")', nothing],
  ['replace("aaa", "a", "$")', nothing],
  ['extract(string join(for i in 1..50000 return "x"), "x*y|x")', 'ended'],
];

const NESTING: readonly (readonly [string, Outcome])[] = [
  [`${repeat('(', 100_000)}1${repeat(')', 100_000)}`, 'refused'],
  [`${repeat('[', 10_000)}1${repeat(']', 10_000)}`, 'refused'],
  [`${repeat('{a: ', 10_000)}1${repeat('}', 10_000)}`, 'refused'],
  [`${repeat('-', 50_000)}1`, 'refused'],
  [`1${repeat(' + 1', 40_000)}`, 'refused'],
  [`a${repeat('.a', 40_000)}`, 'refused'],
  [`a${repeat('[1]', 40_000)}`, 'refused'],
  [`a${repeat('()', 40_000)}`, 'refused'],
  [`${repeat('if true then ', 10_000)}1`, 'refused'],
  [`${repeat('for a in [1] return ', 5_000)}a`, 'refused'],
  [`for ${repeat('a in [1], ', 5_000)}a in [1] return a`, 'refused'],
  [`${repeat('function() ', 5_000)}1`, 'refused'],
  [`${repeat('not(', 5_000)}true${repeat(')', 5_000)}`, 'refused'],
  [`1${repeat(' in (1', 5_000)}${repeat(')', 5_000)}`, 'refused'],
  [`1${repeat(' in (1', 30)}${repeat(')', 30)}`, is(false)],
  [`1 instance of ${repeat('list<', 5_000)}number${repeat('>', 5_000)}`, 'refused'],
  [`true${repeat(' and true', 20_000)}`, is(true)],
  [repeat('x', 300_000), 'refused'],
  [`{${repeat(' ', 100_000)}`, 'refused'],
  [`f(${repeat('a ', 50_000)}`, 'refused'],
  [`"${repeat('\\', 99_999)}`, 'refused'],
  ['/* never closed', 'refused'],
  ['"never closed', 'refused'],
  ['@', 'refused'],
  ['', 'refused'],
  ['\u0000', 'refused'],
];

const RECURSION: readonly (readonly [string, Outcome])[] = [
  ['{f: function(n) f(n + 1), x: f(1)}.x', 'ended'],
  ['{f: function(n) [f(n)], x: f(1)}.x', 'ended'],
  ['{f: function(n) f(f(n)), x: f(1)}.x', 'ended'],
  ['{f: function(n) if n = 0 then 1 else n * f(n - 1), x: f(50)}.x / {f: function(n) if n = 0 then 1 else n * f(n - 1), x: f(49)}.x', is(50)],
  ['{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), x: f(60)}.x', 'ended'],
  ['(function(f) f(f))(function(f) f(f))', 'ended'],
  ['{f: function(a, b) f(a, b), x: sort([2, 1], f)}.x', 'ended'],
  ['{f: function(l) for x in l return f(l), x: f([1, 2])}.x', 'ended'],
  ['{f: function(l) l[f(l)], x: f([1, 2])}.x', 'ended'],
];

const JAVASCRIPT: readonly (readonly [string, Outcome])[] = [
  ['constructor', nothing],
  ['__proto__', nothing],
  ['{}.__proto__', nothing],
  ['{}.constructor', nothing],
  ['{}.toString', nothing],
  ['{}.hasOwnProperty', nothing],
  ['[].length', is([])],
  ['[1].constructor', is([null])],
  ['"a".length', nothing],
  ['"a".constructor', nothing],
  ['data.__proto__', nothing],
  ['data.constructor.constructor', nothing],
  ['data.hidden', nothing],
  ['data.getter', nothing],
  ['data.method', nothing],
  ['get value(data, "constructor")', nothing],
  ['get value({}, "__proto__")', nothing],
  ['{"__proto__": {polluted: true}}.polluted', nothing],
  ['context put({}, "__proto__", {polluted: true}).polluted', nothing],
  ['context put({}, "constructor", 1).constructor', is(1)],
  ['context([{key: "__proto__", value: 1}]).toString', nothing],
  ['(function(constructor) constructor)(1)', is(1)],
  ['toString()', nothing],
  ['eval("1")', nothing],
  ['this', nothing],
  ['globalThis.process', nothing],
  ['instance', nothing],
];

class Hidden {
  readonly secret = 'secret';
}

const data = Object.create(
  { hidden: 'inherited' },
  { getter: { enumerable: true, get: () => expect.fail('a getter ran') } },
) as Json;
const plain: object = Object.defineProperty({ method: () => 1, hidden: new Hidden() }, 'getter', {
  enumerable: true,
  get: () => expect.fail('a getter ran'),
});
const SCOPES: readonly FeelScope[] = [
  { get: (name) => (name === 'data' ? data : undefined) },
  { get: (name) => (name === 'data' ? (plain as unknown as Json) : undefined) },
];

/** What became of the text, in the terms of `Outcome`; every refusal and failure must be a sentence. */
function outcomeOf(text: string, scope: FeelScope): Outcome | { readonly badMessage: string } {
  const compilation = feelEngine.compile(text);
  const result = compilation.ok ? compilation.program.run(scope, { now: 0 }) : undefined;
  const message = compilation.ok ? result?.failure?.message : compilation.errors[0]?.message;
  if (message !== undefined && !/^Expected .*, but .*\.$/s.test(message)) return { badMessage: message };
  if (!result) return 'refused';
  return result.failure ? 'ended' : { value: result.value };
}

const GROUPS = { LOOPS, GROWTH, NUMBERS, PATTERNS, NESTING, RECURSION, JAVASCRIPT };

for (const [group, cases] of Object.entries(GROUPS)) {
  describe(`hostile texts: ${group.toLowerCase()}`, () => {
    for (const [text, expected] of cases) {
      const title = text.length > 90 ? `${text.slice(0, 90)}… (${text.length} characters)` : text;
      it(`${title} is ${typeof expected === 'string' ? expected : 'harmless'}`, { timeout: 120_000 }, () => {
        for (const scope of SCOPES) expect(outcomeOf(text, scope)).toEqual(expected);
      });
    }
  });
}

it('a prototype is not changed by any of them', () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it('there are at least a hundred of them', () => {
  expect(Object.values(GROUPS).flat().length).toBeGreaterThanOrEqual(100);
});

it('a large variable is read once in a run', { timeout: 120_000 }, () => {
  const big = Array.from({ length: 100_000 }, (_, index) => ({ index }));
  const compilation = feelEngine.compile('count(for i in 1..50000 return count(big))');
  const result = compilation.ok && compilation.program.run({ get: () => big }, { now: 0 });
  expect(result).toMatchObject({ value: 50_000 });
});
