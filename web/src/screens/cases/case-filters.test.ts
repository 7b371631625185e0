import { describe, expect, it } from 'vitest';
import { caseFilter, readCasesSearch } from './case-filters.ts';

describe('the filters of the list of cases', () => {
  it('reads what stands in the address and drops what it does not understand', () => {
    expect(readCasesSearch({ state: 'active', definition: 'procurement', q: 20260412, from: '2026-11-01', to: 'yesterday', variable: 'amount=5', other: 1 })).toEqual({
      state: 'active', definition: 'procurement', q: '20260412', from: '2026-11-01', variable: ['amount=5'],
    });
    expect(readCasesSearch({ state: 'sleeping', variable: ['nonsense'] })).toEqual({});
  });

  it('looks for a part of the business id or of the title, and for people', () => {
    expect(caseFilter(readCasesSearch({ q: 'PR*1', starter: 'li', person: 'sun' }))).toEqual({ text: 'PR*1', initiator: 'li', participant: 'sun' });
  });

  it('takes numbers and truth values for what they look like, all else as text', () => {
    expect(caseFilter({ variable: ['amount=500', 'urgent=true', 'category = equipment', 'note=a=b'] })).toEqual({
      variables: [{ name: 'amount', value: '500' }, { name: 'urgent', value: 'true' }, { name: 'category', value: '"equipment"' }, { name: 'note', value: '"a=b"' }],
    });
  });

  it('includes the whole last day', () => {
    const { startDate } = caseFilter({ from: '2026-11-01', to: '2026-11-01' }) as { startDate: { $gte: string; $lt: string } };

    expect(Date.parse(startDate.$lt) - Date.parse(startDate.$gte)).toBe(24 * 3_600_000);
  });

  it('asks for incidents among the running cases', () => {
    expect(caseFilter({ state: 'incident' })).toEqual({ state: 'ACTIVE', hasIncident: true });
  });
});
