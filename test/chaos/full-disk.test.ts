/** The disk of the embedded product becomes full under load, and has room again. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../harness/private-process.ts';
import { runsOf } from '../harness/runs.ts';
import { taskOnly } from '../server/models.ts';
import { ActaProcess, ensureBuilt } from './acta-process.ts';
import { pause } from './crew.ts';
import { makeSmallDisk, type SmallDisk } from './small-disk.ts';

const rounds = runsOf(1, 20);
const clients = 6;

let disk: SmallDisk;
let acta: ActaProcess;
let url: string;
beforeAll(async () => {
  ensureBuilt();
  disk = await makeSmallDisk(600);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  acta = new ActaProcess('embedded', ['serve'], { ACTA_DATA: join(disk.folder, 'data'), PORT: String(port), ACTA_HOST: '127.0.0.1', DATABASE_URL: '', REDIS_URL: '', ...disk.environment }, disk.process);
}, 120_000);
afterAll(async () => {
  await acta?.kill9();
  await disk?.leave();
});

const isUp = async (): Promise<void> => {
  while (!(await fetch(`${url}/v2/topology`).then(({ ok }) => ok, () => false))) {
    if (acta.hasDied) throw new Error(`Expected Acta to start, but: ${acta.output}`);
    await pause(20);
  }
};

const acknowledged = new Map<string, number>();
const complaints: string[] = [];
let done = 0;
/** By client: times that it was told that there is no room, one after the other. */
const refused = Array.from({ length: clients }, () => 0);
let open = true;

/** Until it is taken; every refusal must say why. */
const insist = async (client: number, method: string, path: string, body: unknown): Promise<{ readonly processInstanceKey?: string } | undefined> => {
  while (open) {
    const response = await fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).catch(() => undefined);
    if (response === undefined) return undefined;
    const text = await response.text();
    if (response.ok) {
      refused[client] = 0;
      done += 1;
      return text === '' ? {} : (JSON.parse(text) as { processInstanceKey?: string });
    }
    const { title, detail = '' } = JSON.parse(text) as { title: string; detail?: string };
    if (response.status !== 503 || title !== 'RESOURCE_EXHAUSTED' || !detail.includes('the disk of the database is full. Nothing was done')) complaints.push(`${response.status} ${text}`);
    refused[client] = (refused[client] ?? 0) + 1;
    await pause(10);
  }
  return undefined;
};

const work = async (client: number): Promise<void> => {
  while (open) {
    const begun = await insist(client, 'POST', '/v2/process-instances', { processDefinitionId: 'task', variables: { text: 'x'.repeat(5_000) } });
    const key = begun?.processInstanceKey;
    if (key === undefined) return;
    acknowledged.set(key, 1);
    for (let n = 1; n <= 5; n += 1) {
      if ((await insist(client, 'PUT', `/v2/element-instances/${key}/variables`, { variables: { n } })) === undefined) return;
      acknowledged.set(key, n + 1);
    }
  }
};

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) {
    if (acta.hasDied) throw new Error(`Expected Acta to live on, but: ${acta.output}`);
    await pause(5);
  }
};
const goesOn = (): Promise<void> => {
  const from = done;
  return until(() => done > from + 30);
};
const allAreRefused = (): Promise<void> => {
  refused.fill(0);
  return until(() => refused.every((times) => times >= 3));
};

it(`refuses commands ${rounds} times, loses nothing that it has acknowledged, and goes on`, async () => {
  acta.start();
  await isUp();
  const form = new FormData();
  form.append('resources', new Blob([taskOnly('task')]), 'task.bpmn');
  expect((await fetch(`${url}/v2/deployments`, { method: 'POST', body: form })).ok).toBe(true);

  for (let round = 0; round < rounds; round += 1) {
    open = true;
    const working = Array.from({ length: clients }, (_, client) => work(client));
    await goesOn();
    disk.fill(60);
    await allAreRefused();
    disk.fill(0);
    await allAreRefused();
    const search = await fetch(`${url}/v2/process-instances/search`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect([search.status, await search.text()]).toEqual([200, expect.stringContaining('processInstanceKey')]);

    if (round % 2 === 1) {
      open = false;
      await Promise.all(working);
      await acta.kill9();
      acta.start();
      while (!acta.hasDied) await pause(20);
      if (!/Expected at least 96 MB of free space at .* Make room/.test(acta.output)) throw new Error(acta.output);
      await acta.kill9();
      disk.empty();
      acta.start();
      await isUp();
    } else {
      disk.empty();
      await goesOn();
      open = false;
      await Promise.all(working);
    }
  }

  const lost: string[] = [];
  for (const [key, steps] of acknowledged) {
    const { steps: found } = (await (await fetch(`${url}/api/cases/${key}/steps?limit=1000`)).json()) as { steps: readonly unknown[] };
    // What was refused was not done, either.
    if (found.length !== steps) lost.push(`${key}: ${found.length} of ${steps}`);
  }
  expect({ complaints, lost }).toEqual({ complaints: [], lost: [] });
  for (let after: string | null = '0'; after !== null; ) {
    const page = (await (await fetch(`${url}/api/journal/verdict?after=${after}`)).json()) as { faults: readonly unknown[]; strays: readonly unknown[] | null; last: string | null };
    expect([page.faults, page.strays ?? []]).toEqual([[], []]);
    after = page.last;
  }
  process.stderr.write(`full disk (${disk.isMounted ? 'mounted' : 'told by the adapter'}): ${rounds} times, ${done} commands acknowledged\n`);
}, 3_600_000);
