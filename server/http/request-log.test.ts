import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogFields } from '../../runtime/port/log.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { errand } from '../../test/server/models.ts';
import { openTestApp, type TestApp } from '../../test/server/test-app.ts';

interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

const lines: Line[] = [];
const keep = (level: string) => (message: string, fields: LogFields = {}): void => void lines.push({ level, message, fields });

let app: TestApp;
beforeAll(async () => {
  const log = { debugs: true, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
  app = await openTestApp(await createTestPglite(), { log });
});
beforeEach(() => void lines.splice(0));
afterAll(() => app.close());

describe('a request', () => {
  it('that fails is told its id, which the log has too', async () => {
    const given = await app.send('GET', '/v2/user-tasks/1', undefined, { 'x-request-id': 'edge-42' });
    const own = await app.get('/v2/user-tasks/1');

    expect([given.status, given.body['requestId'], given.headers['x-request-id']]).toEqual([404, 'edge-42', 'edge-42']);
    expect(own.body['requestId']).toMatch(/^[\da-f-]{36}$/);
    expect(lines.map(({ fields }) => fields['request'])).toEqual(['edge-42', own.body['requestId']]);
  });

  it('may not give itself an id that is none', async () => {
    for (const id of ['a b', 'x'.repeat(129), '{"level":"error"}', 'ä'])
      expect((await app.send('GET', '/nowhere', undefined, { 'x-request-id': id })).body['requestId']).toMatch(/^[\da-f-]{36}$/);
  });

  it('is logged by its route, without what its path, query, body or headers hold', async () => {
    await app.post('/v2/process-instances', { processDefinitionId: 'nobody-knows', variables: { name: 'Li Ming' } }, { 'acta-actor': 'ann' });
    await app.get('/api/faults?limit=Li%20Ming');
    await app.get('/Li%20Ming');

    expect(lines).toMatchObject([
      { message: 'Answered', fields: { method: 'POST', route: '/v2/process-instances', status: 404 } },
      { message: 'Answered', fields: { method: 'GET', route: '/api/faults', status: 400 } },
      { message: 'Answered', fields: { method: 'GET', route: 'none', status: 404 } },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Li|ann\b|nobody-knows/);
  });
});

describe('a deployment', () => {
  it('is logged with what is new and what is not', async () => {
    await app.deploy({ 'errand.bpmn': errand });
    await app.deploy({ 'errand.bpmn': errand });

    expect(lines.filter(({ level }) => level === 'info')).toMatchObject([
      { message: 'Deployed', fields: { definitions: ['errand version 1'] } },
      { message: 'Deployed', fields: { definitions: [], unchanged: 1 } },
    ]);
  });

  it('that is refused is logged with its problems', async () => {
    const { body } = await app.deploy({ 'errand.bpmn': errand.replace('charge -> paying-end', '').replace('zeebe:taskDefinition', 'zeebe:taskDefinitions') });

    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: 'A deployment was refused', fields: { request: body['requestId'], code: 'INVALID_ARGUMENT', problems: expect.arrayContaining([expect.stringContaining('errand.bpmn')]) as string[] } },
    ]);
  });
});
