import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../journal/index.ts';
import { admit } from './admission.ts';
import { limits } from './limits.ts';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('admission', () => {
  test('gives what the journal gives back: names in order, no -0, nothing undefined', () => {
    const admitted = admit({ type: 'CompleteJob', job: 3, action: undefined, variables: { b: { z: -0, a: [1] }, a: 'x' } });
    expect(admitted).toEqual({ kind: 'admitted', bytes: 58, command: { type: 'CompleteJob', job: 3, variables: { a: 'x', b: { a: [1], z: 0 } } } });
    expect(JSON.stringify(admitted)).toContain('"variables":{"a":"x","b":{"a":[1],"z":0}}');
  });

  test('is what parsing the canonical text gives, for any JSON without what is refused', () => {
    const property =
      fc.property(fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => !name.includes('\u0000')), fc.jsonValue({ maxDepth: 5 })), (variables) => {
        const admitted = admit({ type: 'x', variables });
        if (admitted.kind === 'rejected') return /zero character|surrogate|limit|at most|'__proto__'/.test(admitted.message);
        return JSON.stringify(admitted.command.variables) === JSON.stringify(JSON.parse(canonical(JSON.parse(JSON.stringify(variables)))));
      });

    expect(() => fc.assert(property)).not.toThrow();
  });

  test.each([
    ['a zero character', { variables: { a: 'x\u0000' } }, /^Expected variables\.a to have no zero character/],
    ['a zero character in a name', { variables: { 'x\u0000': 1 } }, /^Expected a name in variables to have no zero character/],
    ['half of a surrogate pair', { variables: { a: ['\ud800'] } }, /^Expected variables\.a\[0\] to be Unicode text/],
    ['too deep a value', { variables: nested(limits.jsonDepth + 1) }, /nested at most 64 levels/],
    ['infinity', { variables: { a: Infinity } }, /finite number/],
    ['a function', { variables: { a: () => 1 } }, /to be JSON, but it is a function/],
    ['a long assignee', { assignee: 'x'.repeat(513) }, /^Expected assignee to have at most 512 characters, but it has 513/],
    ['a long name in a list', { changes: { candidateUsers: ['x'.repeat(600)] } }, /changes\.candidateUsers/],
    ['a long name of a variable', { variables: { ['x'.repeat(257)]: 1 } }, /at most 256 characters/],
    ['an empty name of a variable', { variables: { '': 1 } }, /one is empty/],
    ['too many variables', { variables: Object.fromEntries(Array.from({ length: 10_001 }, (_unused, n) => [`v${n}`, n])) }, /at most 10000 variables at a time, but there are 10001/],
    ['too much', { variables: { a: 'x'.repeat(limits.commandBytes) } }, /at most 4194304 bytes/],
  ])('refuses %s', (_what, command, message) => {
    expect(admit(command)).toMatchObject({ kind: 'rejected', code: 'INVALID_ARGUMENT', message: expect.stringMatching(message) as string });
  });

  test('long values are welcome where no index holds them', () => {
    expect(admit({ errorMessage: 'x'.repeat(10_000), variables: { a: 'y'.repeat(10_000) } }).kind).toBe('admitted');
  });

  test('what looks like a prototype stays a value', () => {
    const admitted = admit({ variables: { x: JSON.parse('{"__proto__":{"polluted":true}}') as object } });
    expect(JSON.stringify(admitted)).toContain('"__proto__":{"polluted":true}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('a variable cannot be called like a prototype', () => {
    const admitted = admit({ variables: JSON.parse('{"__proto__":1}') as object });
    expect(admitted).toMatchObject({ kind: 'rejected', code: 'INVALID_ARGUMENT' });
  });
});
