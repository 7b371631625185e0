import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureSamplePeople } from '../access/sample-people.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { databases } from '../../test/harness/databases.ts';
import { openTestApp, succeeded, type Answer, type Body, type Method, type TestApp } from '../../test/server/test-app.ts';

const model = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <process id="buy" name="Buy" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="work"/>
  <userTask id="work" name="Order it"><extensionElements><zeebe:userTask/><zeebe:formDefinition formId="order"/><zeebe:assignmentDefinition candidateGroups="purchasing"/><zeebe:taskSchedule dueDate="=due"/></extensionElements></userTask>
  <sequenceFlow id="g" sourceRef="work" targetRef="e"/><endEvent id="e"/></process></definitions>`;
const form = JSON.stringify({ id: 'order', type: 'default', components: [{ type: 'textfield', key: 'supplier' }] });

describe.each(databases)('the inbox on $kind', ({ open }) => {
  let app: TestApp;
  const cookies = new Map<string, string>();
  const as = async (user: string, method: Method, url: string, body?: unknown): Promise<Answer> => {
    if (!cookies.has(user)) {
      const answer = succeeded(await app.post('/api/sign-in/sample', { username: user }));
      cookies.set(user, String([answer.headers['set-cookie']].flat()[0]).split(';', 1)[0]!);
    }
    return app.send(method, url, body, { cookie: cookies.get(user)! });
  };
  const start = async (more: object = {}): Promise<string> =>
    succeeded(await as('li', 'POST', '/v2/process-instances', { processDefinitionId: 'buy', variables: { due: '2020-01-01T00:00:00Z', what: 'twelve screens', amount: 3 }, ...more })).body['processInstanceKey'] as string;
  const box = async (user: string, name: string, more: object = {}): Promise<readonly Body[]> => succeeded(await as(user, 'POST', '/api/inbox/search', { box: name, ...more })).body['items'] as readonly Body[];
  const counts = async (user: string): Promise<Body> => succeeded(await as(user, 'GET', '/api/inbox/counts')).body;

  beforeAll(async () => {
    app = await openTestApp(await open(), { access: (runtime) => ({ identities: new Identities(runtime), signIn: false, passwords: false, samples: true, secure: false, trustedProxies: [] }) });
    await ensureSamplePeople(new Identities(app.runtime));
    succeeded(await app.deploy({ 'buy.bpmn': model, 'order.form': form }));
  }, 60_000);
  afterAll(() => app.close());

  test('a task goes from the box of what may be taken to what is to do, to what is done', async () => {
    const key = await start({ businessId: 'PO-1' });
    expect(await counts('li')).toEqual({ todo: 0, claimable: 0, done: 0, started: 1, overdue: 0 });
    const [task] = await box('sun', 'claimable');
    expect(task).toMatchObject({ name: 'Order it', processName: 'Buy', businessId: 'PO-1', subject: 'PO-1', initiator: 'li', isOverdue: true, processInstanceKey: key });
    const userTaskKey = task!['userTaskKey'];
    expect(await box('peng', 'claimable')).toEqual([]);
    expect(succeeded(await as('sun', 'POST', '/api/user-tasks/claim', { keys: [userTaskKey, '4711'] })).body['results']).toMatchObject([{ key: userTaskKey, ok: true }, { key: '4711', ok: false, problem: { title: 'NOT_FOUND' } }]);
    expect(await counts('sun')).toEqual({ todo: 1, claimable: 0, done: 0, started: 0, overdue: 1 });
    expect(succeeded(await as('sun', 'POST', '/api/user-tasks/complete', { keys: [userTaskKey], variables: { supplier: 'x' } })).body['results']).toEqual([{ key: userTaskKey, ok: true }]);
    expect(await counts('sun')).toEqual({ todo: 0, claimable: 0, done: 1, started: 0, overdue: 0 });
    expect(await box('sun', 'done')).toMatchObject([{ userTaskKey, isOverdue: false }]);
  });

  test('the subject of a case without an id of its own is made of its first texts', async () => {
    const key = await start();
    expect(await box('sun', 'claimable', { filter: { processInstanceKey: key } })).toMatchObject([{ businessId: null, subject: '2020-01-01T00:00:00Z · twelve screens' }]);
  });

  test('the subject of a case that says what it is about is that', async () => {
    const key = await start({ businessId: 'PO-2', variables: { amount: 3, what: 'twelve screens', subject: 'Screens for the lab' } });
    expect(await box('sun', 'claimable', { filter: { processInstanceKey: key } })).toMatchObject([{ businessId: 'PO-2', subject: 'Screens for the lab' }]);
  });

  test('a task has its form, what it sees, the own draft and what may be done', async () => {
    const key = await start();
    const [{ userTaskKey = '' } = {}] = (await box('sun', 'claimable', { filter: { processInstanceKey: key } })) as readonly { readonly userTaskKey?: string }[];
    const path = `/api/user-tasks/${userTaskKey}`;
    expect((await as('sun', 'PUT', `${path}/draft`, { values: { supplier: 'half a na' } })).status).toBe(204);
    expect(succeeded(await as('sun', 'GET', `${path}/detail`)).body).toMatchObject({
      task: { userTaskKey }, form: { formId: 'order', schema: { id: 'order' } }, draft: { values: { supplier: 'half a na' } }, comments: [], mayAct: true, mayClaim: true, completed: null,
      variables: [{ name: 'amount', value: 3 }, { name: 'due' }, { name: 'what', value: 'twelve screens' }],
    });
    expect((await as('peng', 'GET', `${path}/detail`)).status).toBe(404);
    expect(succeeded(await as('li', 'GET', `${path}/detail`)).body).toMatchObject({ draft: null, mayAct: false, mayClaim: false });
    expect((await as('sun', 'DELETE', `${path}/draft`)).status).toBe(204);
    expect(succeeded(await as('sun', 'GET', `${path}/detail`)).body['draft']).toBeNull();
  });

  test('views are kept for whoever saved them', async () => {
    const view = succeeded(await as('sun', 'POST', '/api/views', { name: 'Late', screen: 'inbox', query: { overdue: true } })).body;
    expect(succeeded(await as('sun', 'GET', '/api/views')).body['items']).toEqual([view]);
    expect(succeeded(await as('peng', 'GET', '/api/views')).body['items']).toEqual([]);
    expect((await as('peng', 'DELETE', `/api/views/${view['id']}`)).status).toBe(204);
    expect(succeeded(await as('sun', 'PUT', `/api/views/${view['id']}`, { name: 'Very late', screen: 'inbox', query: {} })).body).toMatchObject({ name: 'Very late' });
  });

  test('a case is summed up for a page, and what may be begun is listed', async () => {
    const key = await start();
    expect(succeeded(await as('li', 'GET', `/api/cases/${key}`)).body).toMatchObject({ key, name: 'Buy', state: 'ACTIVE', initiator: 'li', tasks: [{ name: 'Order it', candidateGroups: ['purchasing'] }], me: { started: true, tookPart: true } });
    expect(succeeded(await as('li', 'GET', '/api/startable')).body['items']).toMatchObject([{ processDefinitionId: 'buy', name: 'Buy', startForm: null }]);
    expect(succeeded(await as('he', 'GET', '/api/startable')).body['items']).toHaveLength(1);
  });

  test('who watches is told what he sees, and goes on where he was', async () => {
    const address = await app.listen();
    await as('sun', 'GET', '/api/me');
    await as('peng', 'GET', '/api/me');
    const watch = async (user: string, more: Record<string, string> = {}) => {
      const controller = new AbortController();
      const answer = await fetch(`${address}/api/events`, { headers: { cookie: cookies.get(user)!, ...more }, signal: controller.signal });
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      const until = async (wanted: RegExp): Promise<string> => {
        while (!wanted.test(text)) {
          const { value, done } = await reader.read();
          if (done) throw new Error(`Expected ${String(wanted)}, but only: ${text}`);
          text += value;
        }
        return text;
      };
      return { until, text: () => text, end: () => controller.abort() };
    };
    const [buyer, cashier] = [await watch('sun'), await watch('peng')];
    await buyer.until(/retry/);
    await cashier.until(/retry/);
    // The feed begins at the horizon: what comes after its first look is told.
    let key = '';
    let told = '';
    while (!told.includes('event: change')) {
      key = await start();
      told = await Promise.race([buyer.until(/event: change/), new Promise<string>((resolve) => void setTimeout(resolve, 2_000, ''))]);
    }
    expect(told).toContain('"topics":["cases","tasks","incidents"]');
    const id = /id: (\S+)/.exec(told)?.[1] ?? '';
    const next = await start();
    const again = await watch('sun', { 'last-event-id': id });
    expect(await again.until(new RegExp(`"${next}"`))).toContain('event: change');
    const lost = await watch('sun', { 'last-event-id': 'nonsense' });
    expect(await lost.until(/event: reset/)).toContain('event: reset');
    expect(cashier.text()).not.toContain('event: change');
    expect(key).not.toBe('');
    for (const one of [buyer, cashier, again, lost]) one.end();
  });
});
