import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentlyUsed } from './recently-used.ts';

it('keeps what was used last, and never more than it may', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.array(fc.tuple(fc.boolean(), fc.nat(20)), { maxLength: 80 }), (max, uses) => {
      const kept = new RecentlyUsed<number, { readonly of: number }>(max);
      const order: number[] = [];
      for (const [isSet, key] of uses) {
        if (isSet) kept.set(key, { of: key });
        const found = kept.get(key);
        expect(found === undefined || found.of === key).toBe(true);
        if (found === undefined) continue;
        order.push(key);
        const recent = [...new Set(order.toReversed())].slice(0, Math.max(1, max >> 1));
        expect(kept.size).toBeLessThanOrEqual(Math.max(2, max));
        for (const other of recent) expect(kept.get(other)?.of).toBe(other);
        order.push(...recent.toReversed());
      }
    }),
  );
});
