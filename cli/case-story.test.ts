import { describe, expect, it } from 'vitest';
import { CaseStory } from './case-story.ts';

const definition = { id: 'procurement', version: 3 };
const element = (name: string) => ({ type: 'ElementActivated', ordinal: 9, element: name, kind: 'TASK', scope: 0 });
const task = { type: 'UserTaskCreated', ordinal: 5, element: 'approve', name: '审批', assignee: null, candidateUsers: [], candidateGroups: ['manager'], dueDate: null };

describe('the story of a case', () => {
  it('names what was created in an earlier step', () => {
    const story = new CaseStory();
    story.tell({ command: { type: 'CreateCase', definition }, events: [task] });

    const [headline] = story.tell({ command: { type: 'CompleteUserTask', task: 5 }, events: [] });

    expect(headline).toBe('completes task 审批');
  });

  it('tells what was asked, the values once, the way, and what waits now', () => {
    const amount = { type: 'VariableSet', ordinal: 2, scope: 0, name: 'amount', value: 1800 };
    const slot = { type: 'VariableSet', ordinal: 3, scope: 4, name: 'comment', value: null };

    const told = new CaseStory().tell({
      command: { type: 'CreateCase', definition },
      events: [amount, element('begin'), { ...amount, ordinal: 4, scope: 7 }, slot, element('approve'), task],
    });

    expect(told).toEqual(['starts procurement, version 3', 'amount = 1800', '→ begin → approve', 'task 审批 for manager']);
  });

  it('of nested states tells the innermost', () => {
    const told = new CaseStory().tell({ command: { type: 'SendEvent', event: 'SIGN' }, events: [element('open'), element('open.review'), element('open.reviewed')] });

    expect(told).toEqual(['event SIGN', '→ open.review → open.reviewed']);
  });

  it('notes what made a value null', () => {
    const told = new CaseStory().tell({
      command: { type: 'SetVariables' },
      events: [{ type: 'VariableSet', ordinal: 2, scope: 0, name: 'total', value: null }],
      warnings: [
        { code: 'UNKNOWN_FUNCTION', element: 'level', attribute: "input 'total'", name: 'summ' },
        { code: 'NULL_ARITHMETIC', element: 'level', attribute: "the assignee of 'level'" },
        { code: 'OF_A_LATER_VERSION', element: 'level', attribute: 'condition' },
      ],
    });

    expect(told).toEqual([
      'sets variables',
      'total = null',
      "note: input 'total' of 'level': No function found with name 'summ'",
      "note: the assignee of 'level': Expected two values, but it calculates with a missing one",
      "note: condition of 'level': OF_A_LATER_VERSION",
    ]);
  });

  it('says that a value was erased', () => {
    const told = new CaseStory().tell({ command: { type: 'SetVariables' }, events: [{ type: 'VariableSet', ordinal: 2, scope: 0, name: 'comment' }] });

    expect(told).toEqual(['sets variables', 'comment = (erased)']);
  });

  it('tells an incident, and the job it is at', () => {
    const story = new CaseStory();
    story.tell({ command: { type: 'CreateCase', definition }, events: [{ type: 'JobCreated', ordinal: 6, jobType: 'acta.number', element: 'assign' }] });

    const told = story.tell({
      command: { type: 'FailJob', job: 6, errorMessage: 'no answer' },
      events: [{ type: 'JobFailed', ordinal: 6, retries: 0, retryAt: 0, message: 'no answer' }, { type: 'IncidentCreated', ordinal: 7, element: 'assign', message: 'No more retries left.' }],
    });

    expect(told).toEqual(['fails at job acta.number: no answer', 'no retries left', 'INCIDENT at assign: No more retries left.']);
  });
});
