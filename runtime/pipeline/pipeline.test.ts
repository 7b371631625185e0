import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { messageProcess, taskProcess, workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Database } from '../port/database.ts';

let database: TestDatabase;
let one: Runtime;
let two: Runtime;
const faults: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  one = await openRuntimeOn(database.url, { onFault: (message) => faults.push(message) });
  two = await openRuntimeOn(database.url);
  await deployModel(one, 'task.bpmn', taskProcess('task'));
  await deployModel(one, 'work.bpmn', workProcess('work', 'work'));
});

afterAll(async () => {
  await one.close();
  await two.close();
  await database.drop();
});

const count = async (text: string, parameters: (string | bigint)[] = []): Promise<number> =>
  Number((await one.database.query<{ n: bigint }>(text, parameters))[0]?.n);

describe('a case', () => {
  it('goes on in another process where the first left it', async () => {
    const created = await createCase(one, 'work');
    const first = lastOf(created, 'JobCreated').ordinal;
    const second = lastOf(accepted(await command(two, created.stream, { type: 'CompleteJob', job: first, variables: {} })), 'JobCreated');
    const done = accepted(await command(one, created.stream, { type: 'CompleteJob', job: second.ordinal, variables: {} }));
    const task = lastOf(done, 'UserTaskCreated').ordinal;
    const ended = accepted(await command(two, created.stream, { type: 'CompleteUserTask', task, variables: { ok: 1 } }));

    expect(ended.events.at(-1)?.type).toBe('CaseCompleted');
    expect(ended.seq).toBe(3);
    expect(await count(`select count(*) n from step where stream = $1`, [created.stream])).toBe(4);
    expect(await count(`select count(*) n from process_instance where key = $1 and state = 'COMPLETED'`, [created.stream])).toBe(1);
    expect(await count(`select count(*) n from element_instance where key > $1 and key < $1 + 100 and state = 'COMPLETED'`, [created.stream])).toBe(5);
  });

  it('is never started from a definition older than the latest', async () => {
    await deployModel(one, 'fresh.bpmn', taskProcess('fresh'));
    await createCase(two, 'fresh');

    await deployModel(one, 'fresh.bpmn', workProcess('fresh', 'work'));

    const created = await createCase(two, 'fresh');
    expect(created.events.some((event) => event.type === 'JobCreated')).toBe(true);
  });

  it('is not found when it does not exist, and nothing is written', async () => {
    const result = await command(one, 999n << 24n, { type: 'CancelCase' });

    expect(result).toMatchObject({ kind: 'rejected', code: 'NOT_FOUND' });
    expect(await count('select count(*) n from step where stream = $1', [999n << 24n])).toBe(0);
  });
});

describe('contention', () => {
  it('completes a task once, whoever asks how often', async () => {
    for (let round = 0; round < 20; round += 1) {
      const created = await createCase(one, 'task');
      const task = lastOf(created, 'UserTaskCreated').ordinal;
      const asked = Array.from({ length: 20 }, (_, index) =>
        command(index % 2 === 0 ? one : two, created.stream, { type: 'CompleteUserTask', task, variables: { by: index } }));

      const results = await Promise.all(asked);

      expect(results.filter((result) => result.kind === 'accepted')).toHaveLength(1);
      expect(await count('select count(*) n from step where stream = $1', [created.stream])).toBe(2);
    }
  });

  it('loses no update and never deadlocks in 10,000 contended commands of two processes', async () => {
    const cases = await Promise.all(Array.from({ length: 10 }, () => createCase(one, 'task')));
    const each = 1_000;
    const submit = (index: number) => {
      const { stream } = cases[index % cases.length] ?? { stream: 0n };
      const value = { [`v${index % 7}`]: index };
      return command(index % 3 === 0 ? one : two, stream, { type: 'SetVariables', scope: 0, variables: value, local: true });
    };

    const results = await Promise.all(Array.from({ length: each * cases.length }, (_, index) => submit(index)));

    expect(results.filter((result) => result.kind !== 'accepted')).toEqual([]);
    for (const { stream } of cases) expect(await count('select count(*) n from step where stream = $1', [stream])).toBe(each + 1);
    const seqs = new Set(results.map((result) => (result.kind === 'accepted' ? `${result.stream} ${result.seq}` : '')));
    expect(seqs.size).toBe(each * cases.length);
  }, 60_000);
});

describe('a command that cannot be stored', () => {
  it('is refused where it enters when it is not what JSON and Postgres can hold', async () => {
    const created = await createCase(one, 'task');
    const task = lastOf(created, 'UserTaskCreated').ordinal;

    const result = await command(one, created.stream, { type: 'AssignUserTask', task, assignee: 'zero \u0000 character', allowOverride: true });

    expect(result).toMatchObject({ kind: 'rejected', code: 'INVALID_ARGUMENT' });
  });

  it('fails alone, and the others of its batch are committed', async () => {
    const cases = await Promise.all(Array.from({ length: 9 }, () => createCase(one, 'task')));
    const beyondPostgres = 1_000_000;

    const results = await Promise.all(
      cases.map((created, index) => {
        const task = lastOf(created, 'UserTaskCreated').ordinal;
        return command(one, created.stream, { type: 'UpdateUserTask', task, changes: { priority: index === 4 ? beyondPostgres : 7 } });
      }));

    expect(results.map((result) => result.kind)).toEqual(cases.map((_, index) => (index === 4 ? 'rejected' : 'accepted')));
    expect(faults.some((fault) => fault.includes(String(cases[4]?.stream)))).toBe(true);
    expect(accepted(await command(one, cases[4]?.stream ?? 0n, { type: 'CancelCase' })).seq).toBe(1);
  });
});

