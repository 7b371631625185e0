/** A Postgres that ends connections, or dies and comes back: requests are told so soon or succeed late, and go on at once. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../runtime/postgres/migrate.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import type { Database } from '../runtime/port/database.ts';
import { silentLog } from '../runtime/port/log.ts';
import { openRuntime, type Runtime } from '../runtime/runtime.ts';
import { startPostgres, type PrivateServer } from '../test/harness/servers.ts';
import { deployModel } from '../test/runtime/open-test-runtime.ts';
import { taskProcess } from '../test/runtime/models.ts';
import { startServer, type Server } from './start-server.ts';

interface Asked {
  readonly what: 'read' | 'command';
  readonly from: number;
  readonly until: number;
  readonly status: number;
  readonly type: string;
}

let store: PrivateServer;
let database: Database;
let runtime: Runtime;
let server: Server;
const asked: Asked[] = [];

beforeAll(async () => {
  store = await startPostgres();
  await migrate(store.url);
  database = await openPostgres({ url: store.url });
  runtime = await openRuntime({ database });
  server = await startServer({ runtime, signal: { onWork: () => () => undefined }, reservedJobTypes: new Set(), log: silentLog, port: 0, host: '127.0.0.1' });
  await deployModel(runtime, 'task.bpmn', taskProcess('task'));
}, 60_000);

afterAll(async () => {
  await server.close();
  await runtime.close();
  await database.close();
  await store.stop();
}, 60_000);

/** What takes a second at most on a machine with nothing else to do. Connections that were not given up took 16 s and more. */
const soonMs = 10_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const ask = async (what: Asked['what']): Promise<Asked> => {
  const from = performance.now();
  const address = `http://127.0.0.1:${server.port}/v2`;
  const answer = what === 'read'
    ? await fetch(`${address}/process-instances/search`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    : await fetch(`${address}/process-instances`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: '{"processDefinitionId":"task"}',
      });
  await answer.text();
  const result = { what, from, until: performance.now(), status: answer.status, type: answer.headers.get('content-type') ?? '' };
  asked.push(result);
  return result;
};

/** Twelve clients that ask again and again, as long as `during` lasts. */
const whileAsking = async <T>(during: () => Promise<T>): Promise<T> => {
  let over = false;
  const client = async (what: Asked['what']): Promise<void> => {
    while (!over) {
      await ask(what);
      await pause(20);
    }
  };
  const clients = Array.from({ length: 12 }, (_, index) => client(index % 2 === 0 ? 'read' : 'command'));
  try {
    return await during();
  } finally {
    over = true;
    await Promise.all(clients);
  }
};

const succeededAfter = (what: Asked['what'], moment: number): number =>
  Math.min(...asked.filter((one) => one.what === what && one.status < 300 && one.until > moment).map(({ until }) => until - moment));

/** Goes on until a read and a command were answered that began after the moment, or time is over. */
const bothSucceedAfter = async (moment: number): Promise<void> => {
  const hasSucceeded = (what: Asked['what']): boolean => asked.some((one) => one.what === what && one.status < 300 && one.from > moment);
  while (!(hasSucceeded('read') && hasSucceeded('command')) && performance.now() < moment + 2 * soonMs) await pause(50);
};

const longest = (what: Asked['what']): number => Math.max(...asked.filter((one) => one.what === what).map(({ from, until }) => until - from));

const expectGraceful = (): void => {
  expect(new Set(asked.map(({ status }) => status < 300 ? 200 : status))).toEqual(new Set(asked.some(({ status }) => status >= 300) ? [200, 503] : [200]));
  for (const one of asked) if (one.status >= 300) expect(one.type).toBe('application/problem+json; charset=utf-8');
};

describe('a Postgres', () => {
  it('that ends every connection many times holds nobody up', async () => {
    const administrator = postgres(store.url, { max: 1 });
    asked.splice(0);
    const moment = await whileAsking(async () => {
      for (let round = 0; round < 60; round += 1) {
        await administrator`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'acta'`;
        await pause(25);
      }
      const ended = performance.now();
      await bothSucceedAfter(ended);
      return ended;
    });
    await administrator.end();

    const measured = { read: succeededAfter('read', moment), command: succeededAfter('command', moment), longestRead: longest('read'), longestCommand: longest('command') };
    expectGraceful();
    expect(measured.read).toBeLessThan(soonMs);
    expect(measured.command).toBeLessThan(soonMs);
    expect(measured.longestRead).toBeLessThan(soonMs);
  }, 60_000);

  it('that dies is said to be away, and is used again when it is back', async () => {
    asked.splice(0);
    const moment = await whileAsking(async () => {
      await store.kill9();
      await pause(6_000);
      await store.start();
      const back = performance.now();
      await bothSucceedAfter(back);
      return back;
    });

    const measured = { read: succeededAfter('read', moment), command: succeededAfter('command', moment), longestRead: longest('read'), longestCommand: longest('command') };
    expectGraceful();
    expect(asked.filter(({ what, status }) => what === 'read' && status === 503).length).toBeGreaterThan(10);
    expect(measured.read).toBeLessThan(soonMs);
    expect(measured.command).toBeLessThan(soonMs);
    expect(measured.longestRead).toBeLessThan(soonMs);
  }, 60_000);

  it('that stands still is said to be away, and is used again when it goes on', async () => {
    asked.splice(0);
    const administrator = postgres(store.url, { max: 1 });
    const backends = await administrator<{ pid: number }[]>`select pid from pg_stat_activity`;
    await administrator.end();
    const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
      for (const pid of [store.pid, ...backends.map((backend) => backend.pid)])
        try {
          process.kill(pid, name);
        } catch {
          // the administrator's own backend has ended
        }
    };
    const moment = await whileAsking(async () => {
      await pause(300);
      signal('SIGSTOP');
      await pause(12_000);
      signal('SIGCONT');
      const back = performance.now();
      await bothSucceedAfter(back);
      return back;
    });

    expectGraceful();
    expect(longest('read')).toBeLessThan(soonMs + 5_000);
    expect(asked.some(({ what, status }) => what === 'read' && status === 503)).toBe(true);
    expect(succeededAfter('read', moment)).toBeLessThan(soonMs);
    expect(succeededAfter('command', moment)).toBeLessThan(soonMs);
  }, 60_000);
});
