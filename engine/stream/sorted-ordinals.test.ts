import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedOrdinals } from './sorted-ordinals.ts';

describe('ordinals in ascending order', () => {
  it('are those of a set, whatever was added and deleted in whatever order', () => {
    const changes = fc.array(fc.tuple(fc.boolean(), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(changes, (list) => {
        const sorted = new SortedOrdinals();
        const set = new Set<number>();
        for (const [isAdded, ordinal] of list) {
          if (isAdded === set.has(ordinal)) continue;
          if (isAdded) sorted.add(ordinal);
          else sorted.delete(ordinal);
          if (isAdded) set.add(ordinal);
          else set.delete(ordinal);
        }
        const expected = [...set].toSorted((a, b) => a - b);
        expect([[...sorted], sorted.first, sorted.size]).toEqual([expected, expected[0], set.size]);
      }),
    );
  });

  it('do not mind the deletion of what is not there', () => {
    const sorted = new SortedOrdinals();
    sorted.add(2);
    for (const ordinal of [1, 3]) sorted.delete(ordinal);
    expect([...sorted]).toEqual([2]);
  });
});
