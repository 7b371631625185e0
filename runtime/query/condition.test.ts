import { describe, expect, test } from 'vitest';
import { keyParameter, likePattern } from './condition.ts';

describe('conditions', () => {
  test.each([
    ['a*b?c', 'a%b_c'],
    ['100%_', '100\\%\\_'],
    ['\\*\\?', '*?'],
    ['back\\\\slash', 'back\\\\slash'],
    ['lone\\', 'lone\\\\'],
  ])('the pattern %s is %s for Postgres', (pattern, like) => {
    expect(likePattern(pattern)).toBe(like);
  });

  test('a key that no int8 holds is the key of nothing', () => {
    expect([keyParameter('9223372036854775807'), keyParameter('9223372036854775808'), keyParameter('-99999999999999999999')]).toEqual([2n ** 63n - 1n, 0n, 0n]);
  });
});
