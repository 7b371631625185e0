import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { taskProcess, workProcess } from '../test/runtime/models.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../test/server/test-app.ts';

describe.each(databases)('a first case over HTTP on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'work.bpmn': workProcess('work', 'charge'), 'task.bpmn': taskProcess('task') }, { tenantId: '<default>' }));
  });
  afterAll(() => app.close());

  test('two jobs, a user task, and the case is completed and holds', async () => {
    const created = await app.post('/v2/process-instances', { processDefinitionId: 'work', variables: { amount: 12 }, tags: ['urgent'], businessId: 'B-1' });
    expect(created.body).toMatchObject({
      processDefinitionId: 'work', processDefinitionVersion: 1, tenantId: '<default>', variables: {}, tags: ['urgent'], businessId: 'B-1',
    });
    const key = created.body['processInstanceKey'] as string;
    for (const _job of [1, 2]) {
      const { jobs } = succeeded(await app.post('/v2/jobs/activation', { type: 'charge', timeout: 5_000, maxJobsToActivate: 5, worker: 'w' })).body as unknown as { jobs: Body[] };
      expect(jobs).toHaveLength(1);
      expect(jobs[0]).toMatchObject({ processInstanceKey: key, variables: { amount: 12 }, tags: ['urgent'], worker: 'w', type: 'charge' });
      expect(await app.post(`/v2/jobs/${jobs[0]!['jobKey']}/completion`, { variables: { paid: true } })).toMatchObject({ status: 204, text: '' });
    }
    const [task] = await app.searchCase('user-tasks', key, { state: 'created' });
    expect(task).toMatchObject({ elementId: 'decide', state: 'CREATED', assignee: null, priority: 50, processInstanceKey: key });
    expect(await app.post(`/v2/user-tasks/${task!['userTaskKey']}/completion`, { variables: { ok: true }, action: 'complete' })).toMatchObject({ status: 204 });
    expect((await app.get(`/v2/process-instances/${key}`)).body).toMatchObject({ state: 'COMPLETED', hasIncident: false });
    expect((await app.get(`/api/cases/${key}/verdict`)).body).toMatchObject({ verified: true, redecide: { verdict: 'equal', steps: 4 } });
  });

  test('what does not exist is a problem', async () => {
    const { status, type, body } = await app.post('/v2/jobs/123/completion');
    expect(status).toBe(404);
    expect(type).toContain('application/problem+json');
    expect(body).toEqual({
      type: 'about:blank', title: 'NOT_FOUND', status: 404, instance: '/v2/jobs/123/completion',
      detail: "Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '123', but no such job was found",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    });
    expect((await app.get('/v2/nowhere')).body).toMatchObject({ status: 404, title: 'Not Found' });
  });
});
