/** Many commands in one process with a small heap: what it keeps does not grow with what it has done. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { freePort } from '../harness/private-process.ts';
import { runsOf } from '../harness/runs.ts';
import { startRedis, type PrivateServer } from '../harness/servers.ts';
import { taskOnly } from '../server/models.ts';
import { ActaProcess, ensureBuilt } from './acta-process.ts';

const commands = runsOf(6_000, 100_000);
const heapMb = 128;
const atOnce = 40;

let postgres: TestDatabase | undefined;
let redis: PrivateServer | undefined;
let acta: ActaProcess | undefined;
let url: string;
beforeAll(async () => {
  ensureBuilt();
  [postgres, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  acta = new ActaProcess('server', ['serve'], {
    DATABASE_URL: postgres.applicationUrl, REDIS_URL: redis.url, PORT: String(port), ACTA_HOST: '127.0.0.1', NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
  });
  acta.start();
  while (!(await fetch(`${url}/v2/topology`).then((response) => response.ok).catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}, 120_000);
afterAll(async () => {
  await acta?.end('SIGTERM');
  await redis?.stop();
  await postgres?.drop();
});

const send = async (method: string, path: string, body: unknown): Promise<unknown> => {
  const response = await fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
};

/** Resident memory of the process, MB. */
const residentMb = (): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${acta?.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** Begins a case with some values, sets more, and every second case ends: two to three commands. */
const oneCase = async (n: number): Promise<number> => {
  const { processInstanceKey: key } = (await send('POST', '/v2/process-instances', { processDefinitionId: 'task', variables: { n, text: 'x'.repeat(1_000) } })) as { processInstanceKey: string };
  await send('PUT', `/v2/element-instances/${key}/variables`, { variables: { more: 'y'.repeat(1_000) } });
  if (n % 2 === 0) return 2;
  await send('POST', `/v2/process-instances/${key}/cancellation`, {});
  return 3;
};

it.skipIf(process.platform !== 'linux')(`takes ${commands} commands with a heap of ${heapMb} MB, and what it holds stays about the same`, async () => {
  const form = new FormData();
  form.append('resources', new Blob([taskOnly('task')]), 'task.bpmn');
  expect((await fetch(`${url}/v2/deployments`, { method: 'POST', body: form })).ok).toBe(true);
  let done = 0;
  let n = 0;
  const measured: number[] = [];
  const work = async (): Promise<void> => {
    while (done < commands) {
      const made = await oneCase((n += 1));
      done += made;
      if (measured.length < Math.floor((10 * done) / commands)) measured.push(residentMb());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));

  expect(acta?.hasDied).toBe(false);
  console.log(`resident MB at each tenth of ${commands} commands: ${measured.map((mb) => Math.round(mb)).join(' ')}`);
  // The caches fill at first; from half on nothing may grow with the number of commands.
  const [half = 0, last = 0] = [measured[4], measured.at(-1)];
  expect(last).toBeLessThan(Math.max(half * 1.25, heapMb * 2.5));
  const [row] = (await postgresCount()) as readonly { n: number }[];
  expect(row?.n).toBeGreaterThanOrEqual(commands);
}, 3_600_000);

const postgresCount = async (): Promise<readonly unknown[]> => {
  const { default: connect } = await import('postgres');
  const sql = connect(postgres?.url ?? '', { max: 1, onnotice: () => undefined });
  const rows = await sql`select count(*)::int4 n from step`;
  await sql.end();
  return rows;
};
