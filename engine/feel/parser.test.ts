import { describe, expect, it } from 'vitest';
import { errorOf, valueOf } from './evaluate-text.fixture.ts';
import { feelEngine } from './index.ts';

describe('texts that are not FEEL', () => {
  it.each([
    ['if 1 then', 'Expected a value, but the text ends.', ''],
    ['if true then 1', "Expected 'else' after the 'then' value of 'if', but the text ends.", ''],
    ['1 +', 'Expected a value, but the text ends.', ''],
    ['(1', "Expected ')' to close the parenthesis, but the text ends.", ''],
    ['[1, 2', "Expected ',' or ']' after the item, but the text ends.", ''],
    ['{a 1}', "Expected an entry's name and ':', but found 'a'.", 'a'],
    ['amount >> 5', "Expected a value, but found '>'.", '>'],
    ['amount == 5', "Expected a value, but found '='.", '='],
    ['a && b', "Expected a value, a name or an operator, but found '&'.", '&'],
    ["'a'", `Expected a value, a name or an operator, but found '''.`, "'"],
    ['for x return 1', "Expected a variable's name and 'in', but found 'x'.", 'x'],
    ['some x in [1]', "Expected 'satisfies' after the lists of 'some', but the text ends.", ''],
    ['a.', "Expected a name after '.', but the text ends.", ''],
    ['f(1, b: 2)', 'Expected an argument without name, as the other arguments, but found \':\'.', ':'],
    ['x then y', "Expected an operator or the end (a name that contains spaces must be declared or written in backticks), but found 'then'.", 'then'],
    ['1 2', "Expected an operator or the end, but found '2'.", '2'],
    ['(1, 2)', "Expected one value in parentheses, or 'in' before them, but the text ends.", ''],
    ['"\\UFFFFFF"', "Expected a character code up to 10FFFF, but found 'FFFFFF'.", '\\UFFFFFF'],
  ])('%j: %s', (text, message, at) => {
    expect(errorOf(text)).toEqual({ message, at });
  });
});

describe('names', () => {
  it('may contain spaces and operators when they are declared; the longest wins', () => {
    const variables = { 'first name': 'Ada', first: 'x', 'a-b': 1, a: 5, b: 3, 'Age and size': 7, 'rate (p.a.)': 2 };
    expect(valueOf('first name + "!"', variables)).toBe('Ada!');
    expect(valueOf('first  \n name', variables)).toBe('Ada');
    expect(valueOf('a-b', variables)).toBe(1);
    expect(valueOf('a - b', variables)).toBe(2);
    expect(valueOf('Age and size + 1', variables)).toBe(8);
    expect(valueOf('rate (p.a.) * 2', variables)).toBe(4);
  });

  it('are introduced by contexts, functions and loops', () => {
    expect(valueOf('{first name: "Ada", greeting: "Hi " + first name}.greeting')).toBe('Hi Ada');
    expect(valueOf('(function(first name, b) first name + b)("a", "b")')).toBe('ab');
    expect(valueOf('for my item in [1, 2] return my item * 2')).toEqual([2, 4]);
    expect(valueOf('{"a+b": 1}.a+b')).toBe(1);
  });

  it('after a dot and in backticks need no declaration', () => {
    expect(valueOf('loan.monthly rate * 2', { loan: { 'monthly rate': 3 } })).toBe(6);
    expect(valueOf('`in` + 1', { in: 1 })).toBe(2);
  });

  it('are told apart in what a text reads', () => {
    const compilation = feelEngine.compile('for x in orders return x.price * rate + count(orders[price > limit])');
    expect(compilation.ok && compilation.program.reads).toEqual(['orders', 'rate', 'price', 'limit']);
    const context = feelEngine.compile('{a: b, c: a + d, f: function(p) p + q}');
    expect(context.ok && context.program.reads).toEqual(['b', 'd', 'q']);
  });
});

describe('syntax', () => {
  it.each([
    ['1 + /* 2 + */ 3 // and so on', 4],
    ['"a\\tb\\u0041\\U01F40E\\\\\\"\\d"', 'a\tbA🐎\\"\\d'],
    ['3 in [1..10[ and 1 in ]0..2]', true],
    ['[1..10[.end included', false],
    ['5 in (1, < 3, [4..6])', true],
    ['5 in < 6', true],
    ['2 in (1 + 1)', true],
    ['4 in (1 + 1) * 2', true],
    ['1 instance of number and "a" instance of string', true],
    ['if true then 1 else 2 + 3', 1],
    ['string(function(a: number, b: list<string>) a)', 'function(a: number, b: list<string>)'],
    ['[[1, 2], [3]][1][2]', 2],
    ['{a: {b: [1, 2]}}.a.b[-1]', 2],
    ['[1, 2, 3][item > 1 and item < 3]', [2]],
    ['every x in [1, 2], y in [3, 4] satisfies x < y', true],
    ['-(function(x) x)(3)', -3],
    ['@"2024-01-01".year', 2024],
    ['?', null],
    ['1 in [< 2, > 5]', true],
    ['{a: < 5}.a.end', 5],
    ['-1 instance of number', true],
    ['2 * 3 instance of number', null],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  it('keeps a compiled text', () => {
    expect(feelEngine.compile('1 + 1')).toBe(feelEngine.compile('1 + 1'));
    expect(feelEngine.compile('1 + 1', 'unaryTests')).not.toBe(feelEngine.compile('1 + 1'));
    expect(feelEngine.compile('a-b', 'expression', ['a-b'])).not.toBe(feelEngine.compile('a-b'));
  });
});
