/**
 * One build of the product replaces the other on one database, process by process, while people work. The next one
 * writes an event that the first does not know: not before the last process of the first has ended.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runsOf } from '../harness/runs.ts';
import { taskOnly } from '../server/models.ts';
import type { ActaProcess } from './acta-process.ts';
import { judgeCrew, nothingWrong } from './crew-verdict.ts';
import { pause, startCrew, type Crew } from './crew.ts';
import { makeNextBuild, type Build } from './next-build.ts';

const casesPerPart = runsOf(10, 100);

let crew: Crew;
let next: Build;
const renewed: ActaProcess[] = [];
beforeAll(async () => {
  crew = await startCrew();
  next = makeNextBuild();
}, 120_000);
afterAll(async () => {
  await Promise.all(renewed.map((acta) => acta.kill9()));
  await crew?.leave();
  next?.leave();
});

let orders = 0;
const startCases = async (): Promise<void> => {
  const under: Promise<void>[] = [];
  for (let index = 0; index < casesPerPart; index += 1) {
    under.push(crew.people.startCase(`order-${(orders += 1)}`));
    await pause(40);
  }
  await Promise.all(under);
};

interface Answer {
  readonly status: number;
  readonly detail: string;
}

/** Of a server, as soon as it answers at all. */
const ask = async (server: number, method: string, path: string, body?: unknown): Promise<Answer> => {
  for (;;) {
    const response = await fetch(`${crew.urls[server]}${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) }).catch(() => undefined);
    if (response !== undefined) return { status: response.status, detail: await response.text() };
    await pause(50);
  }
};

const begin = async (server: number): Promise<string> => {
  const form = new FormData();
  form.append('resources', new Blob([taskOnly('plain')]), 'plain.bpmn');
  expect((await fetch(`${crew.urls[server]}/v2/deployments`, { method: 'POST', body: form })).ok).toBe(true);
  const { status, detail } = await ask(server, 'POST', '/v2/process-instances', { processDefinitionId: 'plain', variables: {} });
  expect([status, detail]).toEqual([200, expect.stringContaining('processInstanceKey')]);
  return (JSON.parse(detail) as { processInstanceKey: string }).processInstanceKey;
};
const set = (server: number, key: string, name: string): Promise<Answer> => ask(server, 'PUT', `/v2/element-instances/${key}/variables`, { variables: { [name]: 1 } });

/** The process is ended as whoever upgrades does it, and one of the next build takes its place. */
const renew = async (index: number): Promise<void> => {
  await crew.actas[index]?.end('SIGTERM');
  const acta = crew.actas[index]?.of(next.root);
  if (acta === undefined) throw new Error(`Expected a process ${index}, but there is none`);
  renewed.push(acta);
  acta.start();
};

it('holds back what is new until all have been replaced, and loses nothing meanwhile', async () => {
  const { people, actas } = crew;
  const completing = people.completeTasks();
  const key = await begin(0);
  const before = startCases();
  await renew(1);
  await before;

  const [withOld, ordinaryNext, ordinaryOld] = [await set(1, key, 'planted'), await set(1, key, 'ordinary'), await set(0, key, 'ordinary')];
  expect(withOld).toEqual({ status: 503, detail: expect.stringMatching(/RESOURCE_EXHAUSTED.*Expected to record 'VariablePlanted', but a process that runs an older release cannot read it yet/) as string });
  expect([ordinaryNext.status, ordinaryOld.status]).toEqual([204, 204]);

  for (const index of [2, 3]) {
    const under = startCases();
    await renew(index);
    await under;
    expect((await set(1, key, 'planted')).status).toBe(503);
  }
  const last = startCases();
  await renew(0);
  // It looks every few seconds who else works.
  while ((await set(1, key, 'planted')).status !== 204) await pause(100);
  expect((await set(0, key, 'planted')).status).toBe(204);
  await last;

  // An older one that is started again takes nothing, and says why.
  await renewed.pop()?.end('SIGTERM');
  actas[0]?.start();
  const refused = await set(0, key, 'ordinary');
  expect(refused).toEqual({ status: 503, detail: expect.stringContaining('this one does not read VariablePlanted/1') as string });
  expect(actas[0]?.output).toContain('this one does not read VariablePlanted/1');
  const under = startCases();
  await actas[0]?.end('SIGTERM');
  await renew(0);
  await under;

  while ((await crew.openCases()) > 0) await pause(100);
  people.leave();
  await completing;
  expect(await judgeCrew(crew, orders)).toEqual(nothingWrong);
  expect(renewed.filter((acta) => acta.hasDied).map((acta) => acta.output)).toEqual([]);
  expect(JSON.parse((await ask(1, 'GET', `/api/cases/${key}/verdict`)).detail)).toMatchObject({ verified: true });
  for (let after: string | null = '0'; after !== null; ) {
    const page = JSON.parse((await ask(1, 'GET', `/api/journal/verdict?after=${after}`)).detail) as { faults: readonly unknown[]; strays: readonly unknown[] | null; last: string | null };
    expect([page.faults, page.strays ?? []]).toEqual([[], []]);
    after = page.last;
  }
  process.stderr.write(`two builds: ${orders} cases, ${people.repeated} requests repeated\n`);
}, 3_600_000);
