/**
 * A server or a worker stands still, with jobs in its hands and perhaps in the middle of a transaction, for as long as
 * the others need to take its jobs over and to end every case; then it goes on as if nothing had happened.
 */
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runsOf } from '../harness/runs.ts';
import { judgeCrew, nothingWrong } from './crew-verdict.ts';
import { pause, startCrew, type Crew } from './crew.ts';

const stops = runsOf(1, 12);
const casesPerPart = runsOf(15, 30);

let crew: Crew;
beforeAll(async () => {
  crew = await startCrew();
}, 120_000);
afterAll(() => crew?.leave());

let orders = 0;
const startCases = async (): Promise<void> => {
  const under: Promise<void>[] = [];
  for (let index = 0; index < casesPerPart; index += 1) {
    under.push(crew.people.startCase(`order-${(orders += 1)}`));
    await pause(20);
  }
  await Promise.all(under);
};

/** Jobs that the process holds, whoever has them by now. */
const heldBy = async (pid: number): Promise<readonly bigint[]> =>
  (await crew.runtime.database.query<{ key: bigint }>('select key from job where worker = $1 and lease is not null', [`${hostname()}:${pid}`])).map(({ key }) => key);

/** Stops it when it has jobs; until then it is let go again at once. */
const stopWithJobs = async (index: number): Promise<readonly bigint[]> => {
  const victim = crew.actas[index];
  if (victim === undefined) throw new Error(`Expected a process ${index}, but there is none`);
  for (;;) {
    victim.standStill();
    const held = await heldBy(victim.pid);
    if (held.length > 0) return held;
    victim.goOn();
    await pause(Math.random() * 20);
  }
};

it(`given ${stops} processes that stood still, then nothing is lost and nothing done twice`, async () => {
  const { people, actas } = crew;
  const completing = people.completeTasks();
  let taken = 0;
  for (let stop = 0; stop < stops; stop += 1) {
    // The server that does jobs itself, and a worker.
    const index = stop % 2 === 0 ? 0 : 2;
    const going = startCases();
    const held = await stopWithJobs(index);
    const more = startCases();
    await Promise.all([going, more]);
    // Its jobs had to be taken from it: their cases end only after its leases have.
    while ((await crew.openCases()) > 0) await pause(100);
    taken += held.length;
    const awake = startCases();
    actas[index]?.goOn();
    await awake;
  }
  while ((await crew.openCases()) > 0) await pause(100);
  people.leave();
  await completing;

  expect(await judgeCrew(crew, orders)).toEqual(nothingWrong);
  expect(people.acknowledged.completions.size).toBe(orders);
  expect(taken).toBeGreaterThanOrEqual(stops);
  process.stderr.write(`stopped processes: ${stops} stops, ${orders} cases, ${taken} jobs taken over, ${people.repeated} requests repeated\n`);
}, 3_600_000);
