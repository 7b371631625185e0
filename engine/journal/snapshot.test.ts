import { describe, expect, it } from 'vitest';
import { carried, definition, sha256, wholeHistory } from '../../test/journal/history.ts';
import { caseStream, evolve, initialState } from '../case/index.ts';
import { stateAt } from './fold.ts';
import { canonical } from '../json/canonical.ts';
import { restoreSnapshot, snapshotOf, snapshotVersion, stateHash } from './snapshot.ts';

describe('a snapshot', () => {
  const history = wholeHistory(['task', 'decision', 'message']);
  const state = stateAt(history.opened(), 1);
  const snapshot = snapshotOf('case', state, carried, sha256);

  it('names the kind of its stream, and gives the state back with members and tokens in the order of the hot one', () => {
    const hot = initialState();
    evolve(hot, { type: 'CaseCreated', definition, initiator: null });
    evolve(hot, { type: 'VariableSet', ordinal: 1, scope: 0, name: 'v', value: { zebra: 1, ant: 2, '5': 1 } });
    for (const flow of ['zebra', 'ant', '5']) evolve(hot, { type: 'SequenceFlowTaken', flow, scope: 0 });
    const stored = restoreSnapshot(snapshotOf('case', hot, carried, sha256), sha256);
    expect(stored).toMatchObject({ kind: 'case', carried });
    const restored = caseStream.restore(stored?.state);
    expect(JSON.stringify(restored)).toBe(JSON.stringify(hot));
    expect(restored.tokens.firstReady).toEqual({ flow: 'zebra', scope: 0 });
  });

  it('is ignored when any byte of it is another one', () => {
    let accepted = 0;
    for (let at = 0; at < snapshot.length; at++)
      for (const mask of [1, 32]) {
        const flipped = snapshot.slice(0, at) + String.fromCharCode(snapshot.charCodeAt(at) ^ mask) + snapshot.slice(at + 1);
        if (restoreSnapshot(flipped, sha256) !== undefined) accepted += 1;
      }
    expect(accepted).toBe(0);
    expect(restoreSnapshot(snapshot, sha256)).toEqual({ kind: 'case', state: JSON.parse(JSON.stringify(state)) as unknown, carried });
  });

  it.each(['', 'null', '[]', '5', '{}', snapshot.replace(`"v":${snapshotVersion}`, '"v":0')])('is ignored when it is none of ours (%#)', (text) => {
    expect(restoreSnapshot(text, sha256)).toBeUndefined();
  });

  it('has a state whose hash does not depend on the order of members', () => {
    const other = caseStream.restore(JSON.parse(canonical(state.toJSON())));
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(state));
    expect(stateHash(other, sha256)).toBe(stateHash(state, sha256));
    evolve(other, { type: 'ElementActivated', ordinal: 99, element: 'x', kind: 'task', scope: 0 });
    expect(stateHash(other, sha256)).not.toBe(stateHash(state, sha256));
  });

  it('has a version that must be raised with the shape of the state', () => {
    expect(snapshotVersion).toBe(2);
    expect(Object.keys(initialState().toJSON()).join()).toBe(
      'status,definition,initiator,lastOrdinal,continuation,configuration,elements,tokens,variables,userTasks,jobs,timers,subscriptions,incidents',
    );
  });
});
