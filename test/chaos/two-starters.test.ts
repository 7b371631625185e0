/** Two of the built product are started at once on one folder, each with a folder for temporary files of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteFolder, freePort, temporaryFolder } from '../harness/private-process.ts';
import { runsOf } from '../harness/runs.ts';
import { taskOnly } from '../server/models.ts';
import { ActaProcess, ensureBuilt } from './acta-process.ts';
import { pause } from './crew.ts';

const rounds = runsOf(1, 40);

const folder = temporaryFolder('two-starters', undefined);
const data = join(folder, 'data');
let starters: readonly { readonly acta: ActaProcess; readonly url: string }[] = [];
beforeAll(async () => {
  ensureBuilt();
  starters = await Promise.all(
    [0, 1].map(async (index) => {
      const [port, temporary] = [await freePort(), join(folder, `tmp-${index}`)];
      mkdirSync(temporary);
      const environment = { ACTA_DATA: data, TMPDIR: temporary, PORT: String(port), ACTA_HOST: '127.0.0.1', DATABASE_URL: '', REDIS_URL: '' };
      return { acta: new ActaProcess(`starter ${index}`, ['serve'], environment), url: `http://127.0.0.1:${port}` };
    }),
  );
}, 120_000);
afterAll(async () => {
  await Promise.all(starters.map(({ acta }) => acta.kill9()));
  deleteFolder(folder);
});

const answers = (url: string): Promise<boolean> => fetch(`${url}/v2/topology`).then(({ ok }) => ok, () => false);

it(`is got by exactly one of them, ${rounds} times, and has what each owner was told is there`, async () => {
  const acknowledged: string[] = [];
  const wins = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    for (const { acta } of round % 2 === 0 ? starters : starters.toReversed()) acta.start();
    const settled = async (): Promise<boolean> => {
      const states = await Promise.all(starters.map(async ({ acta, url }) => acta.hasDied || (await answers(url))));
      return states.every(Boolean);
    };
    while (!(await settled())) await pause(20);

    const died = starters.filter(({ acta }) => acta.hasDied);
    expect(died.map(({ acta }) => acta.name)).toHaveLength(1);
    expect(died[0]?.acta.output).toMatch(/Expected to open .* has it open/);
    const winner = starters.findIndex(({ acta }) => !acta.hasDied);
    wins[winner] = (wins[winner] ?? 0) + 1;
    const { acta, url } = starters[winner] ?? { acta: undefined, url: '' };
    if (round === 0) {
      const form = new FormData();
      form.append('resources', new Blob([taskOnly('task')]), 'task.bpmn');
      const deployed = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form });
      if (!deployed.ok) throw new Error(await deployed.text());
    }
    const begun = await fetch(`${url}/v2/process-instances`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"processDefinitionId":"task"}' });
    acknowledged.push(((await begun.json()) as { processInstanceKey: string }).processInstanceKey);
    const verdicts = await Promise.all(acknowledged.map(async (key) => (await fetch(`${url}/api/cases/${key}/verdict`)).json() as Promise<{ verified?: boolean }>));
    expect(verdicts.filter(({ verified }) => verified !== true)).toEqual([]);
    await (round % 3 === 2 ? acta?.end('SIGTERM') : acta?.kill9());
    await died[0]?.acta.kill9();
  }
  process.stderr.write(`two starters: ${rounds} rounds, won ${wins.join(' and ')} times\n`);
}, 3_600_000);
