import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { errand } from '../../test/server/models.ts';
import { openTestApp, type TestApp } from '../../test/server/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite(), { sites: { hosts: ['acta:8080'], publicUrls: ['https://acta.example'] } });
});
afterAll(() => app.close());

type Headers = Record<string, string>;
const statusOf = async (method: 'GET' | 'POST', headers: Headers): Promise<number> =>
  (await app.send(method, method === 'GET' ? '/v2/license' : '/v2/process-instances/1/cancellation', undefined, headers)).status;

describe('a request of a browser for another site', () => {
  it.each<[string, Headers]>([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port', { host: 'localhost:8080', origin: 'http://localhost:3000' }],
    ['a page without an address', { origin: 'null' }],
    ['a file', { origin: 'file://' }],
    ['an extension', { origin: 'chrome-extension://abc' }],
    ['a page whose address begins like ours', { origin: 'https://acta.example.evil.example' }],
    ['a page of another site, without an origin', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a page of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['a name that leads here', { host: 'attacker.example', origin: 'http://attacker.example' }],
    ['a name that leads here, without an origin', { host: 'attacker.example:8080' }],
    ['a name that begins like an address', { host: '127.0.0.1.evil.example' }],
    ['a name that ends like ours', { host: 'evil-localhost' }],
    ['what is no name', { host: 'a b' }],
  ])('is refused with a sentence: %s', async (_what, headers) => {
    for (const method of ['GET', 'POST'] as const) expect(await statusOf(method, headers)).toBe(403);
    const { body, type } = await app.send('POST', '/v2/process-instances/1/cancellation', undefined, headers);
    expect(type).toContain('application/problem+json');
    expect(body['detail']).toMatch(/^Expected .*, but /);
  });

  it('changes nothing: no deployment, no task', async () => {
    const { statusCode } = await app.app.inject({
      method: 'POST', url: '/v2/deployments',
      headers: { origin: 'https://evil.example', 'content-type': 'multipart/form-data; boundary=b' },
      payload: `--b\r\nContent-Disposition: form-data; name="resources"; filename="a.bpmn"\r\n\r\n${errand}\r\n--b--\r\n`,
    });

    expect(statusCode).toBe(403);
    expect((await app.post('/v2/process-definitions/search', {})).body['items']).toEqual([]);
  });

  it('is refused on paths that are not there, too, and for pages', async () => {
    for (const path of ['/', '/docs', '/openapi.json', '/nowhere', '/api/faults'])
      expect((await app.send('GET', path, undefined, { host: 'attacker.example' })).status).toBe(403);
  });

  it('may follow a link, and nothing more', async () => {
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

    expect(await statusOf('GET', visit)).toBe(200);
    expect(await statusOf('POST', visit)).toBe(403);
    expect(await statusOf('GET', { ...visit, 'sec-fetch-dest': 'iframe' })).toBe(403);
  });

  it('is told what to set', async () => {
    const detail = async (headers: Headers): Promise<string> => (await app.send('GET', '/v2/license', undefined, headers)).body['detail'] as string;

    expect(await detail({ host: 'acta.intranet' })).toContain("it is for 'acta.intranet'. Add that name to ACTA_ALLOWED_HOSTS");
    expect(await detail({ origin: 'https://acta.intranet' })).toContain("'https://acta.intranet'. If that is the address of this server for browsers, set ACTA_PUBLIC_URL to it");
  });
});

describe('a request of its own', () => {
  it.each<[string, Headers]>([
    ['a client that is no browser', {}],
    ['a page of the server', { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }],
    ['a page of the server by address', { host: '192.168.0.7:8080', origin: 'http://192.168.0.7:8080' }],
    ['a page of the server over IPv6', { host: '[::1]:8080', origin: 'http://[::1]:8080' }],
    ['a page of the server behind TLS', { host: 'acta.example', origin: 'https://acta.example' }],
    ['a page at the public address, through a proxy that says another host', { host: '10.0.0.1:8080', origin: 'https://acta.example' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a client in the same network', { host: 'acta' }],
    ['a name in capitals, with a dot', { host: 'ACTA.example.:443' }],
  ])('is answered: %s', async (_what, headers) => {
    expect(await statusOf('GET', headers)).toBe(200);
    expect(await statusOf('POST', headers)).toBe(404);
  });
});

it('any host may be allowed, and pages of other sites still not', async () => {
  const open = await openTestApp(await createTestPglite(), { sites: { hosts: ['*'], publicUrls: [] } });
  const ask = async (headers: Headers): Promise<number> => (await open.send('GET', '/v2/license', undefined, headers)).status;

  expect([await ask({ host: 'whatever.example' }), await ask({ host: 'a b', origin: 'http://a' })]).toEqual([200, 403]);
  await open.close();
});