describe('a repeated command', () => {
  it('takes effect once and gets the same answer', async () => {
    const created = await createCase(one, 'task');
    const id = randomUUID();
    const task = lastOf(created, 'UserTaskCreated').ordinal;
    const ask = (runtime: Runtime) =>
      runtime.pipeline.submit({
        kind: 'command', id, actor: { id: 'test', kind: 'client', method: 'none' }, mayRepeat: true, stream: created.stream,
        command: { type: 'CompleteUserTask', task, variables: { n: 1 } },
      });

    const first = accepted(await ask(one));
    const again = accepted(await ask(two));

    expect(again).toEqual({ ...first, repeated: true });
  });

  it('is refused when another command had its id', async () => {
    const created = await createCase(one, 'task');
    const ask = (n: number) =>
      one.pipeline.submit({
        kind: 'command', id: 'same', actor: { id: 'test', kind: 'client', method: 'none' }, mayRepeat: true, stream: created.stream,
        command: { type: 'SetVariables', scope: 0, variables: { n }, local: true },
      });

    accepted(await ask(1));

    expect(await ask(2)).toMatchObject({ kind: 'rejected', code: 'ALREADY_EXISTS' });
  });

  it('creates one case for one Idempotency-Key, in one batch and across processes', async () => {
    const idempotencyKey = randomUUID();
    const ask = (runtime: Runtime, n = 1) =>
      runtime.pipeline.submit({
        kind: 'create', id: idempotencyKey, actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id: 'task' }, create: { variables: { n } }, idempotencyKey,
      });

    const results = (await Promise.all([ask(one), ask(one), ask(two), ask(two)])).map(accepted);

    expect(new Set(results.map((result) => result.stream)).size).toBe(1);
    expect(results.filter((result) => !result.repeated)).toHaveLength(1);
    expect(await ask(one, 2)).toMatchObject({ kind: 'rejected', code: 'ALREADY_EXISTS' });
  });
});

describe('an unknown outcome', () => {
  /** Commits, then says that the connection broke. */
  const forgetful = (inner: Database, breaks: () => boolean): Database => ({
    ...inner,
    transaction: async (work) => {
      const result = await inner.transaction(work);
      if (breaks()) throw Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });
      return result;
    },
  });

  it('leads to one effect, for creations and for commands', async () => {
    const inner = await openPostgres({ url: database.url, connections: 3 });
    let commits = 0;
    let isOpen = false;
    const runtime = await openRuntime({ database: forgetful(inner, () => isOpen && (commits += 1) % 2 === 1) });
    isOpen = true;

    const created = await createCase(runtime, 'task');
    const set = accepted(await command(runtime, created.stream, { type: 'SetVariables', scope: 0, variables: { a: 1 }, local: true }));

    expect(created.repeated).toBe(true);
    expect(set.seq).toBe(1);
    expect(await count('select count(*) n from step where stream = $1', [created.stream])).toBe(2);
    await runtime.close();
    await inner.close();
  });
});

describe('messages', () => {
  beforeAll(() => deployModel(one, 'message.bpmn', messageProcess('message')));

  const publish = (runtime: Runtime, correlationKey: string, messageId: string | null = null) =>
    publishMessage(runtime, correlationKey, { messageId, variables: { by: 'post' } });

  const drainAll = async (): Promise<void> => {
    for (let rows: { target: bigint }[] = [{ target: 0n }]; rows.length > 0; ) {
      rows = await one.database.query<{ target: bigint }>('select distinct target from inbox');
      await one.pipeline.drain(rows.map((row) => row.target));
      await Promise.all([one.pipeline.settled(), two.pipeline.settled()]);
    }
  };

  it('reach their case whichever of the two comes first, in any process', async () => {
    const orders = Array.from({ length: 60 }, () => randomUUID());

    const [cases] = await Promise.all([
      Promise.all(orders.map((order, index) => createCase(index % 2 === 0 ? one : two, 'message', { order }))),
      Promise.all(orders.map((order, index) => publish(index % 3 === 0 ? one : two, order))),
    ]);
    await drainAll();

    const streams = cases.map((created) => created.stream);
    const ended = await one.database.query<{ key: bigint }>(`select key from process_instance where state = 'COMPLETED'`);
    const keys = new Set(ended.map((row) => row.key));
    expect(streams.filter((stream) => !keys.has(stream))).toEqual([]);
    expect(await count('select count(*) n from inbox')).toBe(0);
  });

  it('go to one case of a process only', async () => {
    const order = randomUUID();
    await createCase(one, 'message', { order });
    await createCase(two, 'message', { order });

    accepted(await publish(one, order));
    await drainAll();

    expect(await count(`select count(*) n from message_subscription where correlation_key = $1 and state = 'CORRELATED'`, [order])).toBe(1);
    expect(await count(`select count(*) n from message_subscription where correlation_key = $1 and state = 'CREATED'`, [order])).toBe(1);
  });

  it('are refused when one with the same id is buffered', async () => {
    const [order, id] = [randomUUID(), randomUUID()];

    const results = await Promise.all([publish(one, order, id), publish(two, order, id), publish(one, order, id)]);

    expect(results.map((result) => result.kind).sort()).toEqual(['accepted', 'rejected', 'rejected']);
  });
});
