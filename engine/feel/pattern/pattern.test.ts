import { describe, expect, it } from 'vitest';
import { resultOf, valueOf, warningsOf } from '../evaluate-text.fixture.ts';
import { translatePattern } from './translate.ts';

describe('regular expressions of XPath', () => {
  it.each([
    ['matches("foobar", "^fo*b")', true],
    ['matches("Mary\\rJones", "Mary.Jones")', false],
    ['matches("Mary\\nJones", "Mary.Jones", "s")', true],
    ['matches("ABC", "abc", "i")', true],
    ['matches("x", "[A-Z-[OI]]", "i")', true],
    ['matches("o", "[A-Z-[OI]]", "i")', false],
    ['matches("b", "[a-z-[^b-d]]")', true],
    ['matches("e", "[a-z-[^b-d]]")', false],
    ['matches("q", "[^Q]", "i")', false],
    ['matches("a\\nb", "^b$", "m")', true],
    ['matches("a\\nb", "^b$")', false],
    ['matches("helloworld", " hello world ", "x")', true],
    ['matches("hello world", "hello[ ]world", "x")', true],
    ['matches("a.b", "a.b", "q")', true],
    ['matches("axb", "a.b", "q")', false],
    ['matches("é1_", "^\\w\\d\\W$")', true],
    ['matches("a-b.c:d", "^\\i\\c*$")', true],
    ['matches("Ж", "\\p{IsCyrillic}")', true],
    ['matches("Ж", "\\P{L}")', false],
    ['matches("a]b", "a\\]b")', true],
    ['matches("a-b", "a[\\-]b")', true],
    ['matches("-", "[a-]")', true],
    ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '[1=ab][2=]cd'],
    ['replace("abc", "(b)", "$10")', 'ab0c'],
    ['replace("abc", "b", "\\\\$")', 'a$c'],
    ['replace("a1b2", "[0-9]", "")', 'ab'],
    ['replace("abc", "x*", "-")', null],
    ['replace("abc", "b", "$")', null],
    ['replace("a.b", ".", "$1", "q")', 'a$1b'],
    ['split("John Doe", "\\s")', ['John', 'Doe']],
    ['split("a;b;;", ";")', ['a', 'b', '', '']],
    ['split("abc", "")', ['a', 'b', 'c']],
    ['extract("a1b22c", "[0-9]+")', ['1', '22']],
    ['extract("abc", "[0-9]+")', []],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it.each([
    ['(?=a)', "only '(?:' may follow an opening parenthesis with '?'"],
    ['a{', "'{' stands alone; write '\\{' for the character itself"],
    ['(a', "a ')' is missing"],
    ['a)', "there is a ')' too much"],
    ['*', "'*' has nothing to repeat"],
    ['[b-a]', 'a range in a class runs backwards'],
    ['\\y', "'\\y' is no known escape"],
    ['\\p{IsKlingon}', "'IsKlingon' is no known category or block"],
    ['[a', 'it ends too early'],
  ])('%j is refused: %s', (pattern, reason) => {
    expect(() => translatePattern(pattern, { ignoreCase: false, dotAll: false })).toThrow(reason);
    expect(resultOf('matches("a", p)', { p: pattern })).toEqual({ value: null, warnings: [{ code: 'INVALID_PATTERN', from: 0, to: 15, name: 'matches' }] });
  });

  it('refuses unknown flags', () => {
    expect(warningsOf('matches("a", "a", "g")')).toEqual([`Expected a regular expression, but 'matches("a", "a", "g")' gives another text`]);
  });
});
