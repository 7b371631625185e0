/** `kill -9` of servers and workers at random moments, and an emptied Redis, while people work. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeCase, publishedMessages } from './case-verdict.ts';
import { pause, startCrew, type Crew } from './crew.ts';
import { chaosMessage } from './model.ts';

const cases = 200;
const kills = 20;
const flushes = 3;

/** A small reproducible generator (mulberry32): the moments of a failed run can be had again by its seed. */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
let crew: Crew;

beforeAll(async () => {
  crew = await startCrew();
}, 60_000);

afterAll(() => crew?.leave());

const flushRedis = async (): Promise<void> => {
  const client = new Redis(crew.redis.url);
  await client.flushall();
  client.disconnect();
};

const startCases = async (): Promise<void> => {
  const under: Promise<void>[] = [];
  for (let index = 0; index < cases; index += 1) {
    under.push(crew.people.startCase(`order-${index}`));
    await pause(60);
  }
  await Promise.all(under);
};

/** Kills one process after the other, and starts each again; empties Redis now and then. */
const destroy = async (random: () => number): Promise<void> => {
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(random() * 1_200);
    const victim = crew.actas[Math.floor(random() * crew.actas.length)];
    await victim?.kill9();
    if (kill % Math.floor(kills / flushes) === 3) await flushRedis();
    await pause(random() * 300);
    victim?.start();
  }
};

const untilAllHaveEnded = async (): Promise<void> => {
  const patience = performance.now() + 40_000;
  while ((await crew.openCases()) > 0 && performance.now() < patience) await pause(100);
};

/** One name for each kind of thing that would be wrong: the message of a failed run says it all. */
const judge = async (): Promise<Record<string, readonly string[]>> => {
  const { people: { acknowledged, complaints }, runtime } = crew;
  const keys = await crew.cases();
  const faults: string[] = [];
  const lost: string[] = [];
  const completed = new Map<string, unknown>();
  const jobs = new Set<string>();
  for (const key of keys) {
    const judged = await judgeCase(runtime, key);
    faults.push(...judged.faults.map((fault) => `case ${key}: ${fault}`));
    for (const { command, events } of judged.steps) {
      if (command.type === 'CompleteUserTask') completed.set(String(key | BigInt(command.task)), command.variables['by']);
      for (const event of events) if (event.type === 'JobCompleted') jobs.add(String(key | BigInt(event.ordinal)));
    }
  }
  const found = new Set(keys.map(String));
  for (const [order, key] of acknowledged.cases) if (!found.has(key)) lost.push(`case ${key} of ${order}`);
  for (const [task, person] of acknowledged.completions) if (completed.get(task) !== person) lost.push(`completion of ${task} by ${person}`);
  for (const [order, message] of acknowledged.messages) {
    const published = await publishedMessages(runtime, chaosMessage, order);
    if (published.length !== 1 || published[0] !== message) lost.push(`message ${message} of ${order}: the journal has ${published.join(', ')}`);
  }
  const ran = new Set(crew.effects());
  const unexplained = [...jobs].filter((job) => !ran.has(job)).map((job) => `job ${job} is complete but never ran`);
  const count = keys.length === cases ? [] : [`${keys.length} cases instead of ${cases}`];
  return { complaints, faults, lost, unexplained, died: crew.died(), count };
};

it(`loses nothing and does nothing twice (CHAOS_SEED=${seed})`, async () => {
  const { people } = crew;
  const began = performance.now();
  const completing = people.completeTasks();
  await Promise.all([startCases(), destroy(seeded(seed))]);
  const chaosEnded = performance.now();

  await untilAllHaveEnded();

  const ended = performance.now();
  people.leave();
  await completing;
  const verdict = await judge();
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
  const runs = crew.effects().length;
  process.stderr.write(
    `chaos (seed ${seed}): ${cases} cases, ${kills} kills in ${seconds(began, chaosEnded)} s, all ended ${seconds(chaosEnded, ended)} s later; ` +
    `${people.repeated} requests repeated, ${runs} service calls for ${cases * 2} jobs\n`,
  );
  expect(verdict).toEqual({ complaints: [], faults: [], lost: [], unexplained: [], died: [], count: [] });
  expect(people.acknowledged.cases.size).toBe(cases);
  expect(people.acknowledged.completions.size).toBe(cases);
}, 90_000);
