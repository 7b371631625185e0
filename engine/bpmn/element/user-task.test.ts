import { describe, expect, it } from 'vitest';
import { caseOf, end, flows, problemsOf, processXml, start, user } from '../../../test/case/bpmn-xml.ts';

const withTask = (extension: string) => caseOf(start() + user('review', extension) + end() + flows('start -> review -> end'));

describe('a user task', () => {
  it('is created with what the model says, and completing it goes on', async () => {
    const driver = await withTask(
      `<zeebe:assignmentDefinition assignee="=manager" candidateGroups="=[&quot;sales&quot;, &quot;legal&quot;]" candidateUsers="ann, bob"/>
       <zeebe:taskSchedule dueDate="=due" followUpDate="2030-02-01"/><zeebe:priorityDefinition priority="=10 * 2"/>
       <zeebe:formDefinition formId="review-form"/><zeebe:taskHeaders><zeebe:header key="hint" value="read it"/></zeebe:taskHeaders>`,
    );
    driver.start({ manager: 'mia', due: '2030-03-01T12:00:00+01:00' });
    expect(driver.eventsOf('UserTaskCreated')).toEqual([
      {
        type: 'UserTaskCreated',
        ordinal: driver.userTask('review'),
        instance: driver.instancesOf('review')[0],
        element: 'review',
        name: null,
        assignee: 'mia',
        candidateGroups: ['sales', 'legal'],
        candidateUsers: ['ann', 'bob'],
        dueDate: '2030-03-01T12:00:00+01:00',
        followUpDate: '2030-02-01T00:00:00.000Z',
        priority: 20,
        formId: 'review-form',
        externalFormReference: null,
        headers: { hint: 'read it' },
      },
    ]);
    driver.complete('review', { ok: true });
    expect(driver.state.status).toBe('completed');
    expect(driver.variables()).toMatchObject({ ok: true });
  });

  it.each([
    ['2030-07-01T12:00:00+02:00', '2030-07-01T12:00:00+02:00'],
    ['2030-07-01T12:00:00Z', '2030-07-01T12:00:00Z'],
    ['2030-07-01T12:00:00@Europe/Paris', '2030-07-01T10:00:00.000Z'],
    ['2030-07-01T12:00:00[Europe/Paris]', '2030-07-01T10:00:00.000Z'],
    ['2030-07-01T12:00:00', '2030-07-01T12:00:00.000Z'],
    ['', null],
  ])('with the due date %j is due at %j', async (given, dueDate) => {
    const driver = await withTask('<zeebe:taskSchedule dueDate="=due"/>');
    expect(driver.start({ due: given }).eventsOf('UserTaskCreated')).toMatchObject([{ dueDate }]);
  });

  it('has the form that an expression names', async () => {
    const driver = await withTask('<zeebe:formDefinition formId="=&quot;review-&quot; + kind"/>');
    expect(driver.start({ kind: 'short' }).eventsOf('UserTaskCreated')).toMatchObject([{ formId: 'review-short' }]);
  });

  it('has nobody assigned and priority 50 unless the model says otherwise', async () => {
    const driver = await withTask('<zeebe:assignmentDefinition assignee="=null"/>');
    expect(driver.start().eventsOf('UserTaskCreated')).toMatchObject([
      { assignee: null, candidateGroups: [], candidateUsers: [], dueDate: null, followUpDate: null, priority: 50, formId: null },
    ]);
  });

  it.each([
    ['assignee', '<zeebe:assignmentDefinition assignee="=5"/>', /the assignee of 'review' to be a text, but '=5' gave the number 5/],
    ['candidate groups', '<zeebe:assignmentDefinition candidateGroups="=[1]"/>', /to be a list of texts, but '=\[1\]' gave a list/],
    ['due date', '<zeebe:taskSchedule dueDate="=&quot;soon&quot;"/>', /to be a date and time, but .* gave the string "soon"/],
    ['priority', '<zeebe:priorityDefinition priority="=101"/>', /to be a whole number from 0 to 100/],
  ])('of which the %s cannot be evaluated stops with an incident', async (_what, extension, message) => {
    const driver = await withTask(extension);
    driver.start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'EXTRACT_VALUE_ERROR', phase: 'activate' }]);
    expect(driver.eventsOf('IncidentCreated')[0]!.message).toMatch(message);
    expect(driver.eventsOf('UserTaskCreated')).toEqual([]);
  });

  it('is created when its incident is resolved', async () => {
    const driver = await withTask('<zeebe:assignmentDefinition assignee="=who"/>');
    driver.start({ who: 1 });
    driver.accept({ type: 'SetVariables', scope: 0, variables: { who: 'ann' }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('review') });
    expect(driver.eventsOf('UserTaskCreated')).toMatchObject([{ assignee: 'ann' }]);
    expect(driver.complete('review').state.status).toBe('completed');
  });

  it('is assigned, updated and unassigned', async () => {
    const driver = await withTask('');
    const task = driver.start().userTask('review');
    driver.accept({ type: 'AssignUserTask', task, assignee: 'ann', allowOverride: false });
    expect(driver.reject({ type: 'AssignUserTask', task, assignee: 'bob', allowOverride: false }).code).toBe('INVALID_STATE');
    driver.accept({ type: 'UpdateUserTask', task, changes: { priority: 7 } });
    driver.accept({ type: 'UnassignUserTask', task });
    expect(driver.state.userTasks[task]).toMatchObject({ assignee: null, changes: { priority: 7 } });
  });

  it.each([
    ['<zeebe:priorityDefinition priority="101"/>', /the priority of user task 'review' to be a whole number from 0 to 100, but it is '101'/],
    ['<zeebe:taskSchedule dueDate="tomorrow"/>', /the due date of user task 'review' to be a date and time, but it is 'tomorrow'/],
    ['<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>', /link a deployed form by its id, but its form is embedded/],
    ['<zeebe:assignmentDefinition assignee="=1 +"/>', /the assignee of user task 'review' to be readable FEEL/],
  ])('with %s is refused', async (extension, message) => {
    const problems = await problemsOf(processXml(start() + user('review', extension) + flows('start -> review')));
    expect(problems).toMatchObject([{ element: 'review', line: 3, severity: 'error' }]);
    expect(problems[0]!.message).toMatch(message);
  });
});
