import { describe, expect, it } from 'vitest';
import { idsInValues, participants, storyOf, takenWays, variableHistories, type RecordedStep } from './story.ts';

const person = (id: string, method = 'password') => ({ id, kind: 'person' as const, method });
const engine = { id: 'acta', kind: 'engine' as const, method: 'none' };
let seq = 0;
const step = (command: RecordedStep['command'], events: RecordedStep['events'], more: Partial<RecordedStep> = {}): RecordedStep => ({
  seq: seq++, at: '2026-11-26T09:00:00Z', actor: person('lina'), onBehalfOf: null, command, events, erased: false, ...more,
});
const variable = (ordinal: number, value: unknown, scope = 0) => ({ type: 'VariableSet', ordinal, scope, name: 'amount', value });
const task = { type: 'UserTaskCreated', ordinal: 5, element: 'approve', name: '审批', assignee: 'qian', candidateUsers: [], candidateGroups: [], dueDate: null };

describe('the story of a case', () => {
  it('tells who did what, and what then waits', () => {
    const told = storyOf([step({ type: 'CreateCase' }, [variable(2, 5), task]), step({ type: 'CompleteUserTask', task: 5, action: 'approve' }, [], { actor: person('qian') })]);

    expect(told.map(({ sentence, who, kind }) => [sentence.type, sentence.about, who?.id ?? null, kind])).toEqual([
      ['CreateCase', null, 'lina', 'person'],
      ['UserTaskCreated', '审批', null, 'machine'],
      ['CompleteUserTask', '审批', 'qian', 'person'],
    ]);
  });

  it('tells whose act it is, not who typed it; and whether that is proven', () => {
    const [told] = storyOf([step({ type: 'CreateCase' }, [], { onBehalfOf: person('qian', 'none') })]);

    expect(told!.who).toEqual({ id: 'qian', isAnonymous: false, isProven: false });
  });

  it('never gives what happens by itself a human subject', () => {
    const told = storyOf([step({ type: 'FireTimer', timer: 4 }, [], { actor: engine }), step({ type: 'Continue' }, [], { actor: engine }), step({ type: 'CompleteJob', job: 3 }, [], { actor: { id: 'worker', kind: 'client', method: 'apiKey' } })]);

    expect(told.map(({ sentence, who }) => [sentence.type, who])).toEqual([['FireTimer', null], ['CompleteJob', null]]);
  });

  it('tells each value of the case once, and that it was erased', () => {
    const erased: Record<string, unknown> & { type: string } = { type: 'VariableSet', ordinal: 3, scope: 0, name: 'note' };
    const [told] = storyOf([step({ type: 'SetVariables' }, [variable(2, 5), variable(2, 6), variable(9, 7, 4), erased])]);

    expect(told!.values).toEqual([{ name: 'amount', value: 6, isErased: false }, { name: 'note', value: undefined, isErased: true }]);
  });

  it('keeps every value of a variable, the latest first, those of the case before local ones', () => {
    const [ofCase, local] = variableHistories([
      step({ type: 'CreateCase' }, [{ type: 'ElementActivated', ordinal: 4, element: 'approve', scope: 0 }, variable(9, 1, 4), variable(2, 5)]),
      step({ type: 'SetVariables' }, [variable(2, 6)], { actor: person('qian') }),
    ]);

    expect(ofCase!.changes.map(({ value, who }) => [value, who?.id])).toEqual([[6, 'qian'], [5, 'lina']]);
    expect(local).toMatchObject({ element: 'approve' });
  });

  it('knows the ways that were taken', () => {
    const taken = takenWays([
      step({ type: 'CreateCase' }, [{ type: 'SequenceFlowTaken', flow: 'f1', scope: 0 }, { type: 'ElementActivated', ordinal: 1, element: 'a', scope: 0 }]),
      step({ type: 'SendEvent' }, [{ type: 'ElementCompleted', ordinal: 1 }, { type: 'ElementActivated', ordinal: 2, element: 'b', scope: 0 }]),
    ]);

    expect([...taken]).toEqual(['f1', 'a b']);
  });

  it('knows who took part', () => {
    const anonymous = { id: 'anonymous', kind: 'anonymous' as const, method: 'none' };

    expect(participants([step({ type: 'CreateCase' }, []), step({ type: 'SetVariables' }, [], { actor: anonymous }), step({ type: 'FireTimer' }, [], { actor: engine })])).toEqual(['lina']);
  });

  it('finds in the values, at every depth, what may be people', () => {
    const values = { by: 'qian', at: '2026-11-26T09:00:00Z', comment: 'All of it, please', approvals: [{ approver: 'luo' }], amount: 5 };

    expect(idsInValues([step({ type: 'SetVariables' }, [variable(1, values), variable(2, 'qian')])])).toEqual(['qian', 'luo']);
  });
});
