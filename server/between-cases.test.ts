/** Signals, called cases and starts as clients see them, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catching, definitions, end, flows, message, node, start, timer, user } from '../test/case/bpmn-xml.ts';
import { databases } from '../test/harness/databases.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../test/server/test-app.ts';

const signal = '<bpmn:signalEventDefinition signalRef="s"/>';
const alarm = '<bpmn:signal id="s" name="alarm"/>';
const process = (id: string, content: string, roots = ''): string => definitions(`<bpmn:process id="${id}" name="The ${id}" isExecutable="true">${content}</bpmn:process>${roots}`);

const files = {
  'child.bpmn': process('child', `${start()}${user('work')}${end()}${flows('start -> work -> end')}`),
  'parent.bpmn': process('parent', `${start()}${node('callActivity', 'call', { extension: '<zeebe:calledElement processId="child"/>' })}${end()}${flows('start -> call -> end')}`),
  'waits.bpmn': process('waits', `${start()}${catching('wait', signal)}${end()}${flows('start -> wait -> end')}`, alarm),
  'alarmed.bpmn': process('alarmed', `${node('startEvent', 'begin', { content: signal })}${user('act')}${end()}${flows('begin -> act -> end')}`, alarm),
  'ordered.bpmn': process('ordered', `${node('startEvent', 'begin', { content: message('m') })}${user('act')}${end()}${flows('begin -> act -> end')}`, '<bpmn:message id="m" name="ordered"/>'),
  'daily.bpmn': process('daily', `${node('startEvent', 'begin', { content: timer('timeDate', '2000-01-01T00:00:00Z') })}${user('act')}${end()}${flows('begin -> act -> end')}`),
};

describe.each(databases)('between cases on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy(files));
  });
  afterAll(() => app.close());

  const search = async (filter: object): Promise<readonly Body[]> =>
    succeeded(await app.post('/v2/process-instances/search', { filter, sort: [{ field: 'processInstanceKey' }] })).body['items'] as readonly Body[];
  const settled = () => app.runtime.pipeline.settled();

  test('a signal is broadcast to who waits, and starts what begins with it', async () => {
    const key = await app.start('waits');
    await settled();
    const { body } = succeeded(await app.post('/v2/signals/broadcast', { signalName: 'alarm', variables: { level: 3 } }));
    expect(body).toEqual({ tenantId: '<default>', signalKey: expect.stringMatching(/^\d+$/) as string });
    await settled();
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'COMPLETED' });
    expect(await search({ processDefinitionId: 'alarmed' })).toMatchObject([{ state: 'ACTIVE', parentProcessInstanceKey: null }]);
    expect((await app.post('/v2/signals/broadcast', { signalName: '' })).status).toBe(400);
  });

  test('a signal that is repeated under its id is broadcast once', async () => {
    const count = async (): Promise<number> => (await search({ processDefinitionId: 'alarmed' })).length;
    const before = await count();
    const send = () => app.post('/v2/signals/broadcast', { signalName: 'alarm' }, { 'idempotency-key': 'alarm-1' });
    expect(succeeded(await send()).body).toEqual(succeeded(await send()).body);
    await settled();
    expect(await count()).toBe(before + 1);
  });

  test('who has called whom is in searches, in the hierarchy, and with everything of the case', async () => {
    const key = await app.start('parent');
    await settled();
    const [child] = await search({ parentProcessInstanceKey: key });
    const childKey = String(child?.['processInstanceKey']);
    const [element] = succeeded(await app.post('/v2/element-instances/search', { filter: { processInstanceKey: key, elementId: 'call' } })).body['items'] as readonly Body[];
    expect(child).toMatchObject({ processDefinitionId: 'child', rootProcessInstanceKey: key, parentElementInstanceKey: element?.['elementInstanceKey'] });
    expect(await search({ rootProcessInstanceKey: key })).toHaveLength(2);
    expect(await search({ parentElementInstanceKey: element?.['elementInstanceKey'] })).toHaveLength(1);
    expect((await app.searchCase('user-tasks', childKey))[0]).toMatchObject({ rootProcessInstanceKey: key });
    expect(succeeded(await app.get(`/v2/process-instances/${childKey}/call-hierarchy`)).body).toMatchObject([
      { processInstanceKey: key, processDefinitionName: 'The parent' }, { processInstanceKey: childKey, processDefinitionName: 'The child' },
    ]);
  });

  test('a called case is not cancelled alone, and ends with its caller', async () => {
    const key = await app.start('parent');
    await settled();
    const childKey = String((await search({ parentProcessInstanceKey: key }))[0]?.['processInstanceKey']);
    const refused = await app.post(`/v2/process-instances/${childKey}/cancellation`, {});
    expect([refused.status, refused.body['detail']]).toEqual([409, expect.stringContaining(`Cancel the case at the top of the calls, with key '${key}'`)]);
    succeeded(await app.post(`/v2/process-instances/${key}/cancellation`, {}));
    await settled();
    expect((await app.get(`/v2/process-instances/${childKey}`)).body).toMatchObject({ state: 'TERMINATED' });
  });

  test('a message starts a case', async () => {
    succeeded(await app.post('/v2/messages/publication', { name: 'ordered', correlationKey: 'k', variables: { n: 1 } }));
    await settled();
    const [begun] = await search({ processDefinitionId: 'ordered' });
    expect(await app.searchCase('variables', String(begun?.['processInstanceKey']))).toMatchObject([{ name: 'n', value: '1' }]);
  });

  test('a case that no start event without a trigger begins is not created by hand', async () => {
    const refused = await app.post('/v2/process-instances', { processDefinitionId: 'daily' });
    expect([refused.status, refused.body['detail']]).toEqual([400, expect.stringContaining("Expected process 'daily' to have a none start event, but it has none")]);
  });

  test('what a case has thrown is erased with it', async () => {
    succeeded(await app.deploy({ 'throws.bpmn': process('throws', `${start()}${node('intermediateThrowEvent', 'throw', { content: signal, extension: '<zeebe:ioMapping><zeebe:input source="=secret" target="secret"/></zeebe:ioMapping>' })}${end()}${flows('start -> throw -> end')}`, alarm) }));
    const key = await app.start('throws', { variables: { secret: 'classified' } });
    await settled();
    const holding = async (): Promise<number> => Number((await app.runtime.database.query<{ n: bigint }>(`select count(*) n from step where payload like '%classified%' and stream > (1::int8 << 62)`))[0]?.n);
    expect(await holding()).toBe(1);
    succeeded(await app.post(`/api/cases/${key}/erasure`, { because: 'asked' }));
    expect(await holding()).toBe(0);
  });
});
