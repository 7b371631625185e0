import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rebuildProjections } from '../../runtime/projection/rebuild.ts';
import { databases } from '../../test/harness/databases.ts';
import { taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../../test/server/test-app.ts';

describe.each(databases)('comments on $kind', ({ open }) => {
  let app: TestApp;
  let key: string;
  let task: string;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'task.bpmn': taskOnly('task') }));
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    key = succeeded(await app.post('/v2/process-instances', { processDefinitionId: 'task' }, { 'acta-actor': 'ann' })).body['processInstanceKey'] as string;
    task = (await app.searchCase('user-tasks', key))[0]!['userTaskKey'] as string;
  });

  const say = (body: object, by = 'bob') => app.post(`/api/cases/${key}/comments`, body, { 'acta-actor': by });
  const said = async (): Promise<Body> => succeeded(await app.get(`/api/cases/${key}/comments`)).body['items']!;
  const people = async (): Promise<unknown[]> =>
    (await app.runtime.database.queryValues('select person from participant where case_key = $1 order by person', [BigInt(key)])).flat();

  test('what is said of a case and of a task is found, in its order, with who said it', async () => {
    const first = await say({ text: '为什么这么贵?' });
    expect([first.status, first.body]).toEqual([201, { key: expect.stringMatching(/^\d+$/) as string, text: '为什么这么贵?', by: 'bob', at: expect.any(String) as string, userTaskKey: null }]);
    const second = succeeded(await say({ text: 'Because.', userTaskKey: task }, 'ann')).body;
    expect(await said()).toEqual([first.body, second]);
    expect(second['userTaskKey']).toBe(task);
  });

  test('a task that has ended can be spoken of as long as the case goes on', async () => {
    expect((await say({ text: 'x', userTaskKey: String(BigInt(task) + 1n) })).status).toBe(404);
    const other = await app.start('task');
    const [foreign] = await app.searchCase('user-tasks', other);
    expect((await say({ text: 'x', userTaskKey: foreign!['userTaskKey'] })).status).toBe(404);
  });

  test('a text of nothing and one that is too long are refused', async () => {
    for (const text of ['', ' \n', 'x'.repeat(10_001)]) expect((await say({ text })).status).toBe(400);
    expect(await said()).toEqual([]);
  });

  test('a case that has ended takes no comment', async () => {
    succeeded(await app.post(`/v2/user-tasks/${task}/completion`, {}));
    expect((await say({ text: 'too late' })).status).toBe(404);
  });

  test('who started a case, was given a task, did one or said something took part in it, each once', async () => {
    for (const assignee of ['cyd', 'dan']) succeeded(await app.post(`/v2/user-tasks/${task}/assignment`, { assignee }));
    for (const text of ['a', 'b']) succeeded(await say({ text }, 'eva'));
    succeeded(await app.post(`/v2/user-tasks/${task}/completion`, {}, { 'acta-actor': 'fay' }));
    expect(await people()).toEqual(['ann', 'cyd', 'dan', 'eva', 'fay']);
    await rebuildProjections(app.runtime.database, app.runtime.kinds);
    expect(await people()).toEqual(['ann', 'cyd', 'dan', 'eva', 'fay']);
    const verdict = succeeded(await app.get(`/api/cases/${key}/verdict`)).body;
    expect([verdict['chain']!['ok'], verdict['redecide']!['verdict'], verdict['projections']]).toEqual([true, 'equal', { verdict: 'equal', differences: [] }]);
  });

  test('erasing the values of the case takes the text away; who said something stands', async () => {
    succeeded(await say({ text: 'secret' }));
    succeeded(await app.post(`/v2/user-tasks/${task}/completion`, {}));
    succeeded(await app.post(`/api/cases/${key}/erasure`, { because: 'asked for' }));
    expect(await said()).toMatchObject([{ text: null, by: 'bob' }]);
    const [{ count } = { count: -1 }] = await app.runtime.database.query<{ count: number }>(`select count(*)::int4 count from step where stream = $1 and payload like '%secret%'`, [BigInt(key)]);
    expect(count).toBe(0);
  });
});
