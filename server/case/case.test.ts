import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCaseFile, verifyCaseFile } from '../../engine/journal/index.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { databases } from '../../test/harness/databases.ts';
import { door, taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Answer, type Body, type TestApp } from '../../test/server/test-app.ts';

describe.each(databases)('the record of a case on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'door.statechart.json': door, 'task.bpmn': taskOnly('task') }));
  });
  afterAll(() => app.close());

  const send = (key: string, event: string, data: object = {}): Promise<Answer> => app.post(`/api/cases/${key}/events`, { event, data }, { 'acta-actor': 'ann' });
  const read = async (path: string): Promise<Body> => succeeded(await app.get(path)).body;
  const accepted = async (key: string): Promise<string[]> =>
    ((await read(`/api/cases/${key}/events`))['events'] as readonly Body[]).map((event) => event['event'] as string);

  test('a statechart takes the events that it says it takes', async () => {
    const key = await app.start('door');
    expect(await accepted(key)).toEqual(['CLOSE']);
    expect(await send(key, 'LOCK')).toMatchObject({ status: expect.toSatisfy((status: number) => status === 400 || status === 409) as number });
    expect(succeeded(await send(key, 'CLOSE', { hard: true })).body).toEqual({ caseKey: key, seq: 1 });
    expect(await accepted(key)).toEqual(['OPEN', 'LOCK']);
    succeeded(await send(key, 'LOCK'));
    expect(await accepted(key)).toEqual([]);
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'COMPLETED' });
    expect(await send(key, 'OPEN')).toMatchObject({ status: 404, body: { title: 'NOT_FOUND' } });
    expect(await read(`/api/cases/${key}/verdict`)).toMatchObject({ verified: true, chain: { ok: true, steps: 3, ended: true }, redecide: { verdict: 'equal' } });
    const [definition] = succeeded(await app.post('/v2/process-definitions/search', { filter: { processDefinitionId: 'door' } })).body['items'] as readonly Body[];
    expect(await app.get(`/v2/process-definitions/${definition!['processDefinitionKey']}/xml`)).toMatchObject({ text: door, type: 'application/json; charset=utf-8' });
  });

  test('a BPMN case takes no events', async () => {
    const key = await app.start('task');
    expect(await accepted(key)).toEqual([]);
    expect((await send(key, 'CLOSE')).status).toBeGreaterThanOrEqual(400);
    const [task] = await app.searchCase('user-tasks', key);
    expect((await send(task!['userTaskKey'] as string, 'CLOSE')).status).toBeGreaterThanOrEqual(400);
  });

  test('steps are paged, and say who did what', async () => {
    const key = await app.start('door');
    for (const event of ['CLOSE', 'OPEN', 'CLOSE']) succeeded(await send(key, event));
    const first = await read(`/api/cases/${key}/steps?limit=3`);
    expect(first).toMatchObject({ caseKey: key, next: 3 });
    const second = await read(`/api/cases/${key}/steps?from=3&limit=3`);
    expect(second).toMatchObject({ next: null });
    const steps = [...(first['steps'] as readonly Body[]), ...(second['steps'] as readonly Body[])];
    expect(steps.map((step) => [step['seq'], step['command']!['type'], step['onBehalfOf']?.['id'] ?? null])).toEqual([
      [0, 'CreateCase', null], [1, 'SendEvent', 'ann'], [2, 'SendEvent', 'ann'], [3, 'SendEvent', 'ann'],
    ]);
    expect(steps[1]).toMatchObject({ actor: { kind: 'anonymous', method: 'none' }, onBehalfOf: { kind: 'person', method: 'none' } });
    for (const [index, step] of steps.entries()) expect(step['prev']).toBe(index === 0 ? null : steps[index - 1]!['hash']);
    expect(JSON.parse(steps[1]!['record'] as string)).toMatchObject({ stream: key, seq: 1 });
    expect((await read(`/api/cases/${key}/steps?from=9`))['steps']).toEqual([]);
  });

  test('the state at any step', async () => {
    const key = await app.start('task', { variables: { a: 1 } });
    const [task] = await app.searchCase('user-tasks', key);
    succeeded(await app.post(`/v2/user-tasks/${task!['userTaskKey']}/completion`, { variables: { a: 2 } }));
    expect(await read(`/api/cases/${key}/state?seq=0`)).toMatchObject({ seq: 0, state: { status: 'active', variables: [[0, [['a', 1, 1]]]] } });
    expect(await read(`/api/cases/${key}/state`)).toMatchObject({ seq: 1, state: { status: 'completed', variables: [[0, [['a', 1, 2]]]] } });
    expect(await app.get(`/api/cases/${key}/state?seq=7`)).toMatchObject({ status: 404, body: { detail: `Expected a step 7 of case '${key}', but it has 2 steps` } });
    expect((await app.get(`/api/cases/${key}/state?seq=-1`)).status).toBe(400);
    expect(await app.get(`/api/cases/${key}/state?seq=x`)).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/\[seq\] cannot be parsed\. Expected .*, but found no number$/) as string } });
  });

  test('what searches read of it is compared with its journal', async () => {
    const key = await app.start('task', { variables: { a: 1 } });
    expect(await read(`/api/cases/${key}/verdict`)).toMatchObject({ verified: true, projections: { verdict: 'equal', differences: [] } });
    await app.runtime.database.query(`update variable set value = '2' where scope_key = $1`, [BigInt(key)]);
    expect(await read(`/api/cases/${key}/verdict`)).toMatchObject({
      verified: true,
      projections: { verdict: 'differs', differences: [{ table: 'variable', row: { scope_key: key, name: 'a' }, column: 'value', expected: '1', found: '2' }] },
    });
  });

  test('the case file verifies without the server', async () => {
    const key = await app.start('door');
    succeeded(await send(key, 'CLOSE'));
    const { text } = await app.get(`/api/cases/${key}/file`);
    expect(verifyCaseFile(readCaseFile(text), sha256)).toMatchObject({ ok: true, steps: 2, stream: key });
    const forged = text.replace('CLOSE', 'CLOSX');
    expect(forged).not.toBe(text);
    expect(verifyCaseFile(readCaseFile(forged), sha256)).toMatchObject({ ok: false });
  });

  test('faults are listed, newest first', async () => {
    await app.runtime.database.query(`insert into fault (stream, command, message) values (16777216, 'a', 'first'), (null, 'b', 'second')`);
    const { items } = (await read('/api/faults?limit=2')) as unknown as { items: Body[] };
    expect(items).toMatchObject([{ command: 'b', caseKey: null }, { command: 'a', caseKey: '16777216', message: 'first' }]);
    expect((await read(`/api/faults?before=${items[0]!['faultId']}&limit=1`))['items']).toMatchObject([{ command: 'a' }]);
  });
});
