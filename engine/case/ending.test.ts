import { describe, expect, it } from 'vitest';
import { isContentEnding, isEnding } from './ending.ts';
import { evolve } from './evolve/index.ts';
import type { Phase } from './phase.ts';
import { CaseState } from './state.ts';

/** The case, in it element 1, in it element 2. */
const stateWith = (phases: { readonly [ordinal: number]: Phase }): CaseState => {
  const state = new CaseState();
  evolve(state, { type: 'CaseCreated', definition: { key: '1', id: 'p', version: 1, hash: 'h', dialect: 'bpmn' }, initiator: null });
  for (const ordinal of [1, 2]) evolve(state, { type: 'ElementActivated', ordinal, element: 'e', kind: 'subProcess', scope: ordinal - 1 });
  for (const [ordinal, phase] of Object.entries(phases)) evolve(state, { type: 'ElementPhaseChanged', ordinal: Number(ordinal), phase });
  return state;
};

describe('what is being ended', () => {
  it.each<[string, { readonly [ordinal: number]: Phase }, string]>([
    ['nothing changes its phase', {}, ''],
    ['the case is terminating', { 0: 'terminating' }, 'element 0, content 0, element 1, content 1, element 2, content 2'],
    ['the case is completing', { 0: 'completing' }, 'content 0, element 1, content 1, element 2, content 2'],
    ['the outer element is terminating', { 1: 'terminating' }, 'element 1, content 1, element 2, content 2'],
    ['the outer element is completing', { 1: 'completing' }, 'content 1, element 2, content 2'],
    ['the inner element is completing', { 2: 'completing' }, 'content 2'],
    ['the inner element is activating', { 2: 'activating' }, ''],
  ])('when %s', (_what, phases, ending) => {
    const state = stateWith(phases);
    const found = [0, 1, 2].flatMap((ordinal) => [
      ...(isEnding(state, ordinal) ? [`element ${ordinal}`] : []), ...(isContentEnding(state, ordinal) ? [`content ${ordinal}`] : []),
    ]);
    expect(found.join(', ')).toBe(ending);
  });

  it('is nothing that is gone', () => {
    expect([isEnding(stateWith({}), 9), isContentEnding(stateWith({}), 9)]).toEqual([false, false]);
  });
});
