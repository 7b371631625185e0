/** After an erasure the values are nowhere in the database, and the record still holds. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { messageProcess } from '../../test/runtime/models.ts';
import { taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../../test/server/test-app.ts';

const secret = 'Li-Mins-diagnosis';

describe.each(databases)('erasing a case on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'task.bpmn': taskOnly('task'), 'message.bpmn': messageProcess('message') }));
  });
  afterAll(() => app.close());

  /** In which tables the text occurs, in any column; bytes are looked at as text. */
  const places = (text: string): Promise<string[]> => app.runtime.database.transaction(async (database) => {
    await database.query('set local role none');
    const tables = await database.query<{ name: string }>(`select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`);
    const found: string[] = [];
    for (const { name } of tables) {
      const content = name.startsWith('step') ? `(t.payload, convert_from(t.record, 'UTF8'))` : 't';
      const [row] = await database.query<{ n: bigint }>(`select count(*) n from ${name} t where ${content}::text like '%' || $1 || '%'`, [text]);
      if (row !== undefined && row.n > 0n) found.push(name);
    }
    return found;
  });

  const erase = (key: string, because = 'asked for by the person') => app.post(`/api/cases/${key}/erasure`, { because }, { 'acta-actor': 'dpo' });

  test('given an ended case, then its values are gone everywhere, its records hold, and who, when and why is kept', async () => {
    const key = succeeded(await app.post('/v2/process-instances', { processDefinitionId: 'task', variables: { note: secret } }, { 'idempotency-key': `erase ${app.runtime.log}` })).body['processInstanceKey'] as string;
    for (let n = 0; n < 210; n += 1) succeeded(await app.send('PUT', `/v2/element-instances/${key}/variables`, { variables: { note: `${secret} ${n}` } }));
    const [task] = await app.searchCase('user-tasks', key);
    succeeded(await app.post(`/v2/user-tasks/${task?.['userTaskKey']}/completion`, { variables: { result: { said: secret } } }));
    expect(await places(secret)).toEqual(expect.arrayContaining(['snapshot', 'variable']));
    // Of a request that may be repeated only a hash is kept.
    expect(await places(secret)).not.toContain('idempotency');

    expect(succeeded(await erase(key)).body).toMatchObject({ caseKey: key, steps: 212, messagesKept: 0, notReached: [expect.stringContaining('backups') as string, expect.anything(), expect.anything()] });

    expect(await places(secret)).toEqual([]);
    const verdict = (await app.get(`/api/cases/${key}/verdict`)).body;
    expect(verdict).toMatchObject({ chain: { ok: true, steps: 212, ended: true }, columns: { ok: true }, redecide: { verdict: 'redacted' }, projections: { verdict: 'equal' }, snapshot: null });
    const history = (await app.get(`/api/cases/${key}/steps?limit=1`)).body;
    expect(history['erasures']).toEqual([{ at: expect.any(String) as string, by: 'dpo', because: 'asked for by the person' }]);
    expect(history['steps']![0]).toMatchObject({ erased: true, payload: null });
    expect((await app.searchCase('variables', key)).map((variable) => variable['value'])).toEqual(['null', 'null']);
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'COMPLETED' });
    // Nothing that is still in memory brings them back.
    expect((await app.post(`/v2/process-instances/${key}/cancellation`, {})).status).toBe(404);
    expect(await places(secret)).toEqual([]);
  }, 60_000);

  test('given a case to which a message came, then the message is erased with it', async () => {
    const key = await app.start('message', { variables: { order: `order ${secret}` } });
    succeeded(await app.post('/v2/messages/publication', { name: 'arrived', correlationKey: `order ${secret}`, timeToLive: 0, variables: { note: secret } }));
    await app.runtime.pipeline.settled();
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'COMPLETED' });

    succeeded(await erase(key));

    expect(await places(secret)).toEqual([]);
    expect((await app.get(`/api/cases/${key}/verdict`)).body).toMatchObject({ chain: { ok: true } });
    // The stream of messages goes on.
    succeeded(await app.post('/v2/messages/publication', { name: 'arrived', correlationKey: `order ${secret}`, timeToLive: 0 }));
  });

  test('given a case that is open, then it is refused with the way out', async () => {
    const key = await app.start('task', { variables: { note: secret } });
    expect(await erase(key)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('it has not ended: it still works with them. Overwrite what must go at once') as string } });
    expect((await erase('99999999999')).status).toBe(404);
    expect((await erase(key, '')).status).toBe(400);
    const [task] = await app.searchCase('user-tasks', key);
    succeeded(await app.post(`/v2/user-tasks/${task?.['userTaskKey']}/completion`, {}));
    succeeded(await erase(key));
  });

  test('what is kept of an erasure cannot be changed', async () => {
    for (const statement of ['delete from erasure', `update erasure set because = ''`])
      await expect(app.runtime.database.transaction(async (transaction) => {
        await transaction.query('set local role none');
        await transaction.query(statement);
      })).rejects.toThrow('append-only');
  });
});

test('a server that may not erase says what it needs', async () => {
  const [first] = databases;
  const app = await openTestApp(await first!.open(), { mayErase: false });
  succeeded(await app.deploy({ 'task.bpmn': taskOnly('task') }));
  expect(await app.post(`/api/cases/${await app.start('task')}/erasure`, { because: 'x' })).toMatchObject({ status: 403, body: { detail: expect.stringContaining('ACTA_ERASE_URL') as string } });
  await app.close();
});
