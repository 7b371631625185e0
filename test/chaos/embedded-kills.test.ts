/** `kill -9` of the whole embedded product under load: what was acknowledged is there, and every record holds. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskOnly } from '../server/models.ts';
import { deleteFolder, freePort } from '../harness/private-process.ts';
import { runsOf } from '../harness/runs.ts';
import { ActaProcess, ensureBuilt } from './acta-process.ts';

const kills = runsOf(3, 30);
const clients = 8;

const folder = mkdtempSync(join(tmpdir(), 'acta-embedded-kills-'));
let acta: ActaProcess;
let url: string;
beforeAll(async () => {
  ensureBuilt();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  acta = new ActaProcess('embedded', ['serve'], { ACTA_DATA: folder, PORT: String(port), ACTA_HOST: '127.0.0.1', DATABASE_URL: '', REDIS_URL: '' });
});
afterAll(async () => {
  await acta.kill9();
  deleteFolder(folder);
});

const isUp = async (): Promise<void> => {
  while (!(await fetch(`${url}/v2/topology`).then((response) => response.ok).catch(() => false))) {
    if (acta.hasDied) throw new Error(`Expected Acta to start, but: ${acta.output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const send = async (method: string, path: string, body: unknown): Promise<{ readonly processInstanceKey?: string }> => {
  const response = await fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.status === 204 ? {} : ((await response.json()) as { processInstanceKey?: string });
};

/** Steps of each case that were acknowledged. */
const acknowledged = new Map<string, number>();
let all = 0;

/** One client: begins cases and sets variables, until the server is gone. */
const work = async (): Promise<void> => {
  try {
    for (;;) {
      const { processInstanceKey: key = '' } = await send('POST', '/v2/process-instances', { processDefinitionId: 'task', variables: { n: 0 } });
      acknowledged.set(key, 1);
      all += 1;
      for (let n = 1; n <= 5; n += 1) {
        await send('PUT', `/v2/element-instances/${key}/variables`, { variables: { n } });
        acknowledged.set(key, n + 1);
        all += 1;
      }
    }
  } catch {
    // It was killed: what was not answered may have happened or not.
  }
};

it(`keeps what it has acknowledged through ${kills} kills, and every record holds`, async () => {
  acta.start();
  await isUp();
  const form = new FormData();
  form.append('resources', new Blob([taskOnly('task')]), 'task.bpmn');
  expect((await fetch(`${url}/v2/deployments`, { method: 'POST', body: form })).ok).toBe(true);
  for (let kill = 0; kill < kills; kill += 1) {
    const until = all + 20 + Math.floor(Math.random() * 60);
    const working = Array.from({ length: clients }, work);
    while (all < until) await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    await acta.kill9();
    await Promise.all(working);
    acta.start();
    await isUp();
  }

  const lost: string[] = [];
  for (const [key, steps] of acknowledged) {
    const { steps: found } = (await (await fetch(`${url}/api/cases/${key}/steps?limit=1000`)).json()) as { steps: readonly unknown[] };
    if (found.length < steps) lost.push(`${key}: ${found.length} of ${steps}`);
  }
  expect(lost).toEqual([]);
  for (let after: string | null = '0'; after !== null; ) {
    const page = (await (await fetch(`${url}/api/journal/verdict?after=${after}`)).json()) as { faults: readonly unknown[]; strays: readonly unknown[] | null; last: string | null };
    expect([page.faults, page.strays ?? []]).toEqual([[], []]);
    after = page.last;
  }
  expect(all).toBeGreaterThan(kills * 20);
}, 3_600_000);
