import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultOf, valueOf } from '../evaluate-text.fixture.ts';
import { Budget, Run } from '../run.ts';
import { ReferenceMatcher } from './back-references.ts';
import { translatePattern } from './translate.ts';

describe('back-references', () => {
  it.each([
    ['matches("aa", "^(a)\\1$")', true],
    ['matches("ab", "(a)\\1")', false],
    ['matches("abcabc", "^(a(b)c)\\1$")', true],
    ['matches("abab", "^(?:(a)|(b)|\\1)+$")', true],
    ['matches("xx1", "(x)\\11")', true],
    ['matches("aA", "(a)\\1", "i")', true],
    ['matches("aA", "(a)\\1")', false],
    ['matches("b", "^(a)?b\\1$")', true],
    ['matches("a\\nb a", "^(a)$.*^b \\1$", "ms")', true],
    ['matches("🐎x🐎", "^(.)x\\1$")', true],
    ['matches("aab", "^(a*?)\\1b$")', true],
    ['matches("abcabcabd", "(abc){1,2}\\1")', true],
    ['matches("aaa", "^(a{1,2})\\1$")', false],
    ['replace("hello book", "([a-z])\\1", "<$1$1>")', 'he<ll>o b<oo>k'],
    ['replace("aabbc", "(.)\\1|c", "[$1]")', '[a][b][]'],
    ['split("a--b==c", "([-=])\\1")', ['a', 'b', 'c']],
    ['extract("abba noon", "(.)(.)\\2\\1")', ['abba', 'noon']],
  ])('%s is %j', (text, expected) => expect(valueOf(text)).toEqual(expected));

  it.each([
    ['\\1(a)', "'\\1' refers to a group that has not ended before it"],
    ['(a\\1)', "'\\1' refers to a group that has not ended before it"],
    ['(a)\\2', "'\\2' refers to a group that has not ended before it"],
    ['(a)[\\1]', "'\\1' is not an escape inside of a class"],
    ['(a)\\0', "'\\0' is no known escape"],
  ])('%j is refused: %s', (pattern, reason) => {
    expect(() => translatePattern(pattern, { ignoreCase: false, dotAll: false })).toThrow(reason);
    expect(resultOf('matches("a", p)', { p: pattern }).warnings.map(({ code }) => code)).toEqual(['INVALID_PATTERN']);
  });

  it.each([
    ['^(a+)+\\1!$', 'a'.repeat(60)], ['(.*)(.*)(.*)\\1\\2\\3x', 'ab'.repeat(500)], ['((a)\\2?)*b', 'a'.repeat(100_000)],
  ])('%j over a hostile text ends with its budget', (pattern, text) => {
    expect(resultOf('matches(t, p)', { t: text, p: pattern }).failure?.code).toBe('BUDGET_EXCEEDED');
  });

  it('goes through long texts without deep calls', () => {
    expect(valueOf('matches(t, "^(x?)[^y]*\\1y$")', { t: `${'ab'.repeat(50_000)}y` })).toBe(true);
  });
});

/** Small patterns, also with references, for which JavaScript's own matcher knows the answer in no time. */
const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\s', '^', '$', '\\w');
const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  pattern: fc.array(fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('')), { minLength: 1, maxLength: 3 }).map((options) => options.join('|')),
  piece: fc.oneof(
    { maxDepth: 3 }, atom,
    fc.tuple(fc.constantFrom('(', '(?:'), tie('pattern'), fc.constantFrom('', '*', '+?', '?', '{2}', '{1,2}', '{0,}')).map(([open, inner, count]) => `${open}${inner})${count}`),
    fc.tuple(fc.constantFrom('a', 'b', '.', '[ab]'), fc.constantFrom('*', '+', '??', '{2,}')).map(([one, count]) => one + count),
  ),
}));

describe('the matcher behind them', () => {
  it('finds what JavaScript finds', () => {
    const seed = 20_260_501;
    fc.assert(fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n', ' '), maxLength: 8 }), fc.boolean(), (free, text, multiline) => {
      const source = `(b|a?)(?:${free})\\1`;
      const { text: translated } = translatePattern(source, { ignoreCase: false, dotAll: false });
      const js = new RegExp(translated.replaceAll('\\x{', '\\u{'), multiline ? 'dum' : 'du').exec(text);
      const expected = js?.indices?.map((span) => (span === undefined ? undefined : [...span]));
      const found = new ReferenceMatcher(translated, { ignoreCase: false, multiline }).find(text, 0, new Run({ now: 0, budget: new Budget() }));
      expect(found?.[0]).toEqual(expected?.[0]);
    }), { seed, numRuns: 500 });
  });
});
