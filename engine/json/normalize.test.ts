import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from './canonical.ts';
import { normalize } from './normalize.ts';

describe('normalizing a value', () => {
  it('gives what reading its canonical text gives, the order of members included', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const normal = normalize(value);
        expect(JSON.stringify(normal)).toBe(JSON.stringify(JSON.parse(canonical(value))));
        expect(normalize(normal)).toEqual(normal);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the very object when nothing has to change, and copies only where something does', () => {
    const normal = { a: [{ b: 1, c: 'x' }], d: null };
    expect(normalize(normal)).toBe(normal);
    const mixed = { z: normal, y: -0 };
    const result = normalize(mixed) as { readonly z: unknown; readonly y: number };
    expect(result).not.toBe(mixed);
    expect(result.z).toBe(normal);
    expect(Object.is(result.y, 0)).toBe(true);
    expect(mixed).toEqual({ z: normal, y: -0 });
  });

  it('treats names of the prototype as names', () => {
    const normal = normalize(JSON.parse('{"z":1,"__proto__":2}'));
    expect(Object.getPrototypeOf(normal)).toBe(Object.prototype);
    expect(JSON.stringify(normal)).toBe('{"__proto__":2,"z":1}');
  });

  it.each<[unknown, string]>([
    [{ a: [undefined] }, 'Expected JSON at a[0], but found undefined'],
    [{ a: { '\ud800': 1 } }, 'Expected JSON at a.\ud800, but found a string with a lone surrogate'],
    [['\udfff'], 'Expected JSON at [0], but found a string with a lone surrogate'],
    [Number.NaN, 'Expected JSON, but found NaN'],
    [new Set(), 'Expected JSON, but found an object that is not plain'],
    [() => 1, 'Expected JSON, but found a function'],
  ])('refuses what is not JSON (%#)', (value, message) => {
    expect(() => normalize(value)).toThrow(message);
  });

  it('refuses a cycle', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => normalize(cycle)).toThrow('levels of nesting');
  });
});
