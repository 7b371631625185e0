/** `kill -9` of servers and workers at random moments, and an emptied Redis, while people work. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { deleteFolder, freePort, temporaryFolder } from '../harness/private-process.ts';
import { startRedis, type PrivateServer } from '../harness/servers.ts';
import { ActaProcess, ensureBuilt } from './acta-process.ts';
import { judgeCase, publishedMessages } from './case-verdict.ts';
import { chaosHandlers, chaosMessage, chaosProcessId } from './model.ts';
import { People } from './people.ts';

const cases = 200;
const kills = 20;
const flushes = 3;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
const folder = temporaryFolder('chaos', undefined);
const effects = join(folder, 'effects');
let redis: PrivateServer;
let postgres: TestDatabase;
let actas: ActaProcess[] = [];
let people: People;
let runtime: Runtime;

beforeAll(async () => {
  ensureBuilt();
  [redis, postgres] = await Promise.all([startRedis(), createTestDatabase()]);
  const database = await openPostgres({ url: postgres.url, connections: 4 });
  runtime = await openRuntime({ database });
  writeFileSync(effects, '');
  writeFileSync(join(folder, 'handlers.mjs'), chaosHandlers(effects));
  const environment = { DATABASE_URL: postgres.applicationUrl, REDIS_URL: redis.url, ACTA_HOST: '127.0.0.1' };
  const handlers = ['--handlers', join(folder, 'handlers.mjs')];
  const ports = [await freePort(), await freePort()];
  actas = [
    // One does jobs where they are committed, one leaves them all to the workers.
    ...ports.map((port, index) => new ActaProcess(`server ${index}`, ['serve', ...(index === 0 ? handlers : ['--no-workers'])], { ...environment, PORT: String(port) })),
    ...['worker 0', 'worker 1'].map((name) => new ActaProcess(name, ['work', ...handlers], environment)),
  ];
  for (const acta of actas) acta.start();
  people = new People(ports.map((port) => `http://127.0.0.1:${port}`));
  await people.deploy();
}, 60_000);

afterAll(async () => {
  people?.leave();
  await Promise.all(actas.map((acta) => acta.end('SIGKILL')));
  await runtime?.close();
  await runtime?.database.close();
  await redis?.stop();
  await postgres?.drop();
  deleteFolder(folder);
});

const flushRedis = async (): Promise<void> => {
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
};

const startCases = async (): Promise<void> => {
  const under: Promise<void>[] = [];
  for (let index = 0; index < cases; index += 1) {
    under.push(people.startCase(`order-${index}`));
    await pause(60);
  }
  await Promise.all(under);
};

/** Kills one process after the other, and starts each again; empties Redis now and then. */
const destroy = async (random: () => number): Promise<void> => {
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(random() * 1_200);
    const victim = actas[Math.floor(random() * actas.length)];
    await victim?.kill9();
    if (kill % Math.floor(kills / flushes) === 3) await flushRedis();
    await pause(random() * 300);
    victim?.start();
  }
};

const openCases = async (): Promise<number> => {
  const [row] = await runtime.database.query<{ n: bigint }>(
    `select count(*) n from process_instance i join process_definition d on d.key = i.definition_key
     where d.id = $1 and i.state <> 'COMPLETED'`,
    [chaosProcessId],
  );
  return Number(row?.n);
};

const untilAllHaveEnded = async (): Promise<void> => {
  const patience = performance.now() + 40_000;
  while ((await openCases()) > 0 && performance.now() < patience) await pause(100);
};

/** One name for each kind of thing that would be wrong: the message of a failed run says it all. */
const judge = async (): Promise<Record<string, readonly string[]>> => {
  const { acknowledged, complaints } = people;
  const keys = (await runtime.database.query<{ key: bigint }>(
    'select i.key from process_instance i join process_definition d on d.key = i.definition_key where d.id = $1 order by i.key',
    [chaosProcessId],
  )).map((row) => row.key);
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
  const ran = new Set(readFileSync(effects, 'utf8').split('\n'));
  const unexplained = [...jobs].filter((job) => !ran.has(job)).map((job) => `job ${job} is complete but never ran`);
  const died = actas.filter((acta) => acta.hasDied).map((acta) => `${acta.name}: ${acta.output.slice(-2_000)}`);
  const count = keys.length === cases ? [] : [`${keys.length} cases instead of ${cases}`];
  return { complaints, faults, lost, unexplained, died, count };
};

it(`loses nothing and does nothing twice (CHAOS_SEED=${seed})`, async () => {
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
  const runs = readFileSync(effects, 'utf8').split('\n').length - 1;
  process.stderr.write(
    `chaos (seed ${seed}): ${cases} cases, ${kills} kills in ${seconds(began, chaosEnded)} s, all ended ${seconds(chaosEnded, ended)} s later; ` +
    `${people.repeated} requests repeated, ${runs} service calls for ${cases * 2} jobs\n`,
  );
  expect(verdict).toEqual({ complaints: [], faults: [], lost: [], unexplained: [], died: [], count: [] });
  expect(people.acknowledged.cases.size).toBe(cases);
  expect(people.acknowledged.completions.size).toBe(cases);
}, 90_000);
