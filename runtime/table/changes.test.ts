import { describe, expect, it } from 'vitest';
import { Changes, planOf } from './changes.ts';

interface Row {
  readonly key: bigint;
  readonly state: string;
  readonly owner: string | null;
  readonly count: number;
}

const collect = (): Changes<Row, Partial<Omit<Row, 'key'>>> =>
  new Changes(planOf({ inserted: ['key', 'state', 'owner', 'count'], id: ['key'], changes: { state: 'kept by null', owner: 'kept if absent', count: 'added', lease: 'dropped' } }));

describe('changes of one table', () => {
  it('given a row of the batch, when it changes, then it is inserted as it is in the end', () => {
    const changes = collect();
    changes.put(1n, { key: 1n, state: 'NEW', owner: 'li', count: 0 });
    changes.change(1n, { key: 1n }, { state: 'OLD', owner: null });
    changes.change(1n, { key: 1n }, { count: 2 });
    changes.change(1n, { key: 1n }, { count: -1 });
    expect(changes.inserts.columns).toEqual({ key: [1n], state: ['OLD'], owner: [null], count: [1] });
    expect(changes.updates.size).toBe(0);
  });

  it('given a row from earlier, when it changes, then absent, null and sums are told apart', () => {
    const changes = collect();
    changes.change(1n, { key: 1n }, { state: 'A' });
    changes.change(1n, { key: 1n }, { count: 1 });
    changes.change(1n, { key: 1n }, { count: 1 });
    changes.change(2n, { key: 2n }, { owner: null });
    expect(changes.updates.columns).toEqual({
      key: [1n, 2n], state: ['A', null], owner: [null, null], ownerGiven: [false, true], count: [2, 0],
    });
    expect(changes.inserts.size).toBe(0);
  });

  it('given a row twice, then it is one with the later values', () => {
    const changes = collect();
    changes.put(1n, { key: 1n, state: 'A', owner: null, count: 0 });
    changes.put(1n, { key: 1n, state: 'B', owner: 'x', count: 3 });
    expect(changes.inserts.columns).toEqual({ key: [1n], state: ['B'], owner: ['x'], count: [3] });
  });
});
