import { describe, expect, it } from 'vitest';
import { boundary, caseOf, errors, flows, mapping, node, start, user } from '../../../test/case/bpmn-xml.ts';
import type { JsonObject } from '../../../engine/json/json.ts';
import type { CaseDriver } from '../../../test/case/case-driver.ts';
import { type Question } from '../../stream/index.ts';

const definition = { key: '9', id: 'child', version: 1, hash: '1'.repeat(64), dialect: 'bpmn' } as const;
const answer = (deployed: boolean) => (question: Question) => {
  if (question.type === 'caseNumber') return String(70 + question.n);
  return question.type === 'definition' ? (deployed ? definition : null) : undefined;
};
const child = String(70n << 24n);
const call = (attributes = '', more = ''): string =>
  node('callActivity', 'call', { extension: `<zeebe:calledElement processId="child" ${attributes}/>${more}` });
const model = (activity: string): string => start() + activity + user('next') + flows('start -> call -> next');
const begun = async (content: string, variables: JsonObject, deployed = true): Promise<CaseDriver> =>
  (await caseOf(content, errors('E') + '<bpmn:escalation id="X" escalationCode="X1"/>', { answer: answer(deployed) })).start(variables);
const sent = (driver: CaseDriver) => driver.steps.at(-1)?.outgoing;
const complete = (driver: CaseDriver, variables: JsonObject) =>
  driver.accept({ type: 'CompleteCall', instance: driver.instancesOf('call')[0] ?? 0, case: child, variables });

describe('a call activity', () => {
  it('starts a case with the variables that it sees, and tells it who called', async () => {
    const driver = await begun(model(call()), { amount: 7 });
    expect(sent(driver)).toEqual([
      { target: 70n << 24n, command: { type: 'CreateCase', definition, variables: { amount: 7 }, parent: String((1n << 24n) | BigInt(driver.instancesOf('call')[0] ?? 0)), root: String(1n << 24n) } },
    ]);
  });

  it.each([
    ['all of them', '', '', { result: 1, other: 2 }],
    ['none of them', 'propagateAllChildVariables="false"', '', {}],
    ['those that are mapped', '', mapping({}, { mine: '=result' }), { mine: 1 }],
  ])('goes on when it has completed, with its variables: %s', async (_what, attributes, more, expected) => {
    const driver = await begun(model(call(attributes, more)), {});
    complete(driver, { result: 1, other: 2 });
    expect([driver.active, driver.variables(), driver.state.calls.size]).toEqual([['next'], expected, 0]);
  });

  it('gives only its own variables when it says so', async () => {
    const driver = await begun(model(call('propagateAllParentVariables="false"', mapping({ x: '=amount + 1' }))), { amount: 7 });
    expect(sent(driver)).toMatchObject([{ command: { variables: { x: 8 } } }]);
  });

  it('tells what is caught of it, and is left at an error that comes out', async () => {
    const driver = await begun(model(call()) + boundary('b', 'call', '<bpmn:errorEventDefinition errorRef="E"/>') + user('mend') + flows('b -> mend'), {});
    expect(sent(driver)).toMatchObject([{ command: { caught: { errors: ['E'] } } }]);
    driver.accept({ type: 'FailCall', instance: driver.instancesOf('call')[0] ?? 0, case: child, errorCode: 'E', errorMessage: '', variables: { why: 'x' } });
    expect([driver.active, driver.variables()]).toEqual([['mend'], { why: 'x' }]);
  });

  it('hears escalations while the called case goes on', async () => {
    const driver = await begun(model(call()) + boundary('b', 'call', '<bpmn:escalationEventDefinition escalationRef="X"/>', { attributes: 'cancelActivity="false"' }) + user('look') + flows('b -> look'), {});
    driver.accept({ type: 'EscalateCall', instance: driver.instancesOf('call')[0] ?? 0, case: child, escalationCode: 'X1' });
    expect(driver.active).toEqual(['call', 'look']);
  });

  it('ends the called case when it is ended', async () => {
    const driver = await begun(model(call()), {});
    driver.accept({ type: 'CancelCase' });
    expect(sent(driver)).toEqual([{ target: 70n << 24n, command: { type: 'CancelCalledCase' } }]);
  });

  it('stands at an incident when nothing of the name is deployed, or the case was broken off, and calls again', async () => {
    const driver = await begun(model(call()), {}, false);
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'calledElement', message: "Expected process with BPMN process id 'child' to be deployed, but not found." }]);
    const other = await begun(model(call()), {});
    other.accept({ type: 'BreakCall', instance: other.instancesOf('call')[0] ?? 0, case: child, errorMessage: 'gone' });
    expect(other.state.calls.size).toBe(0);
    other.accept({ type: 'ResolveIncident', incident: other.incident('call') });
    expect(sent(other)).toMatchObject([{ command: { type: 'CreateCase' } }]);
  });

  it('does not listen to a case that it has not called', async () => {
    const driver = await begun(model(call()), {});
    expect(driver.reject({ type: 'CompleteCall', instance: driver.instancesOf('call')[0] ?? 0, case: '99', variables: {} }).code).toBe('NOT_FOUND');
  });
});

describe('a called case', () => {
  const called = async (content: string, caught = {}): Promise<CaseDriver> => {
    const driver = await caseOf(content, errors('E'));
    return driver.start({ x: 1 }, { parent: String((70n << 24n) | 3n), root: String(70n << 24n), caught });
  };

  it('tells its variables when it completes', async () => {
    const driver = await called(start() + user('a') + flows('start -> a'));
    driver.complete('a', { y: 2 });
    expect(sent(driver)).toEqual([{ target: 70n << 24n, command: { type: 'CompleteCall', instance: 3, case: String(1n << 24n), variables: { x: 1, y: 2 } } }]);
  });

  it('ends with an error that is caught outside, and stands at one that is not', async () => {
    const failing = start() + node('endEvent', 'fail', { content: '<bpmn:errorEventDefinition errorRef="E"/>' }) + flows('start -> fail');
    const driver = await called(failing, { errors: ['E'] });
    expect(driver.state.status).toBe('terminated');
    expect(sent(driver)).toMatchObject([{ command: { type: 'FailCall', errorCode: 'E' } }, { command: { type: 'BreakCall' } }]);
    expect((await called(failing)).state.incidents.size).toBe(1);
  });

  it('is cancelled by whoever called it, and by nobody else', async () => {
    const driver = await called(start() + user('a') + flows('start -> a'));
    expect(driver.reject({ type: 'CancelCase' }).message).toMatch(/Cancel the case at the top of the calls/);
    driver.accept({ type: 'CancelCalledCase' });
    expect(driver.state.status).toBe('terminated');
  });
});
