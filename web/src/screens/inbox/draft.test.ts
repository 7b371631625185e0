import { describe, expect, it } from 'vitest';
import { changedValues } from './draft.ts';

describe('a draft', () => {
  it('keeps what was typed, and leaves out what the case knows already', () => {
    const known = { amount: 100, items: [{ unit: 'kg' }], subject: 'steel' };

    expect(changedValues({ amount: 120, items: [{ unit: 'kg' }], subject: 'steel', comment: 'why', decision: null, note: '', invoice: { amount: null } }, known)).toEqual({ amount: 120, comment: 'why' });
  });
});
