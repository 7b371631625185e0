import { describe, expect, it } from 'vitest';
import { resultOf, valueOf } from './evaluate-text.fixture.ts';
import { coerce, conforms, fromJson, isInstance, parseType, typeText, type FeelType, type TypeRegistry } from './index.ts';

const number: FeelType = { kind: 'simple', name: 'number' };
const types: TypeRegistry = {
  get: (name) =>
    new Map<string, FeelType>([
      ['tAmount', { kind: 'constrained', base: number, admits: (value) => typeof value === 'number' && value < 100 }],
      ['tAmounts', { kind: 'list', of: { kind: 'named', name: 'tAmount' } }],
      ['tLoop', { kind: 'named', name: 'tLoop' }],
    ]).get(name),
};

function typeOf(text: string): FeelType {
  const type = parseType(text);
  if (!type) throw new Error(`Expected '${text}' to be a type.`);
  return type;
}

describe('instance of', () => {
  it.each([
    ['1 instance of number', true],
    ['null instance of Any', false],
    ['null instance of Null', true],
    ['[] instance of list<number>', true],
    ['[1, null] instance of list<number>', true],
    ['[1, "a"] instance of list<number>', false],
    ['[1] instance of list', true],
    ['{a: 1} instance of context<a: number>', true],
    ['{a: 1, b: 2} instance of context<a: number>', true],
    ['{b: 2} instance of context<a: number>', false],
    ['{a: null} instance of context<a: number>', true],
    ['{a: 1} instance of context', true],
    ['[1..2] instance of range<number>', true],
    ['[1..2] instance of range<string>', false],
    ['(function(a: number) a) instance of function<number> -> Any', true],
    ['(function(a: number) a) instance of function<string> -> Any', false],
    ['(function(a) a) instance of function<string, string> -> Any', false],
    ['@"2024-01-01T00:00:00" instance of date and time', true],
    ['@"P1D" instance of days and time duration', true],
    ['@"P1D" instance of years and months duration', false],
    ['1 instance of tUnknown', false],
  ])('%s is %j', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  it('finds item definitions in the registry; their allowed values do not count', () => {
    const of = (text: string): unknown => resultOf(text, {}, { types }).value;
    expect([of('5 instance of tAmount'), of('500 instance of tAmount'), of('"5" instance of tAmount')]).toEqual([true, true, false]);
    expect([of('[5, 500] instance of tAmounts'), of('1 instance of tLoop')]).toEqual([true, false]);
    expect(conforms(fromJson([5, 500]), { kind: 'named', name: 'tAmounts' }, types)).toBe(false);
    expect(isInstance(fromJson([5, 500]), { kind: 'named', name: 'tAmounts' }, types)).toBe(true);
  });

  it.each([
    'number', 'list<string>', 'context<a: number, b: list<Any>>', 'function<number, string> -> boolean', 'range<date and time>',
    'years and months duration', 'tLoan', 'some imports.tLoan Type',
  ])('the type %s reads as it is written', (text) => {
    expect(typeText(typeOf(text))).toBe(text);
  });

  it.each(['', 'list<', 'list<number', '1', 'function<number>', 'context<a>', 'number number'])('%j is no type', (text) => {
    expect(parseType(text)).toBeUndefined();
  });
});

describe('implicit conversions', () => {
  it('puts a value into a list, takes it out of one, and makes a date a date and time', () => {
    expect(coerce(1, typeOf('list<number>'))).toEqual([1]);
    expect(coerce([1], number)).toBe(1);
    expect(coerce([1, 2], number)).toBeUndefined();
    expect(coerce('1', number)).toBeUndefined();
    expect(coerce(null, number)).toBeNull();
    expect(coerce(500, { kind: 'named', name: 'tAmount' }, types)).toBeUndefined();
    expect(valueOf('(function(d: date and time) d)(@"2024-01-01")')).toBe('2024-01-01T00:00:00Z');
    expect(valueOf('(function(d: number) d)("1")')).toBeNull();
    expect(valueOf('(function(l: list<number>) count(l))(7)')).toBe(1);
  });
});
