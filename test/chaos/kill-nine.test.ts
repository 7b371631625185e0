/** `kill -9` of servers and workers at random moments, and an emptied Redis, while people work. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeCrew, nothingWrong } from './crew-verdict.ts';
import { pause, startCrew, type Crew } from './crew.ts';

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
  const verdict = await judgeCrew(crew, cases);
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
  const runs = crew.effects().length;
  process.stderr.write(
    `chaos (seed ${seed}): ${cases} cases, ${kills} kills in ${seconds(began, chaosEnded)} s, all ended ${seconds(chaosEnded, ended)} s later; ` +
    `${people.repeated} requests repeated, ${runs} service calls for ${cases * 2} jobs\n`,
  );
  expect(verdict).toEqual(nothingWrong);
  expect(people.acknowledged.cases.size).toBe(cases);
  expect(people.acknowledged.completions.size).toBe(cases);
}, 90_000);
