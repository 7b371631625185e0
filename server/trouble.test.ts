import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../runtime/port/log.ts';
import { openRuntime } from '../runtime/runtime.ts';
import { OutcomeUnknownError } from '../runtime/pipeline/commit-errors.ts';
import type { Database } from '../runtime/port/database.ts';
import { createTestPglite } from '../test/harness/pglite.ts';
import { taskOnly } from '../test/server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../test/server/test-app.ts';
import { startServer, type Server } from './start-server.ts';

const signal = { onWork: () => () => undefined };

describe('when something is wrong', () => {
  let database: Database;
  let app: TestApp;
  const servers: Server[] = [];
  beforeAll(async () => {
    database = await createTestPglite();
    app = await openTestApp(database);
    succeeded(await app.deploy({ 'task.bpmn': taskOnly('task') }));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  afterAll(() => app.close());

  const serve = async (runtime: typeof app.runtime): Promise<string> => {
    const server = await startServer({ runtime, signal, reservedJobTypes: new Set(), log: silentLog, port: 0, host: '127.0.0.1' });
    servers.push(server);
    return `http://127.0.0.1:${server.port}`;
  };

  const create = (address: string): Promise<Response> =>
    fetch(`${address}/v2/process-instances`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"processDefinitionId":"task"}' });

  test('too many waiting commands are refused with the title on which clients try again', async () => {
    const crowded = await openRuntime({ database, limits: { waitingMax: 0 } });
    const answer = await create(await serve(crowded));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ title: 'RESOURCE_EXHAUSTED', detail: expect.stringContaining('too many are waiting') as string });
  });

  test('an unknown outcome is 503, but not with that title', async () => {
    const submit = (): Promise<never> => Promise.reject(new OutcomeUnknownError(new Error('away')));
    const answer = await create(await serve({ ...app.runtime, pipeline: { submit } as never }));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ title: 'Service Unavailable', detail: expect.stringContaining('same Idempotency-Key') as string });
  });

  test('a database that is away is 503, our own failure 500 without its details', async () => {
    const failing = (error: Error): typeof app.runtime => {
      const gone = { ...database, query: () => Promise.reject(error), queryValues: () => Promise.reject(error) };
      return { ...app.runtime, database: gone, reads: gone };
    };
    const away = await serve(failing(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })));
    expect((await fetch(`${away}/v2/status`)).status).toBe(503);
    expect((await fetch(`${away}/v2/user-tasks/5`)).status).toBe(503);
    for (const code of ['55P03', '53300', '57P03', '40P01', 'EAI_AGAIN']) {
      const busy = await serve(failing(Object.assign(new Error('busy'), { code })));
      expect((await fetch(`${busy}/v2/user-tasks/5`)).status).toBe(503);
    }
    const broken = await serve(failing(new Error('secret detail')));
    const answer = await fetch(`${broken}/v2/user-tasks/5`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(await answer.text()).not.toContain('secret');
  });

  test('what is no HTTP is answered, too', async () => {
    const { port } = new URL(await serve(app.runtime));
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('application/problem+json');
  });

  test('more than can be counted is said to be more', async () => {
    await database.query(
      `insert into process_instance (key, definition_key, tags, state, started_at, root_key)
       select (n::int8 << 24), (select max(key) from process_definition), '{many}', 'COMPLETED', now(), (n::int8 << 24) from generate_series(1000000, 1010100) n`,
    );
    const many = succeeded(await app.post('/v2/process-instances/search', { filter: { state: 'COMPLETED', tenantId: '<default>' }, page: { limit: 2, from: 10_050 } })).body;
    expect(many['page']).toMatchObject({ totalItems: 10_000, hasMoreTotalItems: true });
    expect(many['items']).toHaveLength(2);
  });
});
