import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { errand, errandForm } from '../test/server/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../test/server/test-app.ts';

describe.each(databases)('elements, variables and messages of a running case on $kind', ({ open }) => {
  let app: TestApp;
  let key: string;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm }));
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    key = await app.start('errand', { variables: { total: 21, key: `corr-${Math.random()}` } });
  });

  const completeTask = async (): Promise<void> => {
    const [task] = await app.searchCase('user-tasks', key, { state: 'CREATED' });
    succeeded(await app.post(`/v2/user-tasks/${task!['userTaskKey']}/completion`));
  };
  const completeJob = async (): Promise<void> => {
    const [job] = await app.searchCase('jobs', key, { state: 'CREATED' });
    succeeded(await app.post(`/v2/jobs/${job!['jobKey']}/completion`, { variables: { paid: 1 } }));
  };

  test('element instances with type, state and scope', async () => {
    await completeTask();
    const elements = await app.searchCase('element-instances', key);
    expect(elements.map((element) => [element['elementId'], element['type'], element['state']])).toEqual(expect.arrayContaining([
      ['start', 'START_EVENT', 'COMPLETED'], ['check', 'USER_TASK', 'COMPLETED'], ['paying', 'SUB_PROCESS', 'ACTIVE'], ['charge', 'SERVICE_TASK', 'ACTIVE'],
    ]));
    const paying = elements.find((element) => element['elementId'] === 'paying')!['elementInstanceKey'];
    const inside = await app.searchCase('element-instances', key, { elementInstanceScopeKey: paying });
    expect(inside.map((element) => element['elementId'])).toEqual(expect.arrayContaining(['paying-start', 'charge']));
    expect(await app.searchCase('element-instances', key, { type: 'service_task', state: 'active' })).toHaveLength(1);
    expect(succeeded(await app.get(`/v2/element-instances/${paying}`)).body).toMatchObject({ elementId: 'paying', hasIncident: false, incidentKey: null, endDate: null });
    expect((await app.get('/v2/element-instances/7')).status).toBe(404);
  });

  test('an element goes by the name in its model, else by its id', async () => {
    const names = (await app.searchCase('element-instances', key)).map((element) => [element['elementId'], element['elementName']]);
    expect(names).toEqual(expect.arrayContaining([['check', 'Check it'], ['start', 'start']]));
    expect(await app.searchCase('element-instances', key, { elementName: { $like: 'Check*' } })).toHaveLength(1);
    expect(await app.searchCase('element-instances', key, { elementName: 'check' })).toHaveLength(0);
  });

  test('statistics of elements, of one case and of all of a definition', async () => {
    await completeTask();
    const statistics = async (): Promise<Body> => succeeded(await app.get(`/v2/process-instances/${key}/statistics/element-instances`)).body['items']!;
    const none = { active: 0, canceled: 0, incidents: 0, completed: 0 };
    expect(await statistics()).toEqual(expect.arrayContaining([
      { ...none, elementId: 'check', completed: 1 }, { ...none, elementId: 'paying', active: 1 }, { ...none, elementId: 'charge', active: 1 },
    ]));
    const [job] = await app.searchCase('jobs', key);
    succeeded(await app.post(`/v2/jobs/${job!['jobKey']}/failure`, { retries: 0 }));
    expect(await statistics()).toEqual(expect.arrayContaining([{ ...none, elementId: 'charge', incidents: 1 }]));
    const { processDefinitionKey } = succeeded(await app.get(`/v2/process-instances/${key}`)).body;
    const path = `/v2/process-definitions/${processDefinitionKey}/statistics/element-instances`;
    expect(succeeded(await app.post(path, { filter: { processInstanceKey: key } })).body['items']).toEqual(await statistics());
    const all = succeeded(await app.post(path)).body['items'] as readonly Body[];
    expect(all.find(({ elementId }) => elementId === 'start')!['completed']).toBeGreaterThan(1);
    succeeded(await app.post(`/v2/process-instances/${key}/cancellation`));
    expect(await statistics()).toEqual(expect.arrayContaining([{ ...none, elementId: 'charge', canceled: 1 }]));
    expect((await app.get('/v2/process-instances/16777216000/statistics/element-instances')).status).toBe(404);
    expect(succeeded(await app.post('/v2/process-definitions/7/statistics/element-instances')).body).toEqual({ items: [] });
  });

  test('cases by what one of their elements is doing', async () => {
    const found = async (filter: object): Promise<number> => (await app.searchCase('process-instances', key, filter)).length;
    expect(await found({ elementId: 'check', elementInstanceState: 'ACTIVE' })).toBe(1);
    await completeTask();
    // Something else is active, but not this element.
    expect(await found({ elementId: 'check', elementInstanceState: 'ACTIVE' })).toBe(0);
    expect(await found({ elementId: 'check', elementInstanceState: 'COMPLETED', hasElementInstanceIncident: false })).toBe(1);
    expect(await found({ hasElementInstanceIncident: true })).toBe(0);
    const [job] = await app.searchCase('jobs', key);
    succeeded(await app.post(`/v2/jobs/${job!['jobKey']}/failure`, { retries: 0 }));
    expect(await found({ hasElementInstanceIncident: true })).toBe(1);
    expect(await found({ elementId: 'paying', hasElementInstanceIncident: true })).toBe(0);
    expect(await found({ $or: [{ elementId: 'nothing' }, { elementId: { $in: ['charge'] }, elementInstanceState: { $neq: 'COMPLETED' }, hasElementInstanceIncident: true }] })).toBe(1);
  });

  test('incidents of an element and of what is in it', async () => {
    await completeTask();
    const [job] = await app.searchCase('jobs', key);
    succeeded(await app.post(`/v2/jobs/${job!['jobKey']}/failure`, { retries: 0, errorMessage: 'no' }));
    const elements = await app.searchCase('element-instances', key);
    const incidentsOf = async (elementId: string): Promise<Body> => {
      const element = elements.find((each) => each['elementId'] === elementId)!;
      return succeeded(await app.post(`/v2/element-instances/${element['elementInstanceKey']}/incidents/search`, { filter: { state: 'ACTIVE' } })).body['items']!;
    };
    expect(await incidentsOf('charge')).toMatchObject([{ elementId: 'charge', errorType: 'JOB_NO_RETRIES', errorMessage: 'no' }]);
    expect(await incidentsOf('paying')).toHaveLength(1);
    expect(await incidentsOf('check')).toEqual([]);
    expect((await app.post('/v2/element-instances/7/incidents/search')).status).toBe(404);
  });

  test('pages in the order of long values', async () => {
    const long = 'y'.repeat(9_000);
    succeeded(await app.send('PUT', `/v2/element-instances/${key}/variables`, { variables: { p: `${long}1`, q: `${long}2`, r: `${long}3` } }));
    const names: string[] = [];
    let after: Body | undefined;
    do {
      const page: object = after === undefined ? { limit: 1 } : { limit: 1, after };
      const { body } = succeeded(await app.post('/v2/variables/search', { filter: { processInstanceKey: key, name: { $in: ['p', 'q', 'r'] } }, sort: [{ field: 'value' }], page }));
      names.push(...(body['items'] as readonly Body[]).map(({ name }) => name as string));
      after = body['page']!['endCursor'] ?? undefined;
    } while (after !== undefined);
    expect(names).toEqual(['p', 'q', 'r']);
  });

  test('a case that nothing called is its own root', async () => {
    const { processDefinitionKey } = succeeded(await app.get(`/v2/process-instances/${key}`)).body;
    expect(succeeded(await app.get(`/v2/process-instances/${key}/call-hierarchy`)).body).toEqual([
      { processInstanceKey: key, processDefinitionKey, processDefinitionName: 'Errand' },
    ]);
  });

  test('variables are set where they are, or exactly in a scope', async () => {
    await completeTask();
    const [charge] = await app.searchCase('element-instances', key, { elementId: 'charge' });
    const scope = charge!['elementInstanceKey'] as string;
    succeeded(await app.send('PUT', `/v2/element-instances/${scope}/variables`, { variables: { total: 5, fresh: [1] } }));
    succeeded(await app.send('PUT', `/v2/element-instances/${scope}/variables`, { variables: { total: 6 }, local: true }));
    const found = await app.searchCase('variables', key, { name: { $in: ['total', 'fresh'] }, scopeKey: { $in: [key, scope] } });
    expect(found.map((variable) => [variable['name'], variable['scopeKey'], variable['value']])).toEqual(
      expect.arrayContaining([['total', key, '5'], ['fresh', key, '[1]'], ['total', scope, '6']]),
    );
    expect(found).toHaveLength(3);
    const one = found[0]!;
    const { isTruncated: _cut, ...whole } = one as unknown as Record<string, unknown>;
    expect(succeeded(await app.get(`/v2/variables/${one['variableKey']}`)).body).toEqual(whole);
    expect(await app.searchCase('variables', key, { name: 'total', value: '5' })).toHaveLength(1);
    expect((await app.get('/v2/variables/7')).status).toBe(404);
    expect((await app.send('PUT', '/v2/element-instances/7/variables', { variables: {} })).status).toBe(404);
  });

  test('a message reaches the case that waits for it, once', async () => {
    await completeTask();
    await completeJob();
    const [subscription] = await app.searchCase('message-subscriptions', key);
    expect(subscription).toMatchObject({ messageName: 'arrived', messageSubscriptionState: 'CREATED', elementId: 'wait' });
    const correlationKey = subscription!['correlationKey'];
    const publish = (messageId: string): Promise<{ status: number; body: Body }> =>
      app.post('/v2/messages/publication', { name: 'arrived', correlationKey, messageId, timeToLive: 60_000, variables: { parcel: 7 } });
    expect((await publish('m1')).body).toMatchObject({ tenantId: '<default>', messageKey: expect.stringMatching(/^\d+$/) as string });
    expect(await publish('m1')).toMatchObject({ status: 409, body: { title: 'ALREADY_EXISTS' } });
    await expect.poll(async () => (await app.get(`/v2/process-instances/${key}`)).body['state']).toBe('COMPLETED');
    expect(await app.searchCase('variables', key, { name: 'parcel' })).toMatchObject([{ value: '7' }]);
    expect(await app.searchCase('message-subscriptions', key)).toMatchObject([{ messageSubscriptionState: 'CORRELATED' }]);
  });

  test('a repeated publication with the same key is one message', async () => {
    const publish = (): ReturnType<TestApp['post']> =>
      app.post('/v2/messages/publication', { name: 'arrived', correlationKey: key, timeToLive: 60_000 }, { 'idempotency-key': `publish-${key}` });
    expect(succeeded(await publish()).body).toEqual(succeeded(await publish()).body);
  });

  test('timers that wait can be looked at', async () => {
    const timers = succeeded(await app.post('/api/timers/search', { filter: { processInstanceKey: key }, sort: [{ field: 'dueDate' }] })).body['items'] as readonly Body[];
    expect(timers).toMatchObject([{ elementId: 'late', processInstanceKey: key, processDefinitionId: 'errand' }]);
    expect(Date.parse(timers[0]!['dueDate'] as string) - Date.now()).toBeGreaterThan(3_000_000);
    await completeTask();
    expect(succeeded(await app.post('/api/timers/search', { filter: { processInstanceKey: key } })).body['items']).toEqual([]);
  });
});
