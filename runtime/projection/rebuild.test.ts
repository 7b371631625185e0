import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { messageProcess, workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import type { Runtime } from '../runtime.ts';
import { rebuildProjections } from './rebuild.ts';

let database: TestDatabase;
let runtime: Runtime;

beforeAll(async () => {
  database = await createTestDatabase();
  runtime = await openRuntimeOn(database.url);
  await deployModel(runtime, 'work.bpmn', workProcess('work', 'work'));
  await deployModel(runtime, 'message.bpmn', messageProcess('message'));
});

afterAll(async () => {
  await runtime.close();
  await database.drop();
});

const tables = [
  'process_instance', 'element_instance', 'variable', 'user_task', 'job', 'timer', 'message_subscription',
  'message', 'message_correlation', 'incident', 'decision_instance',
];

const dump = async (): Promise<Record<string, unknown>> => {
  const rows: Record<string, unknown> = {};
  for (const table of tables) rows[table] = [...(await runtime.database.query(`select * from ${table} order by 1, 2`))];
  return rows;
};

/** Cases in every stage: waiting, failed with an incident, assigned, ended, cancelled, correlated. */
const liveThroughAll = async (): Promise<void> => {
  const order = randomUUID();
  await createCase(runtime, 'message', { order });
  accepted(await publishMessage(runtime, order, { timeToLiveMs: 1e9, variables: { x: 1 } }));
  const inbox = await runtime.database.query<{ target: bigint }>('select target from inbox');
  await runtime.pipeline.drain(inbox.map((row) => row.target));
  for (let index = 0; index < 12; index += 1) await liveFor(index);
};

const liveFor = async (stage: number): Promise<void> => {
  const created = await createCase(runtime, 'work', { stage });
  const { stream } = created;
  const job = lastOf(created, 'JobCreated').ordinal;
  if (stage % 4 === 1) {
    accepted(await command(runtime, stream, { type: 'FailJob', job, retries: 0, retryBackOffMs: 0, errorMessage: 'no' }));
    if (stage % 8 === 1) accepted(await command(runtime, stream, { type: 'UpdateJob', job, retries: 2 }));
    return;
  }
  const second = lastOf(accepted(await command(runtime, stream, { type: 'CompleteJob', job, variables: { a: stage } })), 'JobCreated');
  if (stage % 4 === 2) accepted(await command(runtime, stream, { type: 'CancelCase' }));
  if (stage % 4 !== 3) return;
  const done = accepted(await command(runtime, stream, { type: 'CompleteJob', job: second.ordinal, variables: { a: 'later' } }));
  const task = lastOf(done, 'UserTaskCreated').ordinal;
  accepted(await command(runtime, stream, { type: 'AssignUserTask', task, assignee: 'lin', allowOverride: true }));
  if (stage > 8) accepted(await command(runtime, stream, { type: 'CompleteUserTask', task, variables: { done: true }, action: 'approve' }));
};

describe('projections', () => {
  it('are the same after they were dropped and made again from the journal', async () => {
    await liveThroughAll();
    const before = await dump();

    const steps = await rebuildProjections(runtime.database, runtime.kinds);

    expect(steps).toBeGreaterThan(30);
    expect(await dump()).toEqual(before);
    expect((before['incident'] as unknown[]).length).toBeGreaterThan(0);
    expect((before['message_correlation'] as unknown[]).length).toBe(1);
  });

  it('are right when commands come while they are made again', async () => {
    const other = await openRuntimeOn(database.url);
    const cases = await Promise.all(Array.from({ length: 30 }, () => createCase(runtime, 'work', { stage: 0 })));
    let over = false;
    const answers: string[] = [];
    const working = cases.map(async ({ stream }, index) => {
      for (let n = 0; !over; n += 1) {
        const at = index % 2 === 0 ? runtime : other;
        answers.push((await command(at, stream, { type: 'SetVariables', scope: 0, variables: { [`v${n % 7}`]: n }, local: true })).kind);
        if (n % 5 === 0) await createCase(at, 'work', { n });
      }
    });
    const rebuilding = async (): Promise<void> => {
      for (let round = 0; round < 5; round += 1) {
        await rebuildProjections(other.database, runtime.kinds);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await rebuilding().finally(() => (over = true));
    await Promise.all(working);
    const before = await dump();
    await rebuildProjections(runtime.database, runtime.kinds);

    expect(await dump()).toEqual(before);
    expect(answers.length).toBeGreaterThan(30); // every one of them has been answered meanwhile
    expect(answers.filter((kind) => kind !== 'accepted')).toEqual([]);
    await other.close();
  }, 60_000);
});
