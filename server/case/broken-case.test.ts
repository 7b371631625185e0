/** Cases whose steps do not follow each other, by damage or by an older release: they are read, judged, and closed by an operator. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildProjections } from '../../runtime/projection/rebuild.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { databases } from '../../test/harness/databases.ts';
import { everythingOpen, taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Answer, type Body, type TestApp } from '../../test/server/test-app.ts';

describe.each(databases)('a case whose record is broken on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'everything.bpmn': everythingOpen, 'task.bpmn': taskOnly('task') }));
  });
  afterAll(() => app.close());

  /** What only somebody can do who may switch off the guards of the journal. */
  const damage = (...statements: readonly string[]): Promise<void> =>
    app.runtime.database.transaction(async (transaction: Queryable) => {
      await transaction.query('set local role none');
      await transaction.query('set local session_replication_role = replica');
      for (const statement of statements) await transaction.query(statement);
    }).then(() => app.runtime.pipeline.evictAll());

  /** With steps 0 to 4. */
  const started = async (id = 'everything'): Promise<string> => {
    const key = await app.start(id, { variables: { key: 'a' } });
    for (const n of [1, 2, 3, 4]) succeeded(await setVariables(key, { n }));
    return key;
  };
  const setVariables = (key: string, variables: object): Promise<Answer> => app.send('PUT', `/v2/element-instances/${key}/variables`, { variables });
  const close = (key: string, headers: Record<string, string> = {}): Promise<Answer> => app.post(`/api/cases/${key}/closure`, { because: 'two steps were lost' }, { 'acta-actor': 'ops', ...headers });
  const steps = async (key: string): Promise<readonly Body[]> => succeeded(await app.get(`/api/cases/${key}/steps`)).body['steps'] as readonly Body[];
  const forged = (key: string): string =>
    `insert into step (stream, seq, command_id, record, payload, timeline) select stream, 5, 'forged', record, payload, timeline from step where stream = ${key} and seq = 4`;

  const changed = (key: string): string =>
    `update step set record = convert_to(replace(convert_from(record, 'UTF8'), '"VS"', '"CX"'), 'UTF8'), payload = null where stream = ${key} and seq = 2`;

  test('rebuilding gives the same rows', async () => {
    const key = await started();
    await damage(`delete from step where stream = ${key} and seq in (2, 3)`);
    succeeded(await close(key));
    const shown = async (): Promise<unknown> => [
      (await app.get(`/v2/process-instances/${key}`)).body,
      await Promise.all(['user-tasks', 'jobs', 'element-instances', 'incidents'].map((what) => app.searchCase(what, key))),
    ];
    const before = await shown();
    await rebuildProjections(app.runtime.database, app.runtime.kinds);
    expect(await shown()).toEqual(before);
  });

  test.each([
    { what: 'steps in the middle are missing', damaging: (key: string) => `delete from step where stream = ${key} and seq in (2, 3)`, at: 2, sentence: 'Expected step 2, but step 4 stands there', seq: 5 },
    { what: 'the first step is missing', damaging: (key: string) => `delete from step where stream = ${key} and seq = 0`, at: 0, sentence: 'Expected step 0, but step 1 stands there', seq: 5 },
    { what: 'a step is there twice', damaging: forged, at: 5, sentence: 'Expected step 5, but step 4 stands there', seq: 6 },
    { what: 'a step was changed', damaging: changed, at: 3, sentence: 'Expected step 3 to name the hash of the step before it, but it names another', seq: 5 },
    { what: 'a step is no record', damaging: (key: string) => `update step set record = 'x' where stream = ${key} and seq = 2`, at: 2, sentence: '', seq: 5 },
  ])('given that $what, then its commands are refused with a sentence, and an operator can close it', async ({ damaging, at, sentence, seq }) => {
    const key = await started();
    const [task] = await app.searchCase('user-tasks', key);
    await damage(damaging(key));

    for (const refused of [await setVariables(key, { n: 5 }), await app.post(`/v2/user-tasks/${task?.['userTaskKey']}/completion`, {}), await app.post(`/v2/process-instances/${key}/cancellation`, {})]) {
      expect(refused).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
      expect(refused.body['detail']).toContain(`the record of case '${key}' is broken at step ${at}: ${sentence}`);
    }
    expect((await app.get(`/api/cases/${key}/verdict`)).body).toMatchObject({ verified: false, chain: { ok: false, seq: at } });

    expect(succeeded(await close(key)).body).toEqual({ caseKey: key, seq });

    expect((await setVariables(key, { n: 5 })).status).toBe(404);
    expect((await close(key)).status).toBe(404);
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'TERMINATED', hasIncident: false });
    expect((await app.get(`/api/cases/${key}/verdict`)).body).toMatchObject({ verified: false, chain: { ok: false, seq: at } });
  });

  test('what is open in it ends with it, on the record', async () => {
    const key = await started();
    await damage(`delete from step where stream = ${key} and seq in (2, 3)`);
    succeeded(await close(key));

    const last = (await steps(key)).at(-1);
    expect((await steps(key)).map((step) => step['seq'])).toEqual([0, 1, 4, 5]);
    expect(last).toMatchObject({ command: { type: 'CloseCase', because: 'two steps were lost' }, onBehalfOf: { id: 'ops' }, last: true });
    expect(last?.['prev']).toBe((await steps(key)).at(-2)?.['hash']);
    const events = ((last?.['events'] ?? []) as unknown as readonly Body[]).map((event) => event['type'] as string);
    expect(events[0]).toBe('CaseFoundBroken');
    expect(events.at(-1)).toBe('CaseTerminated');
    expect(new Set(events.slice(1, -1))).toEqual(new Set(['UserTaskCanceled', 'JobCanceled', 'TimerCanceled', 'MessageSubscriptionClosed', 'IncidentResolved', 'ElementTerminated']));
    expect(await app.searchCase('user-tasks', key, { state: 'CREATED' })).toEqual([]);
    expect(await app.searchCase('jobs', key, { state: 'CREATED' })).toEqual([]);
    expect(await app.searchCase('element-instances', key, { state: 'ACTIVE' })).toEqual([]);
    expect(await app.searchCase('incidents', key, { state: 'ACTIVE' })).toEqual([]);
    const [left] = await app.runtime.database.query<{ timers: bigint; subscriptions: bigint }>(
      `select (select count(*) from timer where key >> 24 = $1::int8 >> 24) timers,
        (select count(*) from message_subscription where key >> 24 = $1::int8 >> 24 and state = 'CREATED') subscriptions`, [BigInt(key)]);
    expect(left).toEqual({ timers: 0n, subscriptions: 0n });
    await app.runtime.pipeline.settled();
    expect(await app.runtime.database.query('select id from inbox')).toEqual([]);
    // The message finds nobody who waits, so it stays for its time.
    succeeded(await app.post('/v2/messages/publication', { name: 'arrived', correlationKey: 'a', timeToLive: 60_000 }));
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'TERMINATED' });
  });

  test('its jobs are given to nobody, once it is known', async () => {
    const key = await started();
    const activate = () => app.post('/v2/jobs/activation', { type: 'everything.serve', timeout: 1_000, maxJobsToActivate: 100, requestTimeout: -1 });
    const jobs = (): Promise<readonly string[]> => activate().then(({ body }) => (body['jobs'] as unknown as readonly Body[]).flatMap((job) => (job['processInstanceKey'] === key ? [job['jobKey'] as string] : [])));
    const [job] = await jobs();
    await damage(`delete from step where stream = ${key} and seq = 2`);

    expect((await app.post(`/v2/jobs/${job}/completion`, {})).status).toBe(409);

    await app.runtime.database.query(`update job set available_at = available_at - interval '1 hour' where key = $1 and available_at < now() + interval '1 hour'`, [BigInt(job ?? '0')]);
    expect(await jobs()).toEqual([]);
  });

  test('a repeated request closes it once', async () => {
    const key = await started('task');
    await damage(`delete from step where stream = ${key} and seq = 2`);
    const first = succeeded(await close(key, { 'idempotency-key': `close ${key}` }));
    expect(succeeded(await close(key, { 'idempotency-key': `close ${key}` })).body).toEqual(first.body);
    expect((await steps(key)).filter((step) => step['command']?.['type'] === 'CloseCase')).toHaveLength(1);
  });

  test('its state is shown as it was before the break', async () => {
    const key = await started('task');
    await damage(`delete from step where stream = ${key} and seq = 3`);
    expect((await app.get(`/api/cases/${key}/state`)).body).toMatchObject({ seq: 2, state: { status: 'active' } });
    expect((await app.get(`/api/cases/${key}/state?seq=4`)).status).toBe(404);
  });

  test('others of its batch do not feel it', async () => {
    const [broken, whole] = [await started('task'), await started('task')];
    await damage(`delete from step where stream = ${broken} and seq = 2`);
    const answers = await Promise.all([setVariables(broken, { n: 9 }), setVariables(whole, { n: 9 })]);
    expect(answers.map(({ status }) => status)).toEqual([409, 204]);
  });

  test('one that is whole is not closed', async () => {
    const key = await started('task');
    expect(await close(key)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('every step of it follows the one before. Cancel it instead') as string } });
    expect((await app.post(`/api/cases/${key}/closure`, { because: '' })).status).toBe(400);
    expect((await close('99999999999')).status).toBe(404);
  });
});
