import { engineActor } from '../../engine/stream/index.ts';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../runtime/port/database.ts';
import { silentLog } from '../../runtime/port/log.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { freePort } from '../../test/harness/private-process.ts';
import { errand } from '../../test/server/models.ts';
import { readSettings } from '../settings.ts';
import { Shutdown } from '../shutdown.ts';
import { watchProcess, type WatchedProcess } from './watched-process.ts';

/** One for each test that wants one; it closes it. */
const databases: Database[] = [];
beforeAll(async () => {
  for (let number = 0; number < 4; number += 1) databases.push(await createTestPglite());
});

let shutdown: Shutdown;
afterEach(() => shutdown.stop());

/** A watched process, and what somebody is told who asks it. */
const watch = async (settings: Record<string, string> = {}) => {
  shutdown = new Shutdown();
  const port = await freePort();
  const watched = await watchProcess(readSettings({ ACTA_MONITORING: `127.0.0.1:${port}`, ...settings }), 'server', { log: silentLog, shutdown });
  const ask = async (path: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, text: await response.text() };
  };
  return { watched, ask };
};

const open = async (watched: WatchedProcess): Promise<Runtime> => {
  const database = databases.pop();
  if (database === undefined) throw new Error('Expected a database for each test, but there are fewer');
  const runtime = await openRuntime({ database, metrics: watched.metrics });
  shutdown.last(() => database.close());
  shutdown.last(() => runtime.close());
  watched.over(runtime);
  return runtime;
};

describe('health', () => {
  it('lives from the start, and is ready only while it works and its database answers', async () => {
    const { watched, ask } = await watch();
    expect([await ask('/health/live'), await ask('/health/ready')]).toMatchObject([
      { status: 200, text: '{"status":"live"}' }, { status: 503, text: '{"status":"not ready","obstacle":"it is starting"}' },
    ]);

    const runtime = await open(watched);
    watched.works(shutdown);
    expect(await ask('/health/ready')).toMatchObject({ status: 200, text: '{"status":"ready"}' });

    await runtime.database.query(`update installation set floor = floor || '{Planted/1}'`);
    await runtime.readers.look();
    expect(await ask('/health/ready')).toMatchObject({ status: 503, text: expect.stringContaining('this one does not read Planted/1') as string });
    await runtime.database.query(`update installation set floor = array_remove(floor, 'Planted/1')`);
    await runtime.readers.look();

    await runtime.database.close();
    expect(await ask('/health/ready')).toMatchObject({ status: 503, text: '{"status":"not ready","obstacle":"the database does not answer"}' });
    expect((await ask('/health/live')).status).toBe(200);
  });

  it('is not for pages of other sites, nor is there anything else', async () => {
    const { ask } = await watch();

    expect((await ask('/v2/license')).status).toBe(404);
    expect((await ask('/')).status).toBe(404);
  });

  it('is nowhere when nobody asked for it', async () => {
    const { watched, ask } = await watch({ ACTA_MONITORING: '' });

    await expect(ask('/metrics')).rejects.toThrow('fetch failed');
    expect(await watched.metricsText()).toEqual({ type: 'text/plain', text: '' });
  });
});

describe('metrics', () => {
  it('tell what was done and what there is to do', async () => {
    const { watched, ask } = await watch();
    const runtime = await open(watched);
    await runtime.deploy([{ name: 'errand.bpmn', content: errand }], { id: 'd', actor: engineActor });
    for (let number = 0; number < 3; number += 1)
      await runtime.pipeline.submit({ kind: 'create', id: `c${number}`, actor: engineActor, definition: { id: 'errand' }, create: { variables: {} } });
    await runtime.pipeline.submit({ kind: 'create', id: 'x', actor: engineActor, definition: { id: 'nothing' }, create: { variables: {} } });
    watched.metrics.job('charge', 'failed', 0.2);
    watched.metrics.request('GET', '/v2/license', 200, 0.01);

    const { text } = await ask('/metrics');

    const value = (series: string): number => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.split(' ').at(-1));
    expect(value('acta_command_duration_seconds_count{type="CreateCase",outcome="accepted"}')).toBe(3);
    expect(value('acta_command_duration_seconds_count{type="CreateCase",outcome="rejected"}')).toBe(1);
    expect(value('acta_transaction_duration_seconds_count{outcome="committed"}')).toBeGreaterThanOrEqual(2);
    expect(value('acta_batch_duration_seconds_count{outcome="committed"}')).toBeGreaterThanOrEqual(2);
    // A refused command has an answer, too.
    expect(value('acta_batch_commands_sum{outcome="committed"}')).toBeGreaterThanOrEqual(4);
    expect(value('acta_hot_streams')).toBeGreaterThanOrEqual(3);
    expect(value('acta_hot_stream_bytes')).toBeGreaterThan(value('acta_hot_streams'));
    expect(value('acta_job_duration_seconds_count{type="charge",outcome="failed"}')).toBe(1);
    expect(value('acta_http_request_duration_seconds_count{method="GET",route="/v2/license",status="200"}')).toBe(1);
    expect([value('acta_cases_active'), value('acta_user_tasks_open'), value('acta_timers_waiting'), value('acta_timers_overdue'), value('acta_commands_waiting')]).toEqual([3, 3, 3, 0, 0]);
    expect(text).toContain('acta_info{version="0.1.0",role="server"} 1');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('count what is late', async () => {
    const { watched, ask } = await watch();
    const { database } = await open(watched);
    await database.query(`insert into timer (key, element_instance_key, element_id, due_at) values (1, 1, 'late', now() - interval '100 seconds'), (2, 1, 'early', now() + interval '1 hour')`);
    const job = (key: number, available: string, lease: string): string => `(${key}, 1, 'e', 't', 'CREATED', 3, '{}', now() - interval '1 hour', now() ${available}, ${lease})`;
    await database.query(`insert into job (key, element_instance_key, element_id, type, state, retries, headers, created_at, available_at, lease)
      values ${job(3, `- interval '50 seconds'`, 'null')}, ${job(4, `+ interval '10 seconds'`, `'l'`)}, ${job(5, `+ interval '10 seconds'`, 'null')}`);

    const { text } = await ask('/metrics');

    const value = (name: string): number => Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ').at(-1));
    expect([value('acta_timers_overdue'), value('acta_jobs_available'), value('acta_jobs_leased')]).toEqual([1, 1, 1]);
    expect(value('acta_timer_lag_seconds')).toBeGreaterThanOrEqual(100);
    expect(value('acta_job_lag_seconds')).toBeGreaterThanOrEqual(50);
  });

  it('leave out what the database does not tell, and say that it does not', async () => {
    const { watched, ask } = await watch();
    const runtime = await open(watched);
    await runtime.database.close();

    await ask('/metrics');
    const { status, text } = await ask('/metrics');

    expect(status).toBe(200);
    expect(text).toMatch(/^acta_scrape_failures_total 1$/m);
  });
});
