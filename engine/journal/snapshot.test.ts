import { describe, expect, it } from 'vitest';
import { sha256, wholeHistory } from '../../test/journal/history.ts';
import { initialState } from '../case/index.ts';
import { stateAt } from './fold.ts';
import { restoreSnapshot, snapshotOf, snapshotVersion } from './snapshot.ts';

describe('a snapshot', () => {
  const history = wholeHistory(['task', 'decision', 'message']);
  const state = stateAt(history.opened(), 1);
  const snapshot = snapshotOf(state, sha256);

  it('restores members in the order in which the hot state has them', () => {
    const unsorted = initialState();
    unsorted.scopes[0] = { children: 0, tokens: { zebra: 1, ant: 2, '5': 1 } };
    const restored = restoreSnapshot(snapshotOf(unsorted, sha256), sha256);
    expect(JSON.stringify(restored)).toBe(JSON.stringify(unsorted));
    expect(Object.keys(restored?.scopes[0]?.tokens ?? {})).toEqual(['5', 'zebra', 'ant']);
  });

  it('is ignored when any byte of it is another one', () => {
    let accepted = 0;
    for (let at = 0; at < snapshot.length; at++)
      for (const mask of [1, 32]) {
        const flipped = snapshot.slice(0, at) + String.fromCharCode(snapshot.charCodeAt(at) ^ mask) + snapshot.slice(at + 1);
        if (restoreSnapshot(flipped, sha256) !== undefined) accepted += 1;
      }
    expect(accepted).toBe(0);
    expect(restoreSnapshot(snapshot, sha256)).toEqual(state);
  });

  it.each(['', 'null', '[]', '5', '{}', snapshot.replace(`"v":${snapshotVersion}`, '"v":0')])('is ignored when it is none of ours (%#)', (text) => {
    expect(restoreSnapshot(text, sha256)).toBeUndefined();
  });

  it('has a version that must be raised with the shape of the state', () => {
    expect(snapshotVersion).toBe(1);
    expect(Object.keys(initialState()).join()).toBe(
      'status,definition,now,seq,lastOrdinal,elements,scopes,variables,userTasks,jobs,timers,subscriptions,incidents,statechart',
    );
  });
});
