import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineActor } from '../../engine/stream/index.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { databases } from '../../test/harness/databases.ts';
import { openTestApp, succeeded, type Answer, type TestApp } from '../../test/server/test-app.ts';

const right = 'correct horse battery';

const cookieOf = ({ headers }: Answer): string => {
  const [cookie = ''] = [headers['set-cookie']].flat() as string[];
  return cookie.split(';', 1)[0] ?? '';
};

describe.each(databases)('sign-in with local users on $kind', ({ open }) => {
  let app: TestApp;
  let identities: Identities;

  beforeAll(async () => {
    app = await openTestApp(await open(), {
      access: (runtime) => {
        identities = new Identities(runtime);
        return { identities, signIn: true, passwords: true, samples: false, secure: false, trustedProxies: [] };
      },
    });
    for (const [user, role] of [['ann', 'admin'], ['ben', 'employee'], ['cid', 'employee']] as const) {
      await identities.command({ type: 'CreateUser', user, name: user.toUpperCase(), email: null, sample: false, grants: [{ role, scope: [] }], groups: [] }, { actor: engineActor });
      await identities.passwords.set(user, right);
    }
  });
  afterAll(() => app.close());

  const signIn = (username: string, password = right): Promise<Answer> => app.post('/api/sign-in', { username, password });
  const session = async (username: string): Promise<Record<string, string>> => ({ cookie: cookieOf(succeeded(await signIn(username))) });

  test('nobody who is anonymous may do anything, and is told what to do', async () => {
    for (const path of ['/v2/user-tasks/search', '/v2/process-instances']) {
      const answer = await app.post(path, {});
      expect([answer.status, answer.body['title']]).toEqual([401, 'UNAUTHENTICATED']);
      expect(answer.body['detail']).toMatch(/Sign in, or send an API key/);
    }
  });

  test('a session says who it is, and ends with the sign-out: a copied cookie is worth nothing', async () => {
    const answer = succeeded(await signIn('ben'));
    expect(String(answer.headers['set-cookie'])).toMatch(/^acta_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = { cookie: cookieOf(answer) };
    expect(succeeded(await app.send('GET', '/api/me', undefined, cookie)).body).toMatchObject({ id: 'ben', kind: 'person', method: 'password', roles: [{ role: 'employee', scope: null }] });
    expect((await app.post('/api/sign-out', undefined, cookie)).status).toBe(204);
    expect((await app.send('GET', '/api/me', undefined, cookie)).status).toBe(401);
  });

  test('a session that was there before is not carried over: what somebody planted is worth nothing', async () => {
    const planted = 'acta_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const answer = succeeded(await app.post('/api/sign-in', { username: 'ben', password: right }, { cookie: planted }));
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await app.send('GET', '/api/me', undefined, { cookie: planted })).status).toBe(401);
  });

  test('a wrong password and an unknown user are told alike, and guessing is slowed down', async () => {
    const wrong = await signIn('cid', 'wrong');
    const unknown = await signIn('nobody-there', 'wrong');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body['detail']).toBe(unknown.body['detail']);
    for (let tries = 1; tries < 5; tries += 1) await signIn('cid', 'wrong');
    const throttled = await signIn('cid');
    expect([throttled.status, throttled.body['title']]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
    expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('a new password ends the other sessions, and is on the record without itself', async () => {
    const [mine, other] = [await session('ann'), await session('ann')];
    expect((await app.post('/api/me/password', { current: right, password: 'short' }, mine)).status).toBe(400);
    expect((await app.post('/api/me/password', { current: right, password: 'another long one' }, mine)).status).toBe(204);
    expect((await app.send('GET', '/api/me', undefined, mine)).status).toBe(200);
    expect((await app.send('GET', '/api/me', undefined, other)).status).toBe(401);
    const [row] = await app.runtime.database.query<{ record: Uint8Array }>('select record from step where stream = (274877906944 + 4194304)::int8 << 24 order by seq desc limit 1');
    const record = Buffer.from(row!.record).toString('utf8');
    expect(record).toContain('"actor":{"id":"ann","kind":"person","method":"password"}');
    expect(record).not.toContain('another');
    await identities.passwords.set('ann', right);
  });

  test('an employee may not administer, an administrator may', async () => {
    const refused = await app.post('/v2/groups', { groupId: 'g', name: 'G' }, await session('ben'));
    expect([refused.status, refused.body['title']]).toEqual([403, 'FORBIDDEN']);
    expect((await app.post('/v2/groups', { groupId: 'g', name: 'G' }, await session('ann'))).status).toBe(201);
  });

  test('a key works as long as it is not revoked, shows its secret once, and is stored as a hash', async () => {
    const admin = await session('ann');
    const made = succeeded(await app.post('/api/api-keys', { name: 'robot', roles: [{ role: 'worker', scope: ['pay'] }] }, admin)).body;
    const key = { authorization: `Bearer ${made['secret']}` };
    expect(succeeded(await app.send('GET', '/api/me', undefined, key)).body).toMatchObject({ kind: 'client', name: 'robot', method: 'apiKey' });
    const jobs = { type: 'pay', timeout: 1_000, maxJobsToActivate: 1, requestTimeout: -1 };
    expect((await app.post('/v2/jobs/activation', jobs, key)).status).toBe(200);
    expect((await app.post('/v2/jobs/activation', { ...jobs, type: 'other' }, key)).status).toBe(403);
    const [stored] = await app.runtime.database.query<{ found: string }>(`select string_agg(s::text, ' ') found from api_key_secret s`);
    expect(stored!.found).not.toContain(made['secret']);
    expect((await app.send('DELETE', `/api/api-keys/${made['id']}`, undefined, admin)).status).toBe(204);
    expect((await app.send('GET', '/api/me', undefined, key)).status).toBe(401);
  });

  test('Basic proves who acts, and nobody can put another name on the record', async () => {
    const basic = { authorization: `Basic ${Buffer.from(`ben:${right}`).toString('base64')}` };
    expect(succeeded(await app.send('GET', '/v2/authentication/me', undefined, basic)).body).toMatchObject({ username: 'ben', roles: ['employee'] });
    const forged = await app.post('/v2/process-instances', { processDefinitionId: 'x' }, { ...basic, 'acta-actor': 'ann' });
    expect(forged.status).toBe(403);
    expect((await app.send('GET', '/api/me', undefined, { authorization: `Basic ${Buffer.from('ben:wrong').toString('base64')}` })).status).toBe(401);
  });

  test('a right that is taken away, or an account that is disabled, is gone at the next request', async () => {
    const [admin, ben] = [await session('ann'), await session('ben')];
    expect((await app.send('PATCH', '/api/users/ben', { isActive: false }, admin)).status).toBe(204);
    expect((await app.send('GET', '/api/me', undefined, ben)).status).toBe(401);
    expect((await app.send('PATCH', '/api/users/ben', { isActive: true }, admin)).status).toBe(204);
  });
});
