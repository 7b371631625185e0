/** Where Camunda 8 and BPMN say more than one would guess; the kernel's version 3 decides these as they do. */
import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, error, errors, exclusive, flows, mapping, processXml, script, service, start, user } from '../../test/case/bpmn-xml.ts';
import { feelEngine } from '../feel/index.ts';
import { decideOn } from '../stream/index.ts';
import { compileBpmn } from './index.ts';
import { caseStream } from '../case/index.ts';

const nested = () => caseOf(start() + service('work', mapping({}, { 'address.city': '=address.city' })) + user('after') + flows('start -> work -> after'));

describe('an output mapping into a member', () => {
  it.each([
    ['a result that has the name of the target', { address: { city: 'X', zip: '99' } }],
    ['one that has another member only', { address: { city: 'X' } }],
  ])('given %s, then the variable around the element keeps its other members', async (_what, result) => {
    const driver = (await nested()).start({ address: { street: 'S1' } });
    driver.accept({ type: 'CompleteJob', job: driver.job('work'), variables: result });
    expect(driver.variables()).toEqual({ address: { street: 'S1', city: 'X' } });
  });

  it('is decided again as version 2 did where that has decided it', async () => {
    const driver = (await nested()).start({ address: { street: 'S1' } });
    const command = { type: 'CompleteJob', job: driver.job('work'), variables: { address: { city: 'X', zip: '99' } } } as const;
    const decision = decideOn(caseStream, { state: driver.state, model: driver.executable, command }, { ...driver.facts(), kernel: 2 });
    expect(decision.kind === 'accepted' && decision.events.findLast((event) => event.type === 'VariableSet')).toMatchObject({ value: { city: 'X', zip: '99' } });
  });
});

describe('a job without retries', () => {
  it('is neither completed nor ended by an error, caught or not, until it has some again', async () => {
    const driver = await caseOf(start() + service('work') + boundary('caught', 'work', error('E')) + end() + flows('start -> work -> end', 'caught -> end'), errors('E'));
    driver.start();
    const job = driver.job('work');
    driver.accept({ type: 'FailJob', job, retries: 0, retryBackOffMs: 0, errorMessage: '' });
    for (const command of [
      { type: 'CompleteJob', job, variables: {} }, { type: 'ThrowJobError', job, errorCode: 'E', errorMessage: '', variables: {} }, { type: 'ThrowJobError', job, errorCode: 'other', errorMessage: '', variables: {} },
    ] as const)
      expect(driver.reject(command)).toMatchObject({ code: 'INVALID_STATE' });
    driver.accept({ type: 'UpdateJob', job, retries: 1 });
    driver.accept({ type: 'CompleteJob', job, variables: {} });
    expect(driver.state.status).toBe('completed');
  });
});

describe('a condition on a default flow', () => {
  it('is ignored, with a warning', async () => {
    const content = start() + exclusive('g', 'b') + user('a') + user('b') + end() + flows('start -> g', 'g -> a if false', 'g -> b if false', 'a -> end', 'b -> end');
    const compilation = await compileBpmn(processXml(content), feelEngine);
    expect(compilation.ok && compilation.warnings).toMatchObject([{ severity: 'warning', message: expect.stringContaining('which is ignored') as string }]);
    expect((await caseOf(content)).start().active).toEqual(['b']);
  });
});

describe('a value that the store cannot hold', () => {
  it.each([
    ['half of a surrogate pair', '=substring("😀", 1, 1) + "x"'],
    ['a zero character', '=from json("\\"a\\\\u0000b\\"")'],
    ['a zero character in a context', '=from json("{\\"a\\": [\\"\\\\u0000\\"]}")'],
  ])('given an expression that gives %s, then it is an incident at the element, or no such value', async (_what, expression) => {
    const driver = (await caseOf(start() + script('work', 'x', expression) + end() + flows('start -> work -> end'))).start();
    const stored = JSON.stringify(driver.state.variables);
    expect(stored).not.toMatch(/\\u0000|[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(driver.eventsOf('IncidentCreated').length + driver.eventsOf('CaseCompleted').length).toBe(1);
  });

  it('given more retries than the store holds, then it is an incident at the element', async () => {
    const driver = (await caseOf(start() + service('work', '', 'type="work" retries="=n"') + flows('start -> work'))).start({ n: 10_000_000_000 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ element: 'work', errorType: 'extractValue' }]);
  });
});
