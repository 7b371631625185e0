/** Searches take no connections from commands, and one that takes too long is ended with a sentence. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { taskOnly } from '../test/server/models.ts';
import { silentLog } from '../runtime/port/log.ts';
import type { Database } from '../runtime/port/database.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { openRuntime, type Runtime } from '../runtime/runtime.ts';
import { buildApp } from './app.ts';

let test1: TestDatabase;
let database: Database;
let reads: Database;
let runtime: Runtime;
let app: Awaited<ReturnType<typeof buildApp>>;
beforeAll(async () => {
  test1 = await createTestDatabase();
  database = await openPostgres({ url: test1.url, connections: 4 });
  reads = await openPostgres({ url: test1.url, connections: 2, statementTimeoutMs: 300 });
  runtime = await openRuntime({ database, reads });
  app = await buildApp({ runtime, signal: { onWork: () => () => undefined }, reservedJobTypes: new Set<string>(), log: silentLog });
  await runtime.deploy([{ name: 'task.bpmn', content: taskOnly('task') }], { id: 'd', actor: { id: 'test', kind: 'client', method: 'none' } });
});
afterAll(async () => {
  await app.close();
  await runtime.close();
  await reads.close();
  await database.close();
  await test1.drop();
});

const search = () => app.inject({ method: 'POST', url: '/v2/user-tasks/search', payload: {} });
const start = () => app.inject({ method: 'POST', url: '/v2/process-instances', payload: { processDefinitionId: 'task' } });

test('given searches that wait, then commands are answered meanwhile, and each search is ended with a sentence', async () => {
  let letGo = (): void => undefined;
  // Whoever reads the tasks waits, as behind a table that is being rewritten; whoever begins cases here writes no task.
  const locked = new Promise<void>((resolve) => (letGo = resolve));
  let held: Promise<unknown> = Promise.resolve();
  await new Promise<void>((ready) => {
    held = database.transaction(async (transaction) => {
      await transaction.query('set local role none');
      await transaction.query('lock table user_task in access exclusive mode');
      ready();
      await locked;
    });
  });
  const searches = Array.from({ length: 6 }, search);
  const told = await app.inject({ method: 'POST', url: '/v2/messages/publication', payload: { name: 'hello', correlationKey: 'a', timeToLive: 60_000 } });
  expect(told.statusCode).toBe(200);
  for (const answer of await Promise.all(searches)) expect([503, 504]).toContain(answer.statusCode);
  letGo();
  await held;
  expect((await search()).statusCode).toBe(200);
  expect((await start()).statusCode).toBe(200);
});

test('given a search that takes too long, then it is 504 and says what to do', async () => {
  const sleeping: Database = { ...reads, queryValues: () => reads.queryValues('select pg_sleep(30)'), query: reads.query };
  const slow = await buildApp({ runtime: { ...runtime, reads: sleeping }, signal: { onWork: () => () => undefined }, reservedJobTypes: new Set<string>(), log: silentLog });
  const answer = await slow.inject({ method: 'POST', url: '/v2/user-tasks/search', payload: {} });
  expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([504, expect.stringContaining('ACTA_SEARCH_TIMEOUT')]);
  await slow.close();
});
