import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureSamplePeople } from '../access/sample-people.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { databases } from '../../test/harness/databases.ts';
import { openTestApp, succeeded, type Answer, type Body, type Method, type TestApp } from '../../test/server/test-app.ts';

const model = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <process id="buy" name="Buy" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="work"/>
  <userTask id="work" name="Order it"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="purchasing"/></extensionElements></userTask>
  <sequenceFlow id="g" sourceRef="work" targetRef="e"/><endEvent id="e"/></process></definitions>`;

describe.each(databases)('looking for cases on $kind', ({ open }) => {
  let app: TestApp;
  const cookies = new Map<string, string>();
  const as = async (user: string, method: Method, url: string, body?: unknown): Promise<Answer> => {
    if (!cookies.has(user)) cookies.set(user, String([succeeded(await app.post('/api/sign-in/sample', { username: user })).headers['set-cookie']].flat()[0]).split(';', 1)[0]!);
    return app.send(method, url, body, { cookie: cookies.get(user)! });
  };
  const start = async (user: string, more: object = {}): Promise<string> =>
    succeeded(await as(user, 'POST', '/v2/process-instances', { processDefinitionId: 'buy', ...more })).body['processInstanceKey'] as string;
  const found = async (user: string, filter: object): Promise<readonly Body[]> =>
    succeeded(await as(user, 'POST', '/api/cases/search', { filter, sort: [{ field: 'startDate', order: 'ASC' }] })).body['items'] as readonly Body[];
  const keys = async (user: string, filter: object): Promise<readonly unknown[]> => (await found(user, filter)).map(({ processInstanceKey }) => processInstanceKey);

  const started: { [name: string]: string } = {};

  beforeAll(async () => {
    app = await openTestApp(await open(), { access: (runtime) => ({ identities: new Identities(runtime), signIn: false, passwords: false, samples: true, secure: false, trustedProxies: [] }) });
    await ensureSamplePeople(new Identities(app.runtime));
    succeeded(await app.deploy({ 'buy.bpmn': model }));
    started['screens'] = await start('li', { businessId: 'PO-1', variables: { subject: 'Twelve screens', amount: 3 } });
    started['paper'] = await start('han', { businessId: 'PO-2', variables: { amount: 500 } });
    started['chairs'] = await start('li', { variables: { title: 'Forty chairs' } });
    const [{ userTaskKey = '' } = {}] = succeeded(await as('sun', 'POST', '/v2/user-tasks/search', { filter: { processInstanceKey: started['paper'] } })).body['items'] as readonly { readonly userTaskKey?: string }[];
    succeeded(await as('sun', 'POST', '/api/user-tasks/claim', { keys: [userTaskKey] }));
  }, 60_000);
  afterAll(() => app.close());

  test('tells who started them and what they are about: the title, else the business id', async () => {
    expect(await found('zhou', {})).toMatchObject([
      { initiator: 'li', subject: 'Twelve screens', businessId: 'PO-1' }, { initiator: 'han', subject: 'PO-2', businessId: 'PO-2' }, { initiator: 'li', subject: 'Forty chairs', businessId: null },
    ]);
    expect(succeeded(await as('zhou', 'GET', `/api/cases/${started['screens']}`)).body).toMatchObject({ subject: 'Twelve screens', businessId: 'PO-1', language: 'bpmn', me: { started: false } });
  });

  test('finds them by who started them, and by who took part', async () => {
    expect(await keys('zhou', { initiator: 'li' })).toEqual([started['screens'], started['chairs']]);
    expect(await keys('zhou', { participant: 'sun' })).toEqual([started['paper']]);
    expect(await keys('zhou', { participant: 'han', initiator: 'li' })).toEqual([]);
  });

  test('finds them by a part of the title or of the business id, however it is written, and by values', async () => {
    expect(await keys('zhou', { text: 'SCREEN' })).toEqual([started['screens']]);
    expect(await keys('zhou', { text: 'po-' })).toEqual([started['screens'], started['paper']]);
    expect(await keys('zhou', { text: '%' })).toEqual([]);
    expect(await keys('zhou', { variables: [{ name: 'amount', value: '500' }] })).toEqual([started['paper']]);
  });

  test('gives an employee only what he may see, whatever he asks for', async () => {
    expect(await keys('peng', { initiator: 'li' })).toEqual([]);
    expect(await keys('li', { participant: 'sun' })).toEqual([]);
    expect(await keys('li', {})).toEqual([started['screens'], started['chairs']]);
  });

  test('names groups for whoever works here', async () => {
    expect(succeeded(await as('li', 'GET', '/api/groups?ids=purchasing,nobody')).body['items']).toEqual([{ id: 'purchasing', name: '采购部' }]);
  });
});
