/** Servers and workers whose clocks are ten seconds apart: each asks its own, which was set before it began. */
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteFolder, temporaryFolder } from '../harness/private-process.ts';
import { judgeCase } from './case-verdict.ts';
import { pause, startCrew, type Crew } from './crew.ts';

const cases = 60;
const skewMs = 5_000;

/** All that a program can ask what time it is; what has passed is asked of `performance`, which goes on alike everywhere. */
const skewed = (ms: number): string => `
const Real = Date;
const now = () => Real.now() + ${ms};
globalThis.Date = class Date extends Real {
  constructor(...parts) { if (parts.length === 0) super(now()); else super(...parts); }
  static now() { return now(); }
};
`;

const folder = temporaryFolder('skew', undefined);
let crew: Crew;
beforeAll(async () => {
  for (const [index, ms] of [skewMs, -skewMs, -skewMs, skewMs].entries()) writeFileSync(join(folder, `${index}.mjs`), skewed(ms));
  crew = await startCrew((index) => ({ NODE_OPTIONS: `--import=${join(folder, `${index}.mjs`)}` }));
}, 60_000);
afterAll(async () => {
  await crew?.leave();
  deleteFolder(folder);
});

it('fires no timer early, runs no job twice, and writes times in their order', async () => {
  const { people, runtime } = crew;
  const read = async (): Promise<number> => Date.parse((await runtime.database.query<{ now: string }>('select clock_timestamp() now'))[0]?.now ?? '');
  const began = await read();
  const completing = people.completeTasks();
  await Promise.all(Array.from({ length: cases }, (_, index) => pause(index * 50).then(() => people.startCase(`order-${index}`))));
  const patience = performance.now() + 60_000;
  while ((await crew.openCases()) > 0 && performance.now() < patience) await pause(100);
  people.leave();
  await completing;
  const ended = await read();

  const faults: string[] = [];
  const runs = new Map<string, number>();
  for (const job of crew.effects()) runs.set(job, (runs.get(job) ?? 0) + 1);
  const expected = new Map<string, number>();
  for (const key of await crew.cases()) {
    const judged = await judgeCase(runtime, key);
    faults.push(...judged.faults);
    const times = judged.steps.map(({ at }) => at);
    if (times.some((at, index) => at < (times[index - 1] ?? began) || at > ended)) faults.push(`case ${key} has the times ${times.join(', ')}, from ${began} to ${ended}`);
    for (const event of judged.steps.flatMap(({ events }) => events)) {
      if (event.type !== 'JobCompleted' && event.type !== 'JobFailed') continue;
      const job = String(key | BigInt(event.ordinal));
      expected.set(job, (expected.get(job) ?? 0) + 1);
    }
  }
  expect(faults).toEqual([]);
  expect(crew.died()).toEqual([]);
  expect(people.complaints).toEqual([]);
  expect(people.acknowledged.cases.size).toBe(cases);
  expect(Object.fromEntries(runs)).toEqual(Object.fromEntries(expected));
}, 120_000);
