import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { openTestApp, succeeded, type Body, type TestApp } from '../../test/server/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite());
});
afterAll(() => app.close());

const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === '$ref' ? [member as string] : refsIn(member)));
};

test('the description has every operation, and every reference leads somewhere', async () => {
  const description = succeeded(await app.get('/openapi.json')).body;
  expect(description['openapi']).toBe('3.1.0');
  const operations = Object.entries(description['paths'] as object).flatMap(([path, methods]) => Object.keys(methods as object).map((method) => `${method} ${path}`));
  expect(operations).toEqual(expect.arrayContaining([
    'post /v2/deployments', 'post /v2/process-instances', 'patch /v2/user-tasks/{userTaskKey}', 'delete /v2/user-tasks/{userTaskKey}/assignee',
    'post /v2/jobs/activation', 'get /v2/topology', 'get /api/cases/{caseKey}/verdict', 'post /api/cases/{caseKey}/events', 'get /api/faults',
  ]));
  expect(operations).not.toContain('patch /v2/user-tasks/{userTaskKey}/update');
  expect(operations.length).toBeGreaterThan(45);
  const targets = new Set(refsIn(description));
  expect(targets.size).toBeGreaterThan(10);
  const schemas = Object.keys(description['components']!['schemas'] as object);
  expect(schemas.filter((name) => !targets.has(`#/components/schemas/${name}`))).toEqual([]);
  for (const target of targets) {
    const found = target.slice(2).split('/').reduce<Body | undefined>((at, part) => at?.[part], description);
    expect([target, found]).toEqual([target, expect.any(Object)]);
  }
});

test('what a schema says can be read: variables are objects, enums are listed', async () => {
  const { paths } = succeeded(await app.get('/openapi.json')).body;
  const schema = paths!['/v2/process-instances']!['post']!['requestBody']!['content']!['application/json']!['schema']!;
  expect(schema['properties']).toMatchObject({ variables: { type: 'object' }, awaitCompletion: { type: 'boolean' } });
  expect(JSON.stringify(paths!['/v2/user-tasks/search'])).toContain('"enum":["CREATING","CREATED"');
  const responses = paths!['/v2/process-instances']!['post']!['responses'] as unknown as Record<string, unknown>;
  expect(Object.keys(responses)).toEqual(['200', '4XX', '5XX']);
  expect(paths!['/v2/deployments']!['post']!['requestBody']!['content']).toMatchObject({
    'multipart/form-data': { schema: { properties: { resources: { type: 'array' } } } },
  });
});

test('operations stand under headings that are explained', async () => {
  const { paths, tags } = succeeded(await app.get('/openapi.json')).body;
  const explained = (tags as readonly Body[]).map((tag) => tag['name']);
  const used = Object.values(paths as object).flatMap((methods) => Object.values(methods as object)).flatMap((operation) => (operation as Body)['tags'] as readonly Body[]);
  expect(new Set(used)).toEqual(new Set(explained));
});

test('headers of requests that change something are parameters, for clients that are generated', async () => {
  const { paths } = succeeded(await app.get('/openapi.json')).body;
  const headers = (path: string, method: string): string[] =>
    ((paths![path]![method]!['parameters'] ?? []) as readonly Body[]).filter((parameter) => parameter['in'] === 'header').map((parameter) => parameter['name'] as string);

  for (const [path, method] of [['/v2/deployments', 'post'], ['/v2/user-tasks/{userTaskKey}', 'patch'], ['/api/cases/{caseKey}/events', 'post']] as const)
    expect(headers(path, method)).toEqual(['Idempotency-Key', 'Acta-Actor', 'Acta-On-Behalf-Of']);
  expect([headers('/v2/user-tasks/search', 'post'), headers('/v2/topology', 'get')]).toEqual([[], []]);
});

test('the pages need nothing from the network', async () => {
  for (const path of ['/', '/docs']) {
    const { status, type, text, headers } = await app.get(path);
    expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  }
});

test('what runs here', async () => {
  expect(succeeded(await app.get('/api/installation')).body).toMatchObject({ version: '0.1.0', zone: 'UTC', timeline: 1, database: 'embedded', journal: 'changeable', log: expect.stringMatching(/^acta\//) as string });
});

test('what clients ask of the cluster', async () => {
  expect(succeeded(await app.get('/v2/topology')).body).toMatchObject({ gatewayVersion: '8.9.0', brokers: [{ partitions: [{ role: 'leader', health: 'healthy' }] }] });
  expect((await app.get('/v2/status')).status).toBe(204);
  expect(succeeded(await app.get('/v2/license')).body).toMatchObject({ validLicense: true, isCommercial: false });
  const me = async (headers: Record<string, string>): Promise<unknown> => succeeded(await app.send('GET', '/v2/authentication/me', undefined, headers)).body['username'];
  expect(await me({})).toBe('anonymous');
  expect(await me({ authorization: `Basic ${Buffer.from('ann:secret').toString('base64')}` })).toBe('ann');
  expect(await me({ 'acta-actor': 'bob', authorization: 'Bearer x' })).toBe('bob');
  expect(await app.send('GET', '/v2/authentication/me', undefined, { 'acta-actor': 'x'.repeat(300) })).toMatchObject({ status: 400 });
});
