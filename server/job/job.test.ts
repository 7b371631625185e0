import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { errand, errandForm, jobOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type Answer, type Body, type TestApp } from '../../test/server/test-app.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(databases)('jobs on $kind', ({ open }) => {
  let app: TestApp;
  let types = 0;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm }));
  });
  afterAll(() => app.close());

  const activate = async (type: string, more: object = {}): Promise<readonly Body[]> =>
    succeeded(await app.post('/v2/jobs/activation', { type, timeout: 60_000, maxJobsToActivate: 10, requestTimeout: -1, ...more })).body['jobs'] as readonly Body[];

  /** A type of its own for each test. */
  const givenType = async (): Promise<string> => {
    types += 1;
    succeeded(await app.deploy({ [`p${types}.bpmn`]: jobOnly(`p${types}`, `type${types}`) }));
    return `type${types}`;
  };
  const givenJob = (type: string, variables: object = {}): Promise<string> => app.start(type.replace('type', 'p'), { variables });

  const stateOf = async (jobKey: unknown): Promise<Body> =>
    succeeded(await app.post('/v2/jobs/search', { filter: { jobKey } })).body['items']![0]!;

  test('a job has what its worker needs', async () => {
    const key = await app.start('errand', { startInstructions: [{ elementId: 'paying' }], variables: { total: 4, other: 1, key: 'j' }, tags: ['t'] });
    const [job] = await activate('errand.charge', { worker: 'w1', fetchVariable: ['doubled', 'total'], tenantIds: ['<default>'], timeout: 30_000 });
    expect(job).toMatchObject({
      type: 'errand.charge', processDefinitionId: 'errand', processDefinitionVersion: 1, elementId: 'charge', customHeaders: { path: '/pay' },
      worker: 'w1', retries: 2, variables: { doubled: 8, total: 4 }, tenantId: '<default>', processInstanceKey: key, kind: 'BPMN_ELEMENT',
      listenerEventType: 'UNSPECIFIED', tags: ['t'], rootProcessInstanceKey: key, userTask: null,
    });
    expect(Math.abs(Number(job!['deadline']) - Date.now() - 30_000)).toBeLessThan(5_000);
    expect(await stateOf(job!['jobKey'])).toMatchObject({ state: 'CREATED', worker: 'w1', deadline: new Date(Number(job!['deadline'])).toISOString(), endTime: null });
    expect(await activate('errand.charge')).toEqual([]);
    succeeded(await app.post(`/v2/jobs/${job!['jobKey']}/error`, { errorCode: 'NO_FUNDS', errorMessage: 'empty', variables: { why: 'x' } }));
    expect(await stateOf(job!['jobKey'])).toMatchObject({ state: 'ERROR_THROWN', errorCode: 'NO_FUNDS', deadline: null });
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'COMPLETED' });
  });

  test('a failed job is offered again after its back-off, and without retries is an incident', async () => {
    const type = await givenType();
    await givenJob(type);
    const [job] = await activate(type);
    const fail = (body: object): Promise<Answer> => app.post(`/v2/jobs/${job!['jobKey']}/failure`, body);
    succeeded(await fail({ retries: 1, errorMessage: 'again', retryBackOff: 60_000 }));
    expect(await activate(type)).toEqual([]);
    expect(await stateOf(job!['jobKey'])).toMatchObject({ state: 'FAILED', retries: 1, hasFailedWithRetriesLeft: true, errorMessage: 'again' });
    succeeded(await fail({ retries: 1 }));
    expect(await activate(type)).toHaveLength(1);
    succeeded(await fail({ variables: { local: 1 } }));
    expect(await fail({ retries: 1 })).toMatchObject({ status: 409, body: { title: 'INVALID_STATE', detail: expect.stringContaining("but it is in state 'FAILED'") as string } });
    const key = job!['processInstanceKey'] as string;
    const [incident] = await app.searchCase('incidents', key);
    expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', jobKey: job!['jobKey'] });
    const resolve = (): Promise<Answer> => app.post(`/v2/incidents/${incident!['incidentKey']}/resolution`);
    expect(await resolve()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('has no retries left. Please update the job retries') as string } });
    succeeded(await app.send('PATCH', `/v2/jobs/${job!['jobKey']}`, { changeset: { retries: 3 } }));
    expect(await activate(type)).toEqual([]);
    succeeded(await resolve());
    const [again] = await activate(type);
    succeeded(await app.post(`/v2/jobs/${again!['jobKey']}/completion`, { variables: null }));
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'COMPLETED', hasIncident: false });
  });

  test('the time of a job is changed while it is held', async () => {
    const type = await givenType();
    await givenJob(type);
    const change = (jobKey: unknown, timeout: number): Promise<Answer> => app.send('PATCH', `/v2/jobs/${jobKey as string}`, { changeset: { timeout } });
    const free = succeeded(await app.post('/v2/jobs/search', { filter: { type } })).body['items']![0]!['jobKey'];
    expect(await change(free, 5)).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
    const [job] = await activate(type);
    succeeded(await change(job!['jobKey'], 0));
    expect(await activate(type)).toHaveLength(1);
  });

  test('a held request is answered when a job comes, and empty when the time is over', async () => {
    const type = await givenType();
    const started = Date.now();
    expect(await activate(type, { requestTimeout: 150 })).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(140);
    const waits: number[] = [];
    for (let n = 1; n <= 5; n += 1) {
      const held = activate(type, { requestTimeout: 0 });
      await pause(50);
      const from = Date.now();
      await givenJob(type, { n });
      expect((await held).map((job) => job['variables'])).toEqual([{ n }]);
      waits.push(Date.now() - from);
    }
    expect(Math.min(...waits)).toBeLessThan(800); // told by the signal, where the look each second takes 950; the least one, because machines are busy
    expect(app.held).toBe(0);
  });

  test('each job goes to one of many that wait, first come first served', async () => {
    const type = await givenType();
    const held = Array.from({ length: 12 }, () => activate(type, { maxJobsToActivate: 1, requestTimeout: 5_000 }));
    await Promise.all(Array.from({ length: 10 }, (_, n) => givenJob(type, { n })));
    const first = await Promise.all(held.slice(0, 10));
    expect(first.map((jobs) => jobs.length)).toEqual(Array(10).fill(1));
    expect(new Set(first.flat().map((job) => job['jobKey'])).size).toBe(10);
    await Promise.all([givenJob(type), givenJob(type)]);
    expect((await Promise.all(held.slice(10))).flat()).toHaveLength(2);
  });

  test('a client that is gone loses no job', async () => {
    const type = await givenType();
    const address = await app.listen();
    const controller = new AbortController();
    const gone = fetch(`${address}/v2/jobs/activation`, {
      method: 'POST', signal: controller.signal, headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type, timeout: 60_000, maxJobsToActivate: 5, requestTimeout: 30_000 }),
    }).catch((error: Error) => error.name);
    while (app.held === 0) await pause(10);
    controller.abort();
    expect(await gone).toBe('AbortError');
    while (app.held > 0) await pause(10);
    await givenJob(type);
    expect(await activate(type)).toHaveLength(1);
  });

  test('closing the server answers those who wait', async () => {
    const { JobWaitingRoom } = await import('./job-waiting-room.ts');
    const room = new JobWaitingRoom(app.runtime, { onWork: () => () => undefined });
    const waiting = room.wait({ type: 'never', worker: '', max: 1, timeoutMs: 1 }, 60_000, new AbortController().signal);
    room.close();
    expect(await waiting).toEqual([]);
  });
});
