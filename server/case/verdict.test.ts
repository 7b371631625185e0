/** What is changed behind the engine's back, and that the verdict names it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Queryable } from '../../runtime/port/database.ts';
import { databases } from '../../test/harness/databases.ts';
import { taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../../test/server/test-app.ts';

describe.each(databases)('the verdict on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'task.bpmn': taskOnly('task'), 'other.bpmn': taskOnly('other') }));
  });
  afterAll(() => app.close());

  /** As its owner, who has switched off the guards. */
  const change = (...statements: readonly string[]): Promise<void> =>
    app.runtime.database.transaction(async (transaction: Queryable) => {
      await transaction.query('set local role none');
      await transaction.query('set local session_replication_role = replica');
      for (const statement of statements) await transaction.query(statement);
    });
  const started = async (id = 'task'): Promise<string> => {
    const key = await app.start(id, { variables: { n: 1 } });
    for (const n of [2, 3]) succeeded(await app.send('PUT', `/v2/element-instances/${key}/variables`, { variables: { n } }));
    return key;
  };
  const verdict = async (key: string, query = ''): Promise<Body> => succeeded(await app.get(`/api/cases/${key}/verdict${query}`)).body;

  test('the application may add definitions and neither change nor take away any', async () => {
    for (const statement of [
      `update resource set content = content`, `delete from resource`, `update process_definition set hash = hash`, `delete from process_definition`,
      `insert into resource (hash, content) values ('${'0'.repeat(64)}', 'x')`,
    ])
      await expect(app.runtime.database.transaction(async (transaction) => {
        await transaction.query('set local role acta_app');
        await transaction.query(statement);
      })).rejects.toThrow(/permission denied|check constraint|violates/);
  });

  test('given nothing, then it says how many steps, the head, and that the case is open', async () => {
    const key = await started();
    expect(await verdict(key)).toMatchObject({
      verified: true, columns: { ok: true }, definition: 'equal', redecide: { verdict: 'equal' }, projections: { verdict: 'equal' }, snapshot: null,
      chain: { ok: true, steps: 3, ended: false, head: { seq: 2, hash: expect.any(String) as string } },
    });
  });

  test('given a head that was written down, then it says where it is, or that it is gone', async () => {
    const key = await started();
    const { hash } = (await verdict(key))['chain']!['head']! as unknown as { hash: string };
    expect((await verdict(key, `?head=${hash}`))['head']).toEqual({ seq: 2, isLast: true });
    succeeded(await app.send('PUT', `/v2/element-instances/${key}/variables`, { variables: { n: 9 } }));
    expect((await verdict(key, `?head=${hash}`))['head']).toEqual({ seq: 2, isLast: false });
    await change(`delete from step where stream = ${key} and seq >= 2`);
    expect((await verdict(key, `?head=${hash}`))['head']).toEqual({ seq: null, isLast: false });
  });

  test.each([
    ['command_id', `command_id = 'another'`],
    ['timeline', 'timeline = 0'],
    ['xid', `xid = '1'`],
  ])('given another %s beside the record, then the column is named', async (column, assignment) => {
    const key = await started();
    await change(`update step set ${assignment} where stream = ${key} and seq = 2`);
    expect(await verdict(key)).toMatchObject({ verified: false, chain: { ok: true }, columns: { ok: false, seq: 2, column } });
  });

  test('given another content under a definition\'s hash, then it is altered, and nothing is decided again with it', async () => {
    const key = await started('other');
    await change('alter table resource drop constraint resource_is_named_by_its_hash', `update resource set content = content || ' ' where hash = (select hash from process_definition where id = 'other')`);
    expect(await verdict(key)).toMatchObject({ verified: false, chain: { ok: true }, definition: 'altered', redecide: { verdict: 'incomparable' } });
  });

  test('given another snapshot, then it is said to differ', async () => {
    const key = await started();
    const steps = (await verdict(key))['chain']!['steps'] as unknown as number;
    const { snapshotOf } = await import('../../engine/journal/index.ts');
    const { initialState } = await import('../../engine/case/index.ts');
    const { sha256 } = await import('../../runtime/sha256.ts');
    const text = snapshotOf('case', initialState(), { log: app.runtime.log, definition: null, versions: { kernel: 1, feel: 1, dmn: 1 }, zone: 'UTC' }, sha256);
    await app.runtime.database.query('insert into snapshot (stream, seq, state) values ($1, $2, $3)', [BigInt(key), steps, text]);
    expect(await verdict(key)).toMatchObject({ snapshot: 'differs' });
  });
});

describe.each(databases)('the whole journal on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'task.bpmn': taskOnly('task') }));
  });
  afterAll(() => app.close());

  const all = async (): Promise<{ streams: number; faults: readonly Body[]; strays: unknown; pages: number }> => {
    const found = { streams: 0, faults: [] as Body[], strays: null as unknown, pages: 0 };
    for (let after: string | null = '0'; after !== null; ) {
      const { body } = succeeded(await app.get(`/api/journal/verdict?after=${after}`));
      found.streams += body['streams'] as unknown as number;
      found.faults.push(...(body['faults'] as unknown as Body[]));
      found.strays = body['strays'];
      found.pages += 1;
      after = body['last'] as string | null;
    }
    return found;
  };

  test('given cases, messages and a deployment, then every stream is judged, and what is wrong is named', async () => {
    const keys: string[] = [];
    for (let n = 0; n < 210; n += 1) keys.push(await app.start('task', { variables: { n } }));
    succeeded(await app.post('/v2/messages/publication', { name: 'hello', correlationKey: 'a', timeToLive: 600_000 }));
    expect(await all()).toEqual({ streams: 212, faults: [], strays: [], pages: 2 });
    expect(succeeded(await app.get('/api/journal')).body).toEqual({ steps: 212 });

    await app.runtime.database.query(`update variable set value = '77' where scope_key = $1`, [BigInt(keys[0] ?? '0')]);
    await app.runtime.database.query(`update message set name = 'bye'`);
    await app.runtime.database.transaction(async (transaction) => {
      await transaction.query('set local role none');
      await transaction.query('set local session_replication_role = replica');
      await transaction.query(`delete from step where stream = ${keys[5]}`);
    });
    const found = await all();
    expect(found.faults.map(({ kind, stream }) => [kind, stream])).toEqual([['case', keys[0]], ['messages', expect.any(String)]]);
    expect(found.strays).toEqual(expect.arrayContaining([{ table: 'process_instance', rows: 1 }, { table: 'user_task', rows: 1 }]));
    const message = String(found.faults[1]?.['stream']);
    expect(succeeded(await app.get(`/api/streams/${message}/verdict`)).body).toMatchObject({ kind: 'messages', verified: true, redecide: null, projections: { verdict: 'differs' } });
    expect((await app.get('/api/streams/99999999999999/verdict')).status).toBe(404);
  }, 120_000);
});
