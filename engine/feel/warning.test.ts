import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json/json.ts';
import { builtinNames } from './builtin/index.ts';
import { resultOf } from './evaluate-text.fixture.ts';
import { FeelFunction, feelEngine, feelWarningText, type FeelWarning } from './index.ts';

const VARIABLES: Readonly<Record<string, Json>> = { secret: 'hunter2', list: [1, 2], amount: 5, nothing: null };

const warningsOf = (text: string): readonly FeelWarning[] => resultOf(text, VARIABLES).warnings;

/** Code, the part of the text it points to, and the name. */
const seen = (text: string): readonly (readonly (string | undefined)[])[] =>
  warningsOf(text).map(({ code, from, to, name }) => [code, text.slice(from, to), name]);

describe('warnings', () => {
  it.each([
    ['x + 1', [['UNKNOWN_NAME', 'x', 'x'], ['NULL_ARITHMETIC', 'x + 1', undefined]]],
    ['1 + (2 * secret) + 3', [['WRONG_OPERANDS', '2 * secret', undefined], ['NULL_ARITHMETIC', '1 + (2 * secret)', undefined], ['NULL_ARITHMETIC', '1 + (2 * secret) + 3', undefined]]],
    ['amount / 0', [['ARITHMETIC_WITHOUT_RESULT', 'amount / 0', undefined]]],
    ['-secret', [['WRONG_OPERANDS', '-secret', undefined]]],
    ['summ(list)', [['UNKNOWN_FUNCTION', 'summ', 'summ']]],
    ['upper case(1)', [['WRONG_ARGUMENT_TYPE', 'upper case(1)', 'upper case']]],
    ['1 + upper case(secret, 2)', [['WRONG_ARGUMENTS', 'upper case(secret, 2)', 'upper case'], ['NULL_ARITHMETIC', '1 + upper case(secret, 2)', undefined]]],
    ['abs(n: 1, m: 2)', [['WRONG_ARGUMENTS', 'abs(n: 1, m: 2)', 'abs']]],
    ['sum([1, secret])', [['WRONG_ARGUMENT_TYPE', 'sum([1, secret])', 'sum']]],
    ['number(secret)', [['FAILED_CONVERSION', 'number(secret)', 'number']]],
    ['date("2024-02-30")', [['FAILED_CONVERSION', 'date("2024-02-30")', 'date']]],
    ['matches(secret, "(")', [['INVALID_PATTERN', 'matches(secret, "(")', 'matches']]],
    ['sqrt(-1)', [['FUNCTION_WITHOUT_RESULT', 'sqrt(-1)', 'sqrt']]],
    ['sublist(list, 3)', [['INDEX_OUT_OF_RANGE', 'sublist(list, 3)', 'sublist']]],
    ['list[3]', [['INDEX_OUT_OF_RANGE', '3', undefined]]],
    ['{a: 1}.b', [['UNKNOWN_MEMBER', 'b', 'b']]],
    ['{a: 1}. b .c', [['UNKNOWN_MEMBER', 'b', 'b'], ['MEMBER_OF_NULL', 'c', 'c']]],
    ['secret.length', [['UNKNOWN_PROPERTY', 'length', 'length']]],
    ['amount > nothing', [['NULL_COMPARISON', 'amount > nothing', undefined]]],
    ['nothing between 1 and 2', [['NULL_COMPARISON', 'nothing between 1 and 2', undefined]]],
    ['amount in (> nothing)', [['NULL_COMPARISON', '> nothing', undefined]]],
    ['amount = secret', [['DIFFERENT_TYPES', 'amount = secret', undefined]]],
    ['nothing = null', []],
    ['if secret then 1 else 2', [['NOT_A_CONDITION', 'secret', undefined]]],
    ['list[secret]', [['NOT_A_CONDITION', 'secret', undefined]]],
    ['some x in list satisfies secret', [['NOT_A_CONDITION', 'secret', undefined]]],
    ['for x in nothing return x', [['NOT_A_LIST', 'nothing', undefined]]],
    ['@"tomorrow"', [['INVALID_LITERAL', '@"tomorrow"', undefined]]],
    ['[1..secret]', [['INVALID_RANGE', '[1..secret]', undefined]]],
    ['{a: 1, a: 2}', [['REPEATED_MEMBER', '{a: 1, a: 2}', 'a']]],
    ['list(1)', [['UNKNOWN_FUNCTION', 'list', 'list']]],
    ['{f: 1}.f(2)', [['NOT_A_FUNCTION', '{f: 1}.f', undefined]]],
    ['(function(a: number) a)(secret)', [['WRONG_ARGUMENT_TYPE', '(function(a: number) a)(secret)', undefined]]],
    ['(function() external {})()', [['EXTERNAL_FUNCTION', '(function() external {})()', undefined]]],
    ['sort(list, function(a, b) a.x < b)', [['UNKNOWN_PROPERTY', 'x', 'x'], ['NULL_COMPARISON', 'a.x < b', undefined], ['DIFFERENT_TYPES', 'sort(list, function(a, b) a.x < b)', 'sort']]],
    ['for x in list return x.a', [['UNKNOWN_PROPERTY', 'a', 'a']]],
  ])('of %s point to their part of it', (text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  it('become sentences without a value in them', () => {
    const text = 'x + amount * secret + number(secret) + {a: secret}.b';
    const sentences = warningsOf(text).map((warning) => feelWarningText(warning, text));
    expect(sentences.slice(0, 2)).toEqual(["No variable found with name 'x'", "Expected values that can be calculated with each other, but 'amount * secret' has others"]);
    expect(JSON.stringify([warningsOf(text), sentences])).not.toContain('hunter2');
    expect(feelWarningText({ code: 'NULL_COMPARISON', from: 0, to: 200 }, 'a <\n  b')).toBe("Expected two values to compare, but in 'a < b' one is missing");
  });

  it('hold no value, whatever function gets it', () => {
    const secrets = ['hunter2', ['hunter2'], { hunter2: 'hunter2' }, 31_337.25, [31_337.25], null];
    const argument = fc.constantFrom(...secrets.map((_secret, index) => `s${index}`), 's0 = s3', '[s0]', 'function(a, b) a', '@"P1D"', '1');
    const scope = { get: (name: string) => secrets[Number(name.slice(1))] };
    let told = 0;
    fc.assert(
      fc.property(fc.constantFrom(...builtinNames()), fc.array(argument, { maxLength: 4 }), (name, args) => {
        const text = `${name}(${args.join(', ')}) + s0.x - s3[9]`;
        const compilation = feelEngine.compile(text);
        if (!compilation.ok) throw new Error(compilation.errors[0]?.message);
        const { warnings } = compilation.program.run(scope, { now: 0 });
        const said = JSON.stringify([warnings, warnings.map((warning) => feelWarningText(warning, text))]);
        told += warnings.length;
        expect(said).not.toMatch(/hunter2|31.?337/);
        for (const { from, to } of warnings) expect([from >= 0, from <= to, to <= text.length]).toEqual([true, true, true]);
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(500);
  });

  it('are told once each, and end with a word that there were more', () => {
    const names = Array.from({ length: 300 }, (_, index) => `x${index}`);
    const warnings = warningsOf(`[${names.join(', ')}]`);
    expect(warnings).toHaveLength(101);
    expect(warnings.at(-1)?.code).toBe('MORE_WARNINGS');
    expect(warningsOf('for i in 1..1000 return y')).toEqual([{ code: 'UNKNOWN_NAME', from: 24, to: 25, name: 'y' }]);
  });

  it('of a function from another text point to its call', () => {
    const made = feelEngine.compile('function(a) unknown to this text + a', 'expression', ['unknown to this text']);
    const value = made.ok ? made.program.evaluate({ get: () => undefined }, { now: 0 }).value : null;
    expect(value).toBeInstanceOf(FeelFunction);
    const calling = feelEngine.compile('1 + f(2)');
    const result = calling.ok ? calling.program.run({ get: (name) => (name === 'f' ? value : undefined) }, { now: 0 }) : undefined;
    expect(result?.warnings).toEqual([
      { code: 'UNKNOWN_NAME', from: 4, to: 8, name: 'unknown to this text' },
      { code: 'NULL_ARITHMETIC', from: 4, to: 8 },
      { code: 'NULL_ARITHMETIC', from: 0, to: 8 },
    ]);
  });
});
