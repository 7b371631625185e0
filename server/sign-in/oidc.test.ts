import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineActor } from '../../engine/stream/index.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { openTestApp, type TestApp } from '../../test/server/test-app.ts';
import { OidcProvider } from './oidc.ts';

const audience = 'urn:acta';

/** A browser in a few lines: it keeps cookies by host and follows redirects itself. */
class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  async visit(url: string, form?: Record<string, string>): Promise<{ readonly url: string; readonly status: number; readonly text: string }> {
    const { host } = new URL(url);
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    const answer = await fetch(url, {
      redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const next = answer.headers.get('location');
    return next === null ? { url, status: answer.status, text: await answer.text() } : this.visit(new URL(next, url).href);
  }

  cookie(url: string, name: string): string | undefined {
    return this.#jars.get(new URL(url).host)?.get(name);
  }
}

describe('sign-in by OpenID Connect, against a real provider', () => {
  let provider: Server;
  let issuer: string;
  let app: TestApp;
  let identities: Identities;
  let address: string;
  let key: CryptoKey;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    key = pair.privateKey;
    provider = createServer();
    await new Promise<void>((resolve) => void provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    app = await openTestApp(await createTestPglite(), {
      access: (runtime) => {
        identities = new Identities(runtime);
        const settings = { issuer, clientId: 'acta', clientSecret: 'a secret of the client', audience, name: 'Company', rolesClaim: 'roles' };
        return { identities, signIn: true, passwords: false, samples: false, secure: false, trustedProxies: [], oidc: new OidcProvider(settings, { identities, database: runtime.database }) };
      },
    });
    address = await app.listen();
    const server = new Provider(issuer, {
      clients: [
        { client_id: 'acta', client_secret: 'a secret of the client', redirect_uris: [`${address}/api/sign-in/oidc/callback`] },
        { client_id: 'robot', client_secret: 'a secret of the robot', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
      ],
      jwks: { keys: [{ ...(await exportJWK(pair.privateKey)), alg: 'RS256', kid: 'k1', use: 'sig' }] },
      cookies: { keys: ['test'] },
      conformIdTokenClaims: false,
      claims: { openid: ['sub', 'preferred_username', 'name', 'roles'] },
      findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: `subject-of-${id}`, preferred_username: id, name: id.toUpperCase(), roles: ['company-admin'] }) }),
      features: {
        devInteractions: { enabled: true },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true, defaultResource: () => audience,
          getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt' as const, accessTokenTTL: 60 }),
        },
      },
      extraTokenClaims: () => ({ roles: ['robots'] }),
    });
    const answer = server.callback();
    provider.on('request', (request, response) => void answer(request, response));
    const result = await identities.command({ type: 'GrantRole', to: { kind: 'claim', id: 'robots' }, grant: { role: 'worker', scope: ['pay'] } }, { actor: engineActor });
    await identities.command({ type: 'GrantRole', to: { kind: 'claim', id: 'company-admin' }, grant: { role: 'admin', scope: [] } }, { actor: engineActor });
    if (result.kind === 'rejected') throw new Error(result.message);
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await new Promise((resolve) => void provider.close(resolve));
  });

  const signIn = async (browser: Browser, login: string, returnTo = '/docs') => {
    let page = await browser.visit(`${address}/api/sign-in/oidc?returnTo=${encodeURIComponent(returnTo)}`);
    for (let pages = 0; pages < 3 && page.url.includes('/interaction/'); pages += 1) {
      const prompt = /name="prompt" value="(\w+)"/.exec(page.text)?.[1] ?? 'consent';
      page = await browser.visit(page.url, prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
    }
    return page;
  };
  const me = (cookie: string) => app.send('GET', '/api/me', undefined, { cookie: `acta_session=${cookie}` });

  test('a person comes back as a new user, with what the provider says of him', async () => {
    const browser = new Browser();
    const page = await signIn(browser, 'li');
    expect([page.status, page.url]).toEqual([200, `${address}/docs`]);
    const answer = await me(browser.cookie(address, 'acta_session') ?? '');
    expect(answer.body).toMatchObject({ id: 'li', name: 'LI', kind: 'person', method: 'oidc', roles: [{ role: 'employee', scope: null }, { role: 'admin', scope: null }] });
    const again = new Browser();
    await signIn(again, 'li');
    expect((await me(again.cookie(address, 'acta_session') ?? '')).body['id']).toBe('li');
  });

  test('nobody gets an account that was there by having its name', async () => {
    await identities.command({ type: 'CreateUser', user: 'boss', name: 'Boss', email: null, sample: false, grants: [], groups: [] }, { actor: engineActor });
    const browser = new Browser();
    await signIn(browser, 'boss');
    expect((await me(browser.cookie(address, 'acta_session') ?? '')).body['id']).toMatch(/^u-/);
  });

  test('a link leads nowhere else afterwards', async () => {
    for (const elsewhere of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
      const page = await signIn(new Browser(), 'li', elsewhere);
      expect(page.url).toBe(`${address}/`);
    }
  });

  test('who comes back without having left is refused', async () => {
    const answer = await app.get('/api/sign-in/oidc/callback?code=x&state=y');
    expect([answer.status, answer.body['title']]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('a client works with a token of its own, within its role', async () => {
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`robot:${encodeURIComponent('a secret of the robot')}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
    });
    const { access_token: token } = (await answer.json()) as { readonly access_token: string };
    const bearer = { authorization: `Bearer ${token}` };
    expect((await app.send('GET', '/api/me', undefined, bearer)).body).toMatchObject({ id: 'robot', kind: 'client', method: 'oidc', roles: [{ role: 'worker', scope: ['pay'] }] });
    expect((await app.post('/v2/groups', { groupId: 'g', name: 'G' }, bearer)).status).toBe(403);
  });

  test.each<[string, (sign: (more: (jwt: SignJWT) => SignJWT) => Promise<string>) => Promise<string> | string]>([
    ['no algorithm', () => new UnsecuredJWT({ roles: ['company-admin'] }).setSubject('x').setIssuer(issuer).setAudience(audience).setExpirationTime('1m').encode()],
    ['another audience', (sign) => sign((jwt) => jwt.setAudience('urn:other').setExpirationTime('1m'))],
    ['an end in the past', (sign) => sign((jwt) => jwt.setAudience(audience).setExpirationTime(Math.floor(Date.now() / 1000) - 60))],
    ['no end', (sign) => sign((jwt) => jwt.setAudience(audience))],
    ['another issuer', (sign) => sign((jwt) => jwt.setAudience(audience).setExpirationTime('1m').setIssuer('https://evil.example'))],
    ['another key', async () => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).setSubject('x').setIssuer(issuer).setAudience(audience).setExpirationTime('1m').sign((await generateKeyPair('RS256')).privateKey)],
    ['a secret that is the public key', () => new SignJWT({}).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).setSubject('x').setIssuer(issuer).setAudience(audience).setExpirationTime('1m').sign(new TextEncoder().encode('x'.repeat(32)))],
  ])('a token with %s is refused', async (_what, make) => {
    const sign = (more: (jwt: SignJWT) => SignJWT): Promise<string> => more(new SignJWT({ roles: ['company-admin'] }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).setSubject('x').setIssuer(issuer)).sign(key);
    const answer = await app.send('GET', '/api/me', undefined, { authorization: `Bearer ${await make(sign)}` });
    expect([answer.status, answer.body['title']]).toEqual([401, 'UNAUTHENTICATED']);
  });
});
