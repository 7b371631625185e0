import { describe, expect, it } from 'vitest';
import { UnknownEventError } from '../../stream/decider.ts';
import type { Event } from '../event.ts';
import { CaseState } from '../state.ts';
import { eventTypes, evolve } from './index.ts';

const definition = { key: '1', id: 'p', version: 1, hash: 'h', dialect: 'bpmn' } as const;

const given = (...events: readonly Event[]): CaseState => {
  const state = new CaseState();
  for (const event of events) evolve(state, event);
  return state;
};

const created: Event = { type: 'CaseCreated', definition, initiator: 'ann' };
const activated = (ordinal: number, scope = 0): Event => ({ type: 'ElementActivated', ordinal, element: `e${ordinal}`, kind: 'subProcess', scope });
const job = (ordinal: number, instance: number): Event => ({ type: 'JobCreated', ordinal, instance, element: 'e', jobType: 'work', retries: 3, headers: {} });

describe('folding a case', () => {
  it('makes the case its own element 0', () => {
    const { status, elements, initiator } = given(created);
    expect([status, initiator, elements.get(0)]).toEqual(['active', 'ann', { element: 'p', kind: 'process', scope: -1, phase: 'active' }]);
  });

  it('keeps the variables of a case that has ended, and nothing else', () => {
    const state = given(
      created, { type: 'VariableSet', ordinal: 1, scope: 0, name: 'x', value: 1 }, { type: 'ContinuationRequested' }, { type: 'CaseTerminated' },
    );
    expect([state.status, state.elements.size, state.continuation, state.variables.toJSON()]).toEqual(['terminated', 0, null, [[0, [['x', 1, 1]]]]]);
  });

  it('takes up tokens with an activation, and drops what is in an element that leaves', () => {
    const state = given(
      created, activated(1), { type: 'SequenceFlowTaken', flow: 'f', scope: 1 }, { type: 'VariableSet', ordinal: 2, scope: 1, name: 'x', value: 1 },
      { type: 'SequenceFlowTaken', flow: 'g', scope: 0, held: true },
      { type: 'ElementActivated', ordinal: 3, element: 'a', kind: 'userTask', scope: 0, consumes: ['g'] },
    );
    expect(state.tokens.toJSON()).toEqual({ waiting: [[1, [['f', 1]]]], ready: [['f', 1]] });
    evolve(state, { type: 'ElementTerminated', ordinal: 1 });
    expect([state.tokens.toJSON(), state.variables.has(1)]).toEqual([{ waiting: [], ready: [] }, false]);
  });

  it('keeps the phase and what goes on afterwards', () => {
    const state = given(created, activated(1), { type: 'ElementPhaseChanged', ordinal: 1, phase: 'terminating', next: 2 });
    expect(state.elements.get(1)).toEqual({ element: 'e1', kind: 'subProcess', scope: 0, phase: 'terminating', next: 2 });
  });

  it.each<[string, Event, object | undefined]>([
    ['completed', { type: 'JobCompleted', ordinal: 2 }, undefined],
    ['canceled', { type: 'JobCanceled', ordinal: 2 }, undefined],
    ['failed', { type: 'JobFailed', ordinal: 2, retries: 1, retryAt: 5, message: '' }, { retries: 1 }],
    ['failed with a caught error', { type: 'JobErrorThrown', ordinal: 2, errorCode: 'E', message: '', caught: true }, undefined],
    ['failed with an error that nothing catches', { type: 'JobErrorThrown', ordinal: 2, errorCode: 'E', message: '', caught: false }, { retries: 3 }],
    ['given retries', { type: 'JobRetriesUpdated', ordinal: 2, retries: 9 }, { retries: 9 }],
    ['offered', { type: 'JobOffered', ordinal: 2 }, { retries: 3 }],
  ])('a job that is %s', (_what, event, expected) => {
    const row = given(created, activated(1), job(2, 1), event).jobs.get(2);
    expect(row === undefined).toBe(expected === undefined);
    expect({ ...row }).toMatchObject(expected ?? {});
  });

  it.each([true, false])('a subscription that is for one message (%s) goes with it', (once) => {
    const state = given(
      created, activated(1),
      { type: 'MessageSubscriptionOpened', ordinal: 2, instance: 1, target: 'e', messageName: 'm', correlationKey: 'k', once },
      { type: 'MessageCorrelated', ordinal: 2, message: '7', once },
    );
    expect(state.subscriptions.has(2)).toBe(!once);
  });

  it('remembers the highest ordinal, in whatever order they come', () => {
    expect(given(created, activated(5), activated(3)).lastOrdinal).toBe(5);
  });

  it.each(['JobFailed.2', 'constructor', '__proto__'])('refuses an event %s that it does not know', (type) => {
    expect(() => given(created, { type } as unknown as Event)).toThrow(UnknownEventError);
  });

  it('of every type can be undone, to the last row', () => {
    const state = given(created, activated(1), job(2, 1), { type: 'SequenceFlowTaken', flow: 'f', scope: 0 });
    const before = JSON.stringify(state);
    for (const type of eventTypes) {
      state.undo.open();
      evolve(state, {
        type, ordinal: 2, scope: 0, flow: 'f', instance: 1, element: 'e', name: 'x', value: 1, phase: 'completing', definition, retries: 8, changes: {},
        caught: true, once: true, snapshot: { s: 1 }, taken: ['f'], variables: {}, size: 2, loop: 1, case: '9',
      } as unknown as Event);
      state.undo.discard();
      expect(`${type} ${JSON.stringify(state)}`).toBe(`${type} ${before}`);
    }
  });
});
