import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { datedTask, errand, errandForm, taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Answer, type Body, type TestApp } from '../../test/server/test-app.ts';

describe.each(databases)('user tasks on $kind', ({ open }) => {
  let app: TestApp;
  let key: string;
  let task: string;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm, 'task.bpmn': taskOnly('task'), 'dated.bpmn': datedTask }));
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    key = await app.start('errand', { variables: { total: 21, note: 'x'.repeat(9_000), key: 'k1' }, tags: ['vip'] });
    task = (await app.searchCase('user-tasks', key))[0]!['userTaskKey'] as string;
  });

  test('a task that nobody is named for is found by what it has not', async () => {
    key = await app.start('task');
    for (const condition of [{ $exists: false }, { $neq: 'x' }, { $notIn: ['x'] }, { $notIn: [] }, {}])
      expect([condition, await found({ candidateGroup: condition, candidateUser: condition, assignee: condition })]).toEqual([condition, ['work']]);
    for (const condition of [{ $exists: true }, { $in: ['x'] }, { $like: '*' }, 'x'])
      expect([condition, await found({ candidateGroup: condition })]).toEqual([condition, []]);
  });

  test('a task is found by one of several alternatives, with all that is asked besides', async () => {
    expect(await found({ $or: [{ assignee: 'nobody' }, { candidateGroup: 'clerks', priority: 70 }] })).toEqual(['check']);
    expect(await found({ $or: [{ assignee: 'nobody' }, { candidateGroup: 'clerks', priority: 71 }] })).toEqual([]);
    expect(await found({ state: 'COMPLETED', $or: [{ elementId: 'check' }] })).toEqual([]);
    expect(await found({ $or: [] })).toEqual(['check']);
  });

  const read = async (): Promise<Body> => succeeded(await app.get(`/v2/user-tasks/${task}`)).body;
  const patch = (body: object): Promise<Answer> => app.send('PATCH', `/v2/user-tasks/${task}`, body);
  const found = async (filter: object): Promise<string[]> =>
    (await app.searchCase('user-tasks', key, filter)).map((item) => item['elementId'] as string);

  test('dates of no calendar stop no search', async () => {
    const given = ['2027-13-45', '2027-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '2027-01-01T00:00:00+23:59', '0001-01-01T00:00:00+14:00', '2027-01-01T00:00:00Z', '9999-12-31'];
    const cases = await Promise.all(given.map((due) => app.start('dated', { variables: { due } })));
    const among = { processInstanceKey: { $in: cases } };
    const sort = [{ field: 'dueDate', order: 'DESC' }];
    const search = async (page: object): Promise<Body> => succeeded(await app.post('/v2/user-tasks/search', { filter: among, sort, page })).body;
    const all = await search({});
    expect(all['items']!.map((item) => item['dueDate'])).toEqual(expect.arrayContaining(['2027-01-01T00:00:00+23:59', '2027-01-01T00:00:00Z']));
    const one = await search({ limit: 1 });
    expect((await search({ after: one['page']!['endCursor'] }))['items']).toEqual(all['items']!.slice(1));
    expect(succeeded(await app.post('/v2/user-tasks/search', { filter: { ...among, dueDate: { $lt: '2100-01-01T00:00:00Z' } } })).body['items']).toHaveLength(1);
  });

  test('a task says all that is known of it', async () => {
    expect(await read()).toMatchObject({
      name: 'Check it', state: 'CREATED', assignee: null, elementId: 'check', candidateGroups: ['clerks', 'managers'], candidateUsers: ['ann'],
      processDefinitionId: 'errand', completionDate: null, followUpDate: '2027-06-01T08:00:00+08:00', dueDate: '2027-12-31T23:59:59.000Z',
      tenantId: '<default>', externalFormReference: null, processDefinitionVersion: 1, customHeaders: { colour: 'blue' }, priority: 70,
      processName: 'Errand', processInstanceKey: key, rootProcessInstanceKey: key, tags: ['vip'], formKey: expect.stringMatching(/^\d+$/) as string,
    });
  });

  test.each([
    [{ state: 'created' }, 1],
    [{ state: { $in: ['COMPLETED', 'canceled'] } }, 0],
    [{ state: { $neq: 'CREATED' } }, 0],
    [{ assignee: { $exists: false } }, 1],
    [{ assignee: { $exists: true } }, 0],
    [{ assignee: 'ann' }, 0],
    [{ assignee: { $neq: 'ann' } }, 1],
    [{ candidateGroup: 'clerks' }, 1],
    [{ candidateGroup: { $in: ['x', 'managers'] } }, 1],
    [{ candidateGroup: { $like: 'cl?rk*' } }, 1],
    [{ candidateUser: 'bob' }, 0],
    [{ candidateGroup: { $neq: 'clerks' } }, 0],
    [{ candidateGroup: { $neq: 'others' } }, 1],
    [{ candidateGroup: { $notIn: ['others', 'managers'] } }, 0],
    [{ candidateGroup: { $in: ['managers'], $neq: 'others', $exists: true } }, 1],
    [{ candidateGroup: { $exists: false } }, 0],
    [{ candidateUser: { $exists: true } }, 1],
    [{ candidateGroup: {}, candidateUser: { $in: [], $notIn: [] }, assignee: {}, name: { $in: [] }, priority: { $notIn: [] }, state: {}, dueDate: {}, tags: [] }, 1],
    [{ assignee: { $in: [], $neq: 'ann' } }, 1],
    [{ localVariables: [{ name: 'hint', value: { $neq: '42' } }] }, 0],
    [{ localVariables: [{ name: 'absent', value: { $exists: false } }] }, 1],
    [{ localVariables: [{ name: 'hint', value: { $exists: false } }] }, 0],
    [{ priority: { $gte: 70, $lt: 71 } }, 1],
    [{ priority: { $gt: 70 } }, 0],
    [{ name: { $like: 'Check*' } }, 1],
    [{ name: { $like: 'Check%' } }, 0],
    [{ dueDate: { $gt: '2027-12-31T23:59:58Z' } }, 1],
    [{ dueDate: '2028-01-01T00:59:59+01:00' }, 1],
    [{ followUpDate: { $lt: '2027-06-01T00:00:00.001Z' } }, 1],
    [{ creationDate: { $lte: '2099-01-01T00:00:00Z' } }, 1],
    [{ completionDate: { $exists: true } }, 0],
    [{ tags: ['vip'] }, 1],
    [{ tags: ['vip', 'slow'] }, 0],
    [{ processInstanceVariables: [{ name: 'total', value: '21' }] }, 1],
    [{ processInstanceVariables: [{ name: 'hint', value: '42' }] }, 0],
    [{ localVariables: [{ name: 'hint', value: '42' }] }, 1],
    [{ localVariables: [{ name: 'total', value: { $like: '"hides*' } }] }, 1],
    [{ tenantId: '<default>' }, 1],
    [{ tenantId: 'other' }, 0],
    [{ processDefinitionId: { $in: ['errand', 'task'] } }, 1],
    [{ elementInstanceKey: '1' }, 0],
  ])('the filter %j finds %i', async (filter, count) => {
    expect(await found(filter)).toHaveLength(count);
  });

  test('is assigned, passed on, taken away', async () => {
    const assign = (body: object): Promise<Answer> => app.post(`/v2/user-tasks/${task}/assignment`, body);
    expect((await assign({ assignee: 'ann' })).status).toBe(204);
    expect(await read()).toMatchObject({ assignee: 'ann', state: 'CREATED' });
    expect((await assign({ assignee: 'ann', allowOverride: false })).status).toBe(204);
    expect(await assign({ assignee: 'bob', allowOverride: false })).toMatchObject({
      status: 409,
      body: { title: 'INVALID_STATE', detail: expect.stringContaining(`Expected to assign user task with key '${task}', but it is already assigned to 'ann'`) as string },
    });
    expect((await assign({ assignee: 'bob', action: 'claim' })).status).toBe(204);
    expect(await read()).toMatchObject({ assignee: 'bob' });
    expect((await app.send('DELETE', `/v2/user-tasks/${task}/assignee`)).status).toBe(204);
    expect(await read()).toMatchObject({ assignee: null });
  });

  test('dates come back as they were given, and are cleared by an empty text', async () => {
    expect((await patch({ changeset: { dueDate: '2030-01-02T03:04:05.678+02:00', priority: 5, candidateUsers: ['bob'], candidateGroups: [] } })).status).toBe(204);
    expect(await read()).toMatchObject({ dueDate: '2030-01-02T03:04:05.678+02:00', priority: 5, candidateUsers: ['bob'], candidateGroups: [] });
    expect((await patch({ changeset: { dueDate: '', followUpDate: null } })).status).toBe(204);
    expect(await read()).toMatchObject({ dueDate: null, followUpDate: '2027-06-01T08:00:00+08:00', priority: 5 });
    expect((await app.send('PATCH', `/v2/user-tasks/${task}/update`, { priority: 6 })).status).toBe(204);
    expect(await read()).toMatchObject({ priority: 6 });
  });

  test('the form and the variables of a task', async () => {
    const form = succeeded(await app.get(`/v2/user-tasks/${task}/form`)).body;
    expect(form).toMatchObject({ formId: 'errand-form', version: 1, schema: errandForm, tenantId: '<default>' });
    const search = async (what: string, body: object = {}): Promise<readonly Body[]> =>
      succeeded(await app.post(`/v2/user-tasks/${task}/${what}/search`, body)).body['items'] as readonly Body[];
    const named = (items: readonly Body[]): string[] => items.map((item) => `${item['name'] as string}=${(item['value'] as string).slice(0, 15)}`).sort();
    expect(named(await search('variables'))).toEqual(['hint=42', 'key="k1"', `note="${'x'.repeat(14)}`, 'total="hides it"', 'total=21']);
    expect(named(await search('effective-variables'))).toEqual(['hint=42', 'key="k1"', `note="${'x'.repeat(14)}`, 'total="hides it"']);
    expect(named(await search('effective-variables', { filter: { name: { $in: ['hint', 'total'] } }, page: { from: 1, limit: 1 }, sort: [{ field: 'name' }] }))).toEqual(['total="hides it"']);
    const [note] = await search('variables', { filter: { name: 'note' } });
    expect(note).toMatchObject({ isTruncated: true });
    expect(note!['value']).toHaveLength(8_191);
    const whole = succeeded(await app.post(`/v2/user-tasks/${task}/variables/search?truncateValues=false`, { filter: { name: 'note' } })).body['items']![0]!;
    expect(whole).toMatchObject({ isTruncated: false, value: JSON.stringify('x'.repeat(9_000)) });
    expect((await app.post('/v2/user-tasks/77/variables/search')).status).toBe(404);
    const plain = (await app.searchCase('user-tasks', await app.start('task')))[0]!['userTaskKey'] as string;
    expect(await app.get(`/v2/user-tasks/${plain}/form`)).toMatchObject({ status: 204, text: '' });
  });

  test('is completed once; a repeated key is answered as then', async () => {
    const complete = (headers = {}): Promise<Answer> => app.post(`/v2/user-tasks/${task}/completion`, { variables: { ok: true }, action: 'approve' }, headers);
    const named = { 'idempotency-key': `k-${task}`, 'acta-actor': Buffer.from('王芳').toString('latin1'), 'acta-on-behalf-of': 'boss' };
    expect((await complete(named)).status).toBe(204);
    expect((await complete(named)).status).toBe(204);
    expect(await complete()).toMatchObject({ status: 404, body: { title: 'NOT_FOUND' } });
    expect(await read()).toMatchObject({ state: 'COMPLETED', completionDate: expect.any(String) as string });
    const steps = succeeded(await app.get(`/api/cases/${key}/steps`)).body['steps'] as unknown as Body[];
    expect(steps.at(-1)).toMatchObject({ id: `k-${task}`, actor: { kind: 'anonymous' }, onBehalfOf: { id: 'boss', kind: 'person', method: 'none' }, command: { type: 'CompleteUserTask', action: 'approve' } });
    const other = await app.post(`/v2/user-tasks/${task}/completion`, { variables: { ok: false } }, named);
    expect(other).toMatchObject({ status: 409, body: { title: 'ALREADY_EXISTS', detail: expect.stringContaining('another command with the same id') as string } });
  });

  test('ends with its case', async () => {
    succeeded(await app.post(`/v2/process-instances/${key}/cancellation`));
    expect(await read()).toMatchObject({ state: 'CANCELED' });
    expect((await app.post(`/v2/user-tasks/${task}/completion`)).status).toBe(404);
  });
});
