/**
 * Processes whose clocks disagree by ten seconds, on one Postgres: its clock is the one that counts. Here each of
 * them asks a clock that is five seconds ahead and five behind in turns, so that whoever asks it anywhere is found out.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDetached } from '../../engine/journal/index.ts';
import type { Event } from '../../engine/case/index.ts';
import { claimJobs } from '../../runtime/job/claim-jobs.ts';
import { moveLeases } from '../../runtime/job/job-lease.ts';
import { readSteps } from '../../runtime/query/case-steps.ts';
import { dueTimers, typesWithDueJobs } from '../../runtime/reconcile/due-work.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { fireTimers } from '../../workers/timers.ts';
import { catching, definitions, end, flows, start, timer, user } from '../case/bpmn-xml.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { taskProcess, workProcess } from '../runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf, openRuntimeOn, publishMessage } from '../runtime/open-test-runtime.ts';

const skewMs = 5_000;
const restMs = 400;
const resting = definitions(
  `<bpmn:process id="resting" isExecutable="true">${start()}${catching('rest', timer('timeDuration', `PT${restMs / 1000}S`))}${end()}${flows('start -> rest -> end')}</bpmn:process>`,
);

const restingLater = definitions(
  `<bpmn:process id="later" isExecutable="true">${start()}${user('work')}${catching('rest', timer('timeDuration', `PT${restMs / 1000}S`))}${end()}${flows('start -> work -> rest -> end')}</bpmn:process>`,
);

let database: TestDatabase;
let runtimes: readonly Runtime[];
let asked = 0;

beforeEach(() => {
  const real = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ((asked += 1) % 2 === 0 ? skewMs : -skewMs));
});
afterEach(() => void vi.restoreAllMocks());
beforeAll(async () => {
  database = await createTestDatabase();
  runtimes = [await openRuntimeOn(database.applicationUrl), await openRuntimeOn(database.applicationUrl)];
  const [one] = runtimes;
  await deployModel(one!, 'resting.bpmn', resting);
  await deployModel(one!, 'later.bpmn', restingLater);
  await deployModel(one!, 'task.bpmn', taskProcess('task'));
  await deployModel(one!, 'work.bpmn', workProcess('work', 'work'));
});
afterAll(async () => {
  for (const runtime of runtimes) await runtime.close();
  await database.drop();
});

const turn = (n: number): Runtime => runtimes[n % 2]!;

const databaseNow = async (): Promise<number> => Date.parse((await turn(0).database.query<{ now: string }>('select clock_timestamp() now'))[0]?.now ?? '');

const stepsOf = async (stream: bigint) =>
  (await readSteps(turn(0).database, stream)).map(({ record, payload }) => openDetached<never, Event>(record, payload));

describe('processes whose clocks are ten seconds apart', () => {
  it('fire no timer before its time, and each soon after', async () => {
    const began = await databaseNow();
    const cases = await Promise.all(Array.from({ length: 20 }, (_, n) => createCase(turn(n), 'resting')));
    const wake = { wake: () => undefined };
    const fired = new Map<bigint, number>();
    for (let round = 0; fired.size < cases.length && round < 2_000; round += 1) {
      // Both try each, all the time.
      const keys = (await dueTimers(turn(0).database, began + 60_000, 100)).map(({ key }) => key);
      await Promise.all(runtimes.map((runtime) => fireTimers(runtime, wake, keys)));
      const now = await databaseNow();
      for (const { stream } of cases) {
        if (fired.has(stream)) continue;
        if ((await stepsOf(stream)).some(({ events }) => events.some(({ type }) => type === 'TimerFired'))) fired.set(stream, now);
      }
    }

    expect(fired.size).toBe(cases.length);
    for (const { stream } of cases) {
      const steps = await stepsOf(stream);
      const scheduled = steps[0]?.events.find((event) => event.type === 'TimerScheduled');
      if (scheduled?.type !== 'TimerScheduled') throw new Error('Expected a timer');
      expect(scheduled.due).toBe((steps[0]?.at ?? 0) + restMs);
      expect(steps[0]?.at).toBeGreaterThanOrEqual(began);
      expect(steps[1]?.at).toBeGreaterThanOrEqual(scheduled.due);
      expect(fired.get(stream)).toBeGreaterThanOrEqual(scheduled.due);
    }
  }, 60_000);

  it('write steps in the order of their times', async () => {
    const { stream } = await createCase(turn(0), 'task');
    const before = await databaseNow();
    for (let n = 0; n < 20; n += 1) accepted(await command(turn(n), stream, { type: 'SetVariables', scope: 0, variables: { n }, local: true }));
    const after = await databaseNow();

    const times = (await stepsOf(stream)).slice(1).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)).toBeLessThanOrEqual(after);
  });

  it('keep their leases, and take over those that are over', async () => {
    await createCase(turn(0), 'work');
    const claim = (n: number, timeoutMs: number) => claimJobs(turn(n).database, { type: 'work', worker: `worker ${n}`, max: 5, timeoutMs, now: turn(n).clock.now() });
    const [held] = await claim(0, 4_000);
    if (held === undefined) throw new Error('Expected a job');

    for (let n = 0; n < 20; n += 1) {
      expect(await claim(n, 4_000)).toEqual([]);
      expect(await typesWithDueJobs(turn(n).database, ['work'], { since: turn(n).clock.now(), now: turn(n).clock.now() })).toEqual([]);
      expect((await moveLeases(turn(0).database, [held], turn(0).clock.now() + 4_000)).size).toBe(1);
    }
    await moveLeases(turn(0).database, [held], turn(0).clock.now() + 50);
    let taken: readonly { readonly key: bigint }[] = [];
    while (taken.length === 0) taken = await claim(1, 4_000);

    expect(taken.map(({ key }) => key)).toEqual([held.key]);
    expect((await moveLeases(turn(0).database, [held], turn(0).clock.now() + 4_000)).size).toBe(0);
  }, 30_000);

  it('keep messages for as long as was said', async () => {
    const before = await databaseNow();
    accepted(await publishMessage(turn(1), 'nobody', { timeToLiveMs: 3_000 }));
    const [message] = await turn(0).database.query<{ expires_at: string }>(`select expires_at from message where correlation_key = 'nobody'`);
    expect(Date.parse(message?.expires_at ?? '')).toBeGreaterThanOrEqual(before + 3_000);
    expect(Date.parse(message?.expires_at ?? '')).toBeLessThanOrEqual((await databaseNow()) + 3_000);
  });
});

describe('a clock that was ahead once', () => {
  it('shifts no timer of the case that is set when it is right again', async () => {
    const created = await createCase(turn(0), 'later');
    const ahead = await openRuntimeOn(database.applicationUrl, { clock: { now: () => Date.UTC(2100, 0, 1) } });
    accepted(await command(ahead, created.stream, { type: 'SetVariables', scope: 0, variables: { n: 1 }, local: true }));
    await ahead.close();
    const before = await databaseNow();
    const completed = accepted(await command(turn(1), created.stream, { type: 'CompleteUserTask', task: lastOf(created, 'UserTaskCreated').ordinal, variables: {} }));
    const after = await databaseNow();

    const { due } = lastOf(completed, 'TimerScheduled');
    expect(due).toBeGreaterThanOrEqual(before + restMs);
    expect(due).toBeLessThanOrEqual(after + restMs);
    // The record says what the clocks said; its order is that of the steps.
    const times = (await stepsOf(created.stream)).map(({ at }) => at);
    expect(times[1]).toBe(Date.UTC(2100, 0, 1));
    expect(times[2]).toBe(due - restMs);
  });
});
