import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { errand, errandForm, fragile, jobOnly, taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Answer, type Body, type TestApp } from '../../test/server/test-app.ts';

const itemsOf = (answer: Answer): readonly Body[] => succeeded(answer).body['items'] as readonly Body[];

describe.each(databases)('process instances on $kind', ({ open }) => {
  let app: TestApp;
  let definitionKey: string;
  beforeAll(async () => {
    app = await openTestApp(await open());
    const { body } = succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm, 'task.bpmn': taskOnly('task'), 'job.bpmn': jobOnly('quick', 'quick.job'), 'fragile.bpmn': fragile }));
    definitionKey = body['deployments']![0]!['processDefinition']!['processDefinitionKey'] as string;
  });
  afterAll(() => app.close());

  const search = async (body: object): Promise<readonly Body[]> => itemsOf(await app.post('/v2/process-instances/search', body));
  const keysOf = (items: readonly Body[]): string[] => items.map((item) => item['processInstanceKey'] as string);

  test('is started by key or id, in a version, and found with what it was given', async () => {
    const answer = succeeded(await app.post('/v2/process-instances', { processDefinitionKey: definitionKey, tags: ['a'], businessId: 'order-7', tenantId: '<default>' }));
    const key = answer.body['processInstanceKey'] as string;
    expect(answer.body).toMatchObject({ processDefinitionKey: definitionKey, processDefinitionId: 'errand', processDefinitionVersion: 1, tags: ['a'], businessId: 'order-7' });
    expect(succeeded(await app.get(`/v2/process-instances/${key}`)).body).toEqual({
      processDefinitionId: 'errand', processDefinitionName: 'Errand', processDefinitionVersion: 1, processDefinitionVersionTag: 'v1.0',
      startDate: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as string, endDate: null, state: 'ACTIVE', hasIncident: false, tenantId: '<default>',
      processInstanceKey: key, processDefinitionKey: definitionKey, parentProcessInstanceKey: null, parentElementInstanceKey: null,
      rootProcessInstanceKey: key, tags: ['a'], businessId: 'order-7',
    });
    expect((await app.post('/v2/process-instances', { processDefinitionId: 'errand', processDefinitionVersion: 9 })).status).toBe(404);
    expect((await app.post('/v2/process-instances', { processDefinitionId: 'errand', processDefinitionVersion: 1 })).status).toBe(200);
  });

  test('a repeated Idempotency-Key gives the same case; with other content it is refused', async () => {
    const create = (variables: object): Promise<Answer> => app.post('/v2/process-instances', { processDefinitionId: 'task', variables }, { 'idempotency-key': 'once' });
    const first = succeeded(await create({ a: 1 })).body['processInstanceKey'];
    expect(succeeded(await create({ a: 1 })).body['processInstanceKey']).toBe(first);
    expect(await create({ a: 2 })).toMatchObject({ status: 409, body: { title: 'ALREADY_EXISTS' } });
  });

  test('starts at the elements that are named', async () => {
    const key = await app.start('errand', { startInstructions: [{ elementId: 'paying' }], variables: { total: 4, key: 'x' } });
    expect((await app.searchCase('jobs', key)).map((job) => job['elementId'])).toEqual(['charge']);
    expect((await app.post('/v2/process-instances', { processDefinitionId: 'errand', startInstructions: [{ elementId: 'nowhere' }] })).status).toBe(400);
  });

  test('the end is awaited, with the variables asked for', async () => {
    const awaited = app.post('/v2/process-instances', {
      processDefinitionId: 'quick', variables: { a: 1, b: 2 }, awaitCompletion: true, fetchVariables: ['a', 'c'], requestTimeout: 8_000,
    });
    const { jobs } = succeeded(await app.post('/v2/jobs/activation', { type: 'quick.job', timeout: 5_000, maxJobsToActivate: 1 })).body as unknown as { jobs: Body[] };
    succeeded(await app.post(`/v2/jobs/${jobs[0]!['jobKey']}/completion`, { variables: { c: [3] } }));
    expect(succeeded(await awaited).body).toMatchObject({ variables: { a: 1, c: [3] } });
  });

  test('who waits too long gets the key of the case, which goes on', async () => {
    const answer = await app.post('/v2/process-instances', { processDefinitionId: 'task', awaitCompletion: true, requestTimeout: 120 });
    expect(answer).toMatchObject({ status: 504, body: { title: 'DEADLINE_EXCEEDED', processInstanceKey: expect.stringMatching(/^\d+$/) as string } });
    const key = answer.body['processInstanceKey'] as string;
    expect(answer.body['detail']).toContain(`'${key}'`);
    expect(succeeded(await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'ACTIVE' });
  });

  test('who waits for a case that is cancelled is told', async () => {
    const awaited = app.post('/v2/process-instances', { processDefinitionId: 'task', awaitCompletion: true, businessId: 'cancelled-while-awaited' });
    let found: readonly Body[] = [];
    while (found.length === 0) found = await search({ filter: { businessId: 'cancelled-while-awaited' } });
    succeeded(await app.post(`/v2/process-instances/${keysOf(found)[0]}/cancellation`, { operationReference: 4 }));
    expect(await awaited).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
  });

  test('is cancelled once, by its own key only', async () => {
    const key = await app.start('task');
    const [task] = await app.searchCase('user-tasks', key);
    expect((await app.post(`/v2/process-instances/${task!['userTaskKey']}/cancellation`)).status).toBe(404);
    expect((await app.post(`/v2/process-instances/${key}/cancellation`)).status).toBe(204);
    expect(succeeded(await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'TERMINATED', endDate: expect.any(String) as string });
    expect(await app.post(`/v2/process-instances/${key}/cancellation`)).toMatchObject({
      status: 404, body: { detail: `Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '${key}', but no such process was found` },
    });
  });

  test('filters', async () => {
    const key = await app.start('errand', { variables: { total: 8, text: 'myValue', key: 'f' }, tags: ['blue', 'big'], businessId: 'filters' });
    const found = async (filter: object): Promise<number> => (await search({ filter: { processInstanceKey: key, ...filter } })).length;
    const matching: readonly object[] = [
      { state: 'active' }, { hasIncident: false }, { variables: [{ name: 'text', value: '"myValue"' }, { name: 'total', value: '8' }] },
      { tags: ['big'] }, { businessId: { $like: 'fil*' } }, { processDefinitionVersionTag: 'v1.0' }, { processDefinitionName: 'Errand' },
      { startDate: { $gte: '2020-01-01T00:00:00Z' } }, { endDate: { $exists: false } }, { elementId: 'check' }, { elementId: 'check', elementInstanceState: 'ACTIVE' },
      { parentProcessInstanceKey: { $exists: false } }, { hasRetriesLeft: false }, { hasElementInstanceIncident: false },
      { $or: [{ state: 'COMPLETED' }, { businessId: 'filters' }] }, { processInstanceKey: { $in: [key, '1'] } }, { processDefinitionKey: definitionKey },
      { $or: [] }, { state: { $in: [], $notIn: [] }, businessId: {}, startDate: { $in: [] }, processDefinitionKey: {}, errorMessage: {}, elementId: {}, tags: [], variables: [] },
      { errorMessage: { $exists: false } }, { errorMessage: { $neq: 'x' } }, { errorMessage: { $notIn: ['x', 'y'] } }, { errorMessage: { $in: [] } },
      { elementId: { $in: [] }, elementInstanceState: 'ACTIVE' },
      { variables: [{ name: 'absent', value: { $exists: false } }] }, { variables: [{ name: 'absent', value: { $neq: '1' } }] }, { variables: [{ name: 'text', value: { $exists: true } }] },
      { variables: [{ name: 'total', value: { $in: [], $neq: '9' } }] },
    ];
    for (const filter of matching) expect([filter, await found(filter)]).toEqual([filter, 1]);
    const others: readonly object[] = [
      { state: 'COMPLETED' }, { hasIncident: true }, { variables: [{ name: 'text', value: 'myValue' }] }, { tags: ['small'] }, { elementId: 'charge' },
      { errorMessage: { $like: '*' } }, { $or: [{ state: 'COMPLETED' }, { businessId: 'no' }] },
      { businessId: { $notIn: ['filters'] } }, { errorMessage: { $exists: true } }, { errorMessage: { $neq: 'x', $exists: true } },
      { variables: [{ name: 'absent', value: { $exists: true } }] }, { variables: [{ name: 'text', value: { $exists: false } }] }, { variables: [{ name: 'total', value: { $neq: '8' } }] },
      { variables: [{ name: 'absent', value: {} }] },
    ];
    for (const filter of others) expect([filter, await found(filter)]).toEqual([filter, 0]);
  });

  test('an incident is seen at the instance, found, and resolved', async () => {
    const key = await app.start('fragile');
    expect(succeeded(await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ hasIncident: true });
    const [incident] = itemsOf(await app.post(`/v2/process-instances/${key}/incidents/search`));
    expect(incident).toMatchObject({ state: 'ACTIVE', elementId: 'compute', processInstanceKey: key, jobKey: null, errorType: expect.stringMatching(/_ERROR$/) as string });
    const found = async (filter: object): Promise<number> => itemsOf(await app.post(`/v2/process-instances/${key}/incidents/search`, { filter })).length;
    expect([await found({ processInstanceKey: key, state: 'ACTIVE' }), await found({ processInstanceKey: '99' }), await found({ processInstanceKey: { $neq: key } })]).toEqual([1, 0, 0]);
    expect(await search({ filter: { processInstanceKey: key, hasIncident: true, errorMessage: { $exists: true }, hasElementInstanceIncident: true } })).toHaveLength(1);
    const [element] = await app.searchCase('element-instances', key, { elementId: 'compute' });
    expect(element).toMatchObject({ hasIncident: true, incidentKey: incident!['incidentKey'] });
    const resolve = (): Promise<Answer> => app.post(`/v2/incidents/${incident!['incidentKey']}/resolution`);
    succeeded(await app.send('PUT', `/v2/element-instances/${key}/variables`, { variables: { amount: 4 } }));
    succeeded(await resolve());
    expect(succeeded(await app.get(`/v2/incidents/${incident!['incidentKey']}`)).body).toMatchObject({ state: 'RESOLVED' });
    expect(succeeded(await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ hasIncident: false });
    expect((await resolve()).status).toBe(404);
    expect((await app.searchCase('variables', key, { name: 'sum' })).map((variable) => variable['value'])).toEqual(['5']);
    expect((await app.post('/v2/process-instances/99/incidents/search')).status).toBe(404);
  });

  test('pages by cursor neither lose nor repeat, forward and backward, in any order', async () => {
    const businessIds = ['c', 'a', 'b', null, 'a', null, 'b'];
    const started: string[] = [];
    for (const businessId of businessIds) started.push(await app.start('task', { tags: ['paged'], ...(businessId === null ? {} : { businessId }) }));
    const filter = { tags: ['paged'] };
    for (const sort of [undefined, [{ field: 'businessId', order: 'desc' }], [{ field: 'businessId' }, { field: 'startDate', order: 'DESC' }], [{ field: 'processInstanceKey', order: 'DESC' }]]) {
      const all = await search({ filter, sort });
      expect(keysOf(all).toSorted()).toEqual(started.toSorted());
      const pages: string[][] = [];
      let cursor: string | undefined;
      let last: Body | undefined;
      for (;;) {
        const page = succeeded(await app.post('/v2/process-instances/search', { filter, sort, page: { limit: 3, ...(cursor === undefined ? {} : { after: cursor }) } })).body;
        expect(page['page']).toMatchObject({ totalItems: 7, hasMoreTotalItems: false });
        if ((page['items'] as readonly Body[]).length === 0) break;
        pages.push(keysOf(page['items'] as readonly Body[]));
        cursor = page['page']!['endCursor'] as string;
        last = page;
      }
      expect(pages.flat()).toEqual(keysOf(all));
      const before = itemsOf(await app.post('/v2/process-instances/search', { filter, sort, page: { limit: 3, before: last!['page']!['startCursor'] } }));
      expect(keysOf(before)).toEqual(pages[1]);
    }
    const empty = succeeded(await app.post('/v2/process-instances/search', { filter: { tags: ['nobody'] } })).body;
    expect(empty).toEqual({ items: [], page: { totalItems: 0, hasMoreTotalItems: false, startCursor: null, endCursor: null } });
    const beyond = succeeded(await app.post('/v2/process-instances/search', { filter, page: { from: 50, limit: 5 } })).body;
    expect(beyond['page']).toMatchObject({ totalItems: 7 });
    const { endCursor } = succeeded(await app.post('/v2/process-instances/search', { filter, page: { limit: 2 } })).body['page']!;
    expect((await app.post('/v2/process-instances/search', { filter, sort: [{ field: 'state' }], page: { after: endCursor } })).status).toBe(400);
  });
});
