import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineActor } from '../../engine/stream/index.ts';
import type { Grant, IdentityCommand } from '../../engine/identity/index.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { databases } from '../../test/harness/databases.ts';
import { openTestApp, succeeded, type Answer, type Body, type Method, type TestApp } from '../../test/server/test-app.ts';
import { operations } from './operations.ts';

const password = 'correct horse battery';
const model = (id: string, group: string): string => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <process id="${id}" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="work"/>
  <userTask id="work"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="${group}"/></extensionElements></userTask>
  <sequenceFlow id="g" sourceRef="work" targetRef="e"/><endEvent id="e"/></process></definitions>`;

const people: readonly (readonly [user: string, groups: readonly string[], grants: readonly Grant[]])[] = [
  ['admin', [], [{ role: 'admin', scope: [] }]],
  ['buyer', ['buyers'], [{ role: 'employee', scope: [] }]],
  ['other', [], [{ role: 'employee', scope: [] }]],
  ['owner', [], [{ role: 'owner', scope: ['buy'] }]],
  ['auditor', [], [{ role: 'auditor', scope: [] }]],
  ['operator', [], [{ role: 'operator', scope: ['buy'] }]],
  ['nothing', [], []],
];

describe.each(databases)('access on $kind', ({ open }) => {
  let app: TestApp;
  let identities: Identities;
  let mine: string;
  let task: string;
  const cookies = new Map<string, string>();

  const as = (user: string) => ({
    send: (method: Method, url: string, body?: unknown): Promise<Answer> => app.send(method, url, body, { cookie: cookies.get(user)! }),
    post: (url: string, body: unknown = {}): Promise<Answer> => app.send('POST', url, body, { cookie: cookies.get(user)! }),
    get: (url: string): Promise<Answer> => app.send('GET', url, undefined, { cookie: cookies.get(user)! }),
  });
  const keys = async (user: string, what: string, name: string): Promise<string[]> => {
    const body = succeeded(await as(user).post(`/v2/${what}/search`)).body;
    const found = (body['items'] as readonly Body[]).map((item) => item[name] as string);
    expect(body['page']!['totalItems']).toBe(found.length);
    return found;
  };

  beforeAll(async () => {
    app = await openTestApp(await open(), {
      access: (runtime) => {
        identities = new Identities(runtime);
        return { identities, signIn: true, passwords: true, samples: false, secure: false, trustedProxies: [] };
      },
    });
    const command = async (one: IdentityCommand): Promise<void> => {
      const result = await identities.command(one, { actor: engineActor });
      if (result.kind === 'rejected') throw new Error(result.message);
    };
    await command({ type: 'CreateGroup', group: 'buyers', name: 'Buyers', description: null });
    for (const [user, groups, grants] of people) {
      await command({ type: 'CreateUser', user, name: user, email: null, sample: false, grants, groups });
      await identities.passwords.set(user, password);
      const answer = succeeded(await app.post('/api/sign-in', { username: user, password }));
      cookies.set(user, String([answer.headers['set-cookie']].flat()[0]).split(';', 1)[0]!);
    }
    succeeded(await app.deploy({ 'buy.bpmn': model('buy', 'buyers'), 'sell.bpmn': model('sell', 'sellers') }, {}, { cookie: cookies.get('admin')! }));
    mine = succeeded(await as('other').post('/v2/process-instances', { processDefinitionId: 'buy' })).body['processInstanceKey'] as string;
    succeeded(await as('admin').post('/v2/process-instances', { processDefinitionId: 'sell' }));
    const [found] = succeeded(await as('admin').post('/v2/user-tasks/search', { filter: { processInstanceKey: mine } })).body['items'] as readonly Body[];
    task = found!['userTaskKey'] as string;
  }, 60_000);
  afterAll(() => app.close());

  test('everybody sees what concerns him, and counts are of that', async () => {
    expect(await keys('admin', 'user-tasks', 'userTaskKey')).toHaveLength(2);
    expect(await keys('auditor', 'user-tasks', 'userTaskKey')).toHaveLength(2);
    expect(await keys('buyer', 'user-tasks', 'userTaskKey')).toEqual([task]);
    expect(await keys('other', 'user-tasks', 'userTaskKey')).toEqual([]);
    expect(await keys('owner', 'user-tasks', 'userTaskKey')).toEqual([task]);
    expect(await keys('other', 'process-instances', 'processInstanceKey')).toEqual([mine]);
    expect(await keys('buyer', 'process-instances', 'processInstanceKey')).toEqual([mine]);
    expect(await keys('operator', 'element-instances', 'processInstanceKey')).toEqual([mine, mine]);
  });

  test('a key of what somebody may not see is as if there were none', async () => {
    const [hidden] = (await keys('admin', 'process-instances', 'processInstanceKey')).filter((key) => key !== mine);
    for (const path of [`/v2/process-instances/${hidden}`, `/api/cases/${hidden}/steps`, `/api/cases/${hidden}/state`, '/v2/process-instances/9999999999']) {
      const answer = await as('buyer').get(path);
      expect([path, answer.status, answer.body['detail']]).toEqual([path, 404, expect.stringMatching(/^Expected something that buyer may see with key '\d+', but there is nothing$/)]);
    }
    expect((await as('buyer').get(`/v2/process-instances/${mine}`)).status).toBe(200);
    expect((await as('auditor').get(`/v2/process-instances/${hidden}`)).status).toBe(200);
  });

  test('a task is done by whom it concerns, and by nobody else; the check stands with the step', async () => {
    expect((await as('other').post(`/v2/user-tasks/${task}/completion`)).status).toBe(403);
    expect((await as('admin').post(`/v2/user-tasks/${task}/completion`)).status).toBe(403);
    expect((await as('buyer').post(`/v2/user-tasks/${task}/assignment`, { assignee: 'other' })).status).toBe(403);
    expect((await as('buyer').post(`/v2/user-tasks/${task}/assignment`, { assignee: 'buyer' })).status).toBe(204);
    expect((await as('operator').post(`/v2/user-tasks/${task}/assignment`, { assignee: 'other' })).status).toBe(204);
    expect((await as('buyer').post(`/v2/user-tasks/${task}/completion`)).status).toBe(403);
    expect((await as('other').post(`/v2/user-tasks/${task}/completion`)).status).toBe(204);
    const steps = succeeded(await as('auditor').get(`/api/cases/${mine}/steps`)).text;
    expect(steps).toContain('membership');
    expect(succeeded(await as('auditor').get(`/api/cases/${mine}/verdict`)).body).toMatchObject({ verified: true });
  });

  test('operators and owners reach the definitions of their scope only', async () => {
    const other = succeeded(await as('admin').post('/v2/process-instances', { processDefinitionId: 'sell' })).body['processInstanceKey'] as string;
    expect((await as('operator').post(`/v2/process-instances/${other}/cancellation`)).status).toBe(404);
    expect((await as('auditor').post(`/v2/process-instances/${other}/cancellation`)).status).toBe(403);
    expect((await as('owner').post('/v2/process-instances', { processDefinitionId: 'sell' })).status).toBe(403);
    const own = succeeded(await as('owner').post('/v2/process-instances', { processDefinitionId: 'buy' })).body['processInstanceKey'] as string;
    expect((await as('operator').post(`/v2/process-instances/${own}/cancellation`)).status).toBe(204);
  });

  test('every operation refuses whoever has no role, and the anonymous', async () => {
    for (const [operation, need] of Object.entries(operations)) {
      if (need === 'anyone') continue;
      const [method = '', pattern = ''] = operation.split(' ');
      const url = pattern.replaceAll(/:(\w+)/g, (_all, name: string) => (name === 'roleId' ? 'worker' : /Key$|stream/.test(name) ? mine : 'x'));
      const anonymous = await app.send(method as Method, url);
      expect([operation, anonymous.status]).toEqual([operation, 401]);
      if (need === 'known') continue;
      const refused = await as('nothing').send(method as Method, url);
      expect([operation, refused.status]).toEqual([operation, 403]);
    }
  });
});
