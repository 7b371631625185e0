import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Grant } from '../../engine/identity/index.ts';
import { engineActor } from '../../engine/stream/index.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { compareProjections } from '../../runtime/projection/compare.ts';
import { rebuildProjections } from '../../runtime/projection/rebuild.ts';
import { databases } from '../../test/harness/databases.ts';
import { taskProcess } from '../../test/runtime/models.ts';
import { openTestApp, succeeded, type Answer, type Body, type Method, type TestApp } from '../../test/server/test-app.ts';

const right = 'correct horse battery';
const people: readonly (readonly [string, readonly Grant[]])[] = [
  ['ann', [{ role: 'admin', scope: [] }]], ['ben', [{ role: 'employee', scope: [] }]], ['aud', [{ role: 'auditor', scope: [] }]], ['part', [{ role: 'auditor', scope: ['other'] }]],
];

describe.each(databases)('the log of access on $kind', ({ open }) => {
  let app: TestApp;
  let theCase: string;
  const cookies = new Map<string, string>();

  const send = (who: string, method: Method, url: string, body?: unknown): Promise<Answer> => app.send(method, url, body, { cookie: cookies.get(who)! });
  /** Of what is not about the reading itself. */
  const entries = async (filter: object = {}, who = 'aud'): Promise<readonly Body[]> =>
    succeeded(await send(who, 'POST', '/api/access-log/search', { filter })).body['items'] as readonly Body[];
  const counts = async (filter: object): Promise<unknown[]> => (await entries(filter)).map(({ who, what, count }) => [who, what, count]);

  beforeAll(async () => {
    let identities!: Identities;
    app = await openTestApp(await open(), {
      access: (runtime) => {
        identities = new Identities(runtime);
        return { identities, signIn: true, passwords: true, samples: false, secure: false, trustedProxies: [] };
      },
    });
    for (const [user, grants] of people) {
      await identities.command({ type: 'CreateUser', user, name: user.toUpperCase(), email: `${user}@example.org`, sample: false, grants, groups: [] }, { actor: engineActor });
      await identities.passwords.set(user, right);
      const { headers } = succeeded(await app.post('/api/sign-in', { username: user, password: right }));
      cookies.set(user, String([headers['set-cookie']].flat()[0]).split(';', 1)[0]!);
    }
    succeeded(await app.deploy({ 'task.bpmn': taskProcess('task') }, {}, { cookie: cookies.get('ann')! }));
    theCase = succeeded(await send('ann', 'POST', '/v2/process-instances', { processDefinitionId: 'task' })).body['processInstanceKey'] as string;
  }, 180_000);
  afterAll(() => app.close());

  test('sign-ins stand with their method, failed ones with the account that there is and never with what was typed', async () => {
    await app.post('/api/sign-in', { username: 'ben', password: 'wrong' });
    await app.post('/api/sign-in', { username: 'my-secret-typed-here', password: 'wrong' });
    await app.send('GET', '/api/me', undefined, { authorization: 'Bearer acta_nothing' });
    const basic = { authorization: `Basic ${Buffer.from(`ben:${right}`).toString('base64')}` };
    for (let n = 0; n < 3; n += 1) succeeded(await app.send('GET', '/api/me', undefined, basic));
    const signIns = await entries({ act: 'signIn' });
    expect(signIns.map(({ who, method, kind }) => `${who} ${method} ${kind}`).toSorted()).toEqual(['ann password person', 'aud password person', 'ben basic person', 'ben password person', 'part password person']);
    const failed = await entries({ act: 'signInFailed' });
    expect(failed.map(({ who, method, what }) => `${who} ${method} ${what}`).toSorted()).toEqual(['ben password credentials', 'null apiKey credentials', 'null password credentials']);
    const [row] = await app.runtime.database.query<{ found: boolean }>(`select bool_or(position('my-secret' in convert_from(record, 'UTF8')) > 0 or position('example.org' in convert_from(record, 'UTF8')) > 0) found from step where stream >> 24 > 274877906944 + 4 * 4194304`);
    expect(row!.found).toBe(false);
  });

  test('refusals stand with the operation and the key, those that are hidden as not found too, and equal ones are one', async () => {
    for (let n = 0; n < 4; n += 1) expect((await send('ben', 'POST', '/v2/groups', { groupId: 'g', name: 'G' })).status).toBe(403);
    expect((await send('part', 'GET', `/api/cases/${theCase}/steps`)).status).toBe(404);
    expect((await send('aud', 'POST', `/api/cases/${theCase}/comments`, { text: 'x' })).status).toBe(403);
    expect((await app.send('GET', '/api/me', undefined, { cookie: cookies.get('ben')!, origin: 'https://elsewhere.example' })).status).toBe(403);
    const refusals = await entries({ act: 'refusal' });
    // A minute may end in between.
    const groups = refusals.filter(({ what }) => what === 'POST /v2/groups');
    expect(groups.reduce((sum, { count }) => sum + Number(count), 0)).toBe(4);
    expect(groups.length).toBeLessThanOrEqual(2);
    expect(groups[0]).toMatchObject({ who: 'ben', kind: 'person', method: 'password', subject: null });
    expect(refusals).toContainEqual(expect.objectContaining({ who: 'part', what: 'GET /api/cases/:caseKey/steps', subject: theCase, caseKey: theCase }));
    expect(refusals).toContainEqual(expect.objectContaining({ who: 'aud', what: 'POST /api/cases/:caseKey/comments', subject: theCase }));
    expect(refusals).toContainEqual(expect.objectContaining({ who: null, kind: 'anonymous', what: 'GET /api/me' }));
  });

  test('views say who saw which case, its history, or a task of it', async () => {
    succeeded(await send('aud', 'GET', `/api/cases/${theCase}/steps`));
    succeeded(await send('aud', 'GET', `/api/cases/${theCase}/file`));
    const [task] = succeeded(await send('aud', 'POST', '/v2/user-tasks/search', { filter: { processInstanceKey: theCase } })).body['items'] as readonly Body[];
    succeeded(await send('aud', 'GET', `/v2/user-tasks/${task!['userTaskKey']}`));
    const views = await counts({ act: 'view', who: 'aud', caseKey: theCase });
    expect(views).toEqual([['aud', 'history', 1], ['aud', 'caseFile', 1], ['aud', 'task', 1]]);
    expect(await counts({ act: 'view', caseKey: '16777216000' })).toEqual([]);
  });

  test('auditors read it, within the definitions of their role, and nobody else', async () => {
    expect(await entries({}, 'part')).toEqual([]);
    expect((await send('ben', 'POST', '/api/access-log/search', {})).status).toBe(403);
    expect((await app.post('/api/access-log/search', {})).status).toBe(401);
    expect((await entries({}, 'ann')).length).toBeGreaterThan(5);
  });

  test('whoever tries often makes a bounded record', async () => {
    const size = async (): Promise<number> => Number((await app.runtime.database.query<{ n: bigint }>(`select coalesce(sum(length(record)), 0)::int8 n from step where stream >> 24 >= 274877906944 + 4 * 4194304`))[0]!.n);
    await entries();
    const before = await size();
    const guess = async (): Promise<number> => {
      for (let n = 0; n < 300; n += 1) await send('part', 'GET', `/api/cases/${(BigInt(n) + 5_000n) << 24n}/steps`);
      await entries();
      return size();
    };
    expect((await guess()) - before).toBeLessThan(300 * 200);
    await guess();
    // A minute may end in between, each has room for 200.
    expect((await entries({ who: 'part', act: 'refusal' })).length).toBeLessThan(3 * 200);
    const sum = (await app.runtime.database.query<{ n: bigint }>(`select sum(times) n from access_entry where act = 'more' or who = 'part' and act = 'refusal'`))[0]!.n;
    expect(Number(sum)).toBe(601);
  });

  test('it is a projection of the journal like any other: verified, compared, made again', async () => {
    const before = await app.runtime.database.query('select * from access_entry order by key');
    expect(before.length).toBeGreaterThan(200);
    expect(await compareProjections(app.runtime.database, app.runtime.kinds)).toMatchObject({ verdict: 'equal' });
    const [row] = await app.runtime.database.query<{ stream: bigint }>('select distinct (key >> 24) << 24 stream from access_entry');
    expect(succeeded(await send('aud', 'GET', `/api/streams/${row!.stream}/verdict`)).body).toMatchObject({ kind: 'access', verified: true, projections: { verdict: 'equal' } });
    expect(succeeded(await send('aud', 'GET', '/api/journal/verdict?after=0')).body).toMatchObject({ faults: [] });
    await rebuildProjections(app.runtime.database, app.runtime.kinds).catch((error: unknown) => {
      // Definitions are the owner's to make again.
      if (!String(error).includes('permission')) throw error;
    });
    const again = await app.runtime.database.query('select * from access_entry where key <= $1 order by key', [before.at(-1)!['key'] as bigint]);
    expect(again).toHaveLength(before.length);
  });
});
