/** What could lose, double or hold up commands when batches collide, fail or wait. */
import { bpmnDialect } from '../../engine/bpmn/dialect.ts';
import { engineActor } from '../../engine/stream/index.ts';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { messageProcess, taskProcess, workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, damageDefinition, deployModel, lastOf, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import type { Database } from '../port/database.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import { OutcomeUnknownError } from './commit-errors.ts';
import type { Result } from './submission.ts';

let database: TestDatabase;
let one: Runtime;
let two: Runtime;

beforeAll(async () => {
  database = await createTestDatabase();
  one = await openRuntimeOn(database.url);
  two = await openRuntimeOn(database.url);
  await deployModel(one, 'task.bpmn', taskProcess('task'));
  await deployModel(two, 'message.bpmn', messageProcess('message'));
});

afterAll(async () => {
  await one.close();
  await two.close();
  await database.drop();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const setVariable = (runtime: Runtime, stream: bigint, value: string | number) =>
  command(runtime, stream, { type: 'SetVariables', scope: 0, variables: { value }, local: true });

const count = async (text: string, parameters: (string | bigint)[] = []): Promise<number> =>
  Number((await one.database.query<{ n: bigint }>(text, parameters))[0]?.n);

/** Holds the locks of these streams, as a process that stands still does, until it is told to let go. */
const holding = async (streams: readonly bigint[]): Promise<() => Promise<void>> => {
  const holder = await openPostgres({ url: database.url, connections: 1 });
  let letGo = (): void => undefined;
  let held: Promise<unknown> = Promise.resolve();
  await new Promise<void>((ready) => {
    held = holder.transaction(async (transaction) => {
      for (const stream of streams) await transaction.query('select pg_advisory_xact_lock($1::int8)', [stream]);
      ready();
      await new Promise<void>((resolve) => (letGo = resolve));
    });
  });
  return async () => {
    letGo();
    await held;
    await holder.close();
  };
};

describe('two processes that deploy', () => {
  it('wait for each other, however slow one is', async () => {
    const slow = await openPostgres({ url: database.url, connections: 1 });
    let locked = (): void => undefined;
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const deploying = slow.transaction(async (transaction) => {
      await transaction.query(`select pg_advisory_xact_lock(hashtext('acta deployment'))`);
      locked();
      await pause(700);
    });
    await isLocked;
    await deployModel(one, 'patient.bpmn', taskProcess('patient'));
    await deploying;
    expect((await createCase(two, 'patient')).kind).toBe('accepted');
    await slow.close();
  });

  it('see each other’s latest versions, whoever has the higher keys', async () => {
    await deployModel(one, 'a.bpmn', taskProcess('first'));
    await deployModel(two, 'b.bpmn', taskProcess('turns'));
    await createCase(two, 'turns');

    await deployModel(one, 'b.bpmn', workProcess('turns', 'work'));

    expect((await createCase(two, 'turns')).events.some((event) => event.type === 'JobCreated')).toBe(true);
  });
});

describe('repeated commands of one batch', () => {
  it('get the same answer', async () => {
    const created = await createCase(one, 'task');
    const task = lastOf(created, 'UserTaskCreated').ordinal;
    const id = randomUUID();
    const ask = () =>
      one.pipeline.submit({
        kind: 'command', id, actor: { id: 'test', kind: 'client', method: 'none' }, mayRepeat: true, stream: created.stream, command: { type: 'CompleteUserTask', task, variables: {} },
      });

    const [first, again] = (await Promise.all([ask(), ask()])).map(accepted);

    expect(again).toEqual({ ...first, repeated: true });
  });

  it('create one case when the first attempt had been rejected', async () => {
    const inner = await openPostgres({ url: database.url, connections: 3 });
    let failed = 0;
    const counting: Database = {
      ...inner,
      transaction: (work) => inner.transaction(work).catch((error: unknown) => { failed += 1; throw error; }),
    };
    const runtime = await openRuntime({ database: counting });
    const idempotencyKey = randomUUID();
    const ask = () =>
      runtime.pipeline.submit({ kind: 'create', id: idempotencyKey, actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id: 'later' }, create: { variables: {} }, idempotencyKey });
    expect(await ask()).toMatchObject({ kind: 'rejected', code: 'NOT_FOUND' });
    await deployModel(runtime, 'later.bpmn', taskProcess('later'));

    const results = (await Promise.all([ask(), ask(), ask()])).map(accepted);

    expect(new Set(results.map((result) => result.stream)).size).toBe(1);
    expect(results.filter((result) => !result.repeated)).toHaveLength(1);
    expect(failed).toBe(0);
    await runtime.close();
    await inner.close();
  });
});

describe('messages', () => {
  it('with ids are published by two processes without a deadlock', async () => {
    const deadlocks = () => count('select deadlocks n from pg_stat_database where datname = current_database()');
    const before = await deadlocks();
    for (let round = 0; round < 10; round += 1) {
      const keys = Array.from({ length: 40 }, () => randomUUID());
      const each = (runtime: Runtime, order: readonly string[]) => order.map((key) => publishMessage(runtime, key, { messageId: 'same' }));

      const results = await Promise.all([...each(one, keys), ...each(two, keys.toReversed())]);

      expect(results.filter((result) => result.kind === 'accepted')).toHaveLength(keys.length);
    }
    await pause(1_100); // statistics are told once a second
    await one.database.query('select pg_stat_clear_snapshot()');
    expect(await deadlocks()).toBe(before);
  }, 60_000);

  it('with one id and no time to live are each published, in one batch as well', async () => {
    const key = randomUUID();
    const results = await Promise.all([1, 2].map(() => publishMessage(one, key, { messageId: 'id', timeToLiveMs: 0 })));
    expect(results.map((result) => result.kind)).toEqual(['accepted', 'accepted']);
  });

  it('that a case cannot take are not offered to it again and again', async () => {
    const order = randomUUID();
    const { stream } = await createCase(one, 'message', { order });
    const arrived = vi.spyOn(bpmnDialect, 'messageArrived').mockImplementation(() => {
      throw new Error('a bug of ours');
    });
    accepted(await publishMessage(one, order));
    for (let round = 0; round < 3; round += 1) await one.pipeline.drain([stream]);
    expect(arrived).toHaveBeenCalledTimes(1);
    expect(await count('select count(*) n from inbox where target = $1', [stream])).toBe(0);
    arrived.mockRestore();

    accepted(await publishMessage(one, order));
    expect(await count(`select count(*) n from process_instance where key = $1 and state = 'COMPLETED'`, [stream])).toBe(1);
  });
});

describe('closing', () => {
  it('waits for commands whose case another process holds', async () => {
    const runtime = await openRuntimeOn(database.url);
    const { stream } = await createCase(runtime, 'task');
    const letGo = await holding([stream]);
    const happened: string[] = [];
    const answer = setVariable(runtime, stream, 1).then((result) => happened.push(result.kind));
    await pause(5);

    const closed = runtime.pipeline.close().then(() => happened.push('closed'));
    await pause(50);
    await letGo();
    await Promise.all([answer, closed]);

    expect(happened).toEqual(['accepted', 'closed']);
    await runtime.close();
  });
});

/** As an outside report does with `for update`, or a process that stands still after it has written. */
const holdingRows = async (streams: readonly bigint[]): Promise<() => Promise<void>> => {
  const holder = postgres(database.url, { max: 1, onnotice: () => undefined });
  let letGo = (): void => undefined;
  let held: Promise<unknown> = Promise.resolve();
  await new Promise<void>((ready) => {
    held = holder.begin(async (transaction) => {
      await transaction`select from variable where scope_key = any(${streams.map(String)}::int8[]) for update`;
      ready();
      await new Promise<void>((resolve) => (letGo = resolve));
    });
  });
  return async () => {
    letGo();
    await held;
    await holder.end();
  };
};

describe.each([['streams', holding], ['rows', holdingRows]] as const)('cases whose %s somebody else holds', (_what, hold) => {
  it.each([1, 20, 150])('do not hold up the others, when they are %s, and are all answered in order when they are let go', async (count) => {
    const runtime = await openRuntimeOn(database.url);
    const held = await Promise.all(Array.from({ length: count }, () => createCase(runtime, 'task', { value: 0 })));
    const others = await Promise.all(Array.from({ length: 20 }, () => createCase(runtime, 'task', { value: 0 })));
    const letGo = await hold(held.map(({ stream }) => stream));
    const answered: string[] = [];
    const ask = (stream: bigint, value: number, name: string) => setVariable(runtime, stream, value).then((result) => (answered.push(name), result));
    const waiting = held.flatMap(({ stream }, index) => [ask(stream, 1, `held ${index} a`), ask(stream, 2, `held ${index} b`)]);

    // In the batch with those that are held, and after it.
    const first = await Promise.all(others.map(({ stream }) => ask(stream, 1, 'other')));
    for (const { stream } of others) expect((await ask(stream, 2, 'other')).kind).toBe('accepted');

    expect(first.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(answered.filter((name) => name.startsWith('held'))).toEqual([]);
    await letGo();
    expect((await Promise.all(waiting)).every(({ kind }) => kind === 'accepted')).toBe(true);
    for (const index of held.keys()) expect(answered.indexOf(`held ${index} a`)).toBeLessThan(answered.indexOf(`held ${index} b`));
    const left = await runtime.database.query(`select from variable where scope_key = any($1::text::int8[]) and name = 'value' and value <> '2'`, [`{${held.map(({ stream }) => stream).join(',')}}`]);
    expect(left).toEqual([]);
    await runtime.close();
  }, 120_000);
});

describe('a case whose definition is damaged', () => {
  it('fails alone', async () => {
    await deployModel(one, 'damaged.bpmn', taskProcess('damaged'));
    const [bad, good] = [await createCase(one, 'damaged'), await createCase(one, 'task')];
    await damageDefinition(database.url, 'damaged', 'damaged');
    const runtime = await openRuntimeOn(database.url);

    const asked = performance.now();
    const results: Result[] = await Promise.all([setVariable(runtime, bad.stream, 1), setVariable(runtime, good.stream, 1)]);

    expect(results.map((result) => (result.kind === 'accepted' ? result.kind : result.code))).toEqual(['PROCESSING_ERROR', 'accepted']);
    expect(performance.now() - asked).toBeLessThan(10_000);
    await runtime.close();
  }, 60_000);
});

describe('a listener for faults that fails itself', () => {
  it('keeps nobody waiting', async () => {
    await deployModel(one, 'spoilt.bpmn', taskProcess('spoilt'));
    const bad = await createCase(one, 'spoilt');
    await damageDefinition(database.url, 'spoilt', 'spoilt');
    const runtime = await openRuntimeOn(database.url, { onFault: () => { throw new Error('the listener'); } });

    await expect(setVariable(runtime, bad.stream, 1)).rejects.toThrow('the listener');

    const good = await createCase(runtime, 'task');
    expect((await setVariable(runtime, good.stream, 1)).kind).toBe('accepted');
    await runtime.close();
  });
});

describe('when the database is away', () => {
  it('every command is told so in time, however many there are', async () => {
    const inner = await openPostgres({ url: database.url, connections: 3 });
    let away = false;
    const transaction: Database['transaction'] = (work) => (away ? Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })) : inner.transaction(work));
    const runtime = await openRuntime({ database: { ...inner, transaction }, limits: { patienceMs: 500 } });
    away = true;

    const asked = performance.now();
    const answers = await Promise.allSettled(Array.from({ length: 1_000 }, (_, index) => setVariable(runtime, BigInt(index + 1) << 24n, 1)));

    expect(answers.filter((answer) => answer.status === 'rejected' && answer.reason instanceof OutcomeUnknownError)).toHaveLength(1_000);
    expect(performance.now() - asked).toBeLessThan(10_000);
    await runtime.close();
    await inner.close();
  }, 15_000);
});

describe('when the database comes back', () => {
  it('what has waited is done in a few batches, not one by one', async () => {
    const inner = await openPostgres({ url: database.url, connections: 3 });
    const cases = await Promise.all(Array.from({ length: 600 }, () => createCase(one, 'task')));
    let away = false;
    let transactions = 0;
    const coming: Database = {
      ...inner,
      transaction: (work) => {
        if (away) return Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
        transactions += 1;
        return inner.transaction(work);
      },
    };
    const runtime = await openRuntime({ database: coming });
    away = true;
    const answers = Promise.all(cases.map(({ stream }) => setVariable(runtime, stream, 1)));
    await pause(6_000);

    away = false;
    expect((await answers).filter((answer) => answer.kind === 'accepted')).toHaveLength(600);

    expect(transactions).toBeLessThan(20);
    await runtime.close();
    await inner.close();
  }, 40_000);
});

describe('too much', () => {
  it('is refused by bytes as well as by number', async () => {
    const runtime = await openRuntimeOn(database.url, { limits: { waitingBytesMax: 100_000 } });
    const { stream } = await createCase(runtime, 'task');
    const ask = () => Promise.all(Array.from({ length: 30 }, () => setVariable(runtime, stream, 'x'.repeat(10_000))));

    const results = await ask();

    expect(results.filter((result) => result.kind === 'accepted').length).toBeGreaterThan(5);
    expect(results.filter((result) => result.kind === 'rejected' && result.code === 'RESOURCE_EXHAUSTED').length).toBeGreaterThan(15);
    expect((await setVariable(runtime, stream, 'y'.repeat(10_000))).kind).toBe('accepted');
    await runtime.close();
  });

  it('in one batch is done in several', async () => {
    const { stream } = await createCase(one, 'task');
    const results = await Promise.all(Array.from({ length: 12 }, () => setVariable(one, stream, 'z'.repeat(3_000_000))));
    expect(results.every((result) => result.kind === 'accepted')).toBe(true);
  }, 60_000);
});

describe('what names a definition', () => {
  it('is admitted like everything else', async () => {
    const ask = (id: string) => one.pipeline.submit({ kind: 'create', id: randomUUID(), actor: engineActor, definition: { id }, create: { variables: {} } });
    expect(await ask('zero \u0000 character')).toMatchObject({ kind: 'rejected', code: 'INVALID_ARGUMENT' });
    expect(await ask('x'.repeat(600))).toMatchObject({ kind: 'rejected', code: 'INVALID_ARGUMENT' });
  });
});

describe('a large case', () => {
  it('is stored before its steps are too much to read again', async () => {
    const { stream } = await createCase(one, 'task');
    for (let n = 0; n < 7; n += 1) accepted(await setVariable(one, stream, `${n}`.padEnd(1_000_000, 'x')));
    const stored = await count('select seq n from snapshot where stream = $1', [stream]);
    expect(stored).toBeGreaterThan(3);
    expect(stored).toBeLessThan(8);
  });

  it('does not stay in memory beside others beyond the room there is', async () => {
    let coldStarts = 0;
    const inner = await openPostgres({ url: database.url, connections: 3 });
    const watched: Database = {
      ...inner,
      transaction: (work) => inner.transaction((transaction) => work({
        queryValues: transaction.queryValues,
        query: (text, parameters) => {
          if (text.includes('from snapshot where')) coldStarts += 1;
          return transaction.query(text, parameters);
        },
      })),
    };
    const runtime = await openRuntime({ database: watched, limits: { hotBytesMax: 450_000 } });
    const [first, second, third] = [await createCase(runtime, 'task'), await createCase(runtime, 'task'), await createCase(runtime, 'task')];
    for (const { stream } of [first, second, third]) accepted(await setVariable(runtime, stream, 'x'.repeat(200_000)));
    coldStarts = 0;

    for (const { stream } of [second, third]) accepted(await setVariable(runtime, stream, 'small'));
    expect(coldStarts).toBe(0);
    accepted(await setVariable(runtime, first.stream, 'small'));
    expect(coldStarts).toBe(1);
    await runtime.close();
    await inner.close();
  });
});

describe('a long case', () => {
  it('is the same from its snapshot, and from its steps when the snapshot is damaged', async () => {
    const { stream } = await createCase(one, 'task');
    for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 150 }, (_, index) => setVariable(one, stream, index)));
    expect(await count('select seq n from snapshot where stream = $1', [stream])).toBeGreaterThan(200);
    one.pipeline.evictAll();
    expect(accepted(await setVariable(one, stream, 'from the snapshot')).seq).toBe(451);

    await one.database.query(`update snapshot set state = replace(state, 'active', 'completed') where stream = $1`, [stream]);
    one.pipeline.evictAll();
    expect(accepted(await setVariable(one, stream, 'from the steps')).seq).toBe(452);
  });
});

describe('a disk without room', () => {
  /** A Postgres on which every transaction finds the disk full. */
  const fullOf = (under: Database, isFull: () => boolean): Database => ({
    ...under,
    transaction: (work) =>
      under.transaction(async (transaction) => {
        const result = await work(transaction);
        if (isFull()) throw Object.assign(new Error('could not extend file'), { code: '53100' });
        return result;
      }),
  });

  it('given commands that find none, then they are refused at once, nothing of them is done, it is told once, and it goes on', async () => {
    let isFull = false;
    const told: string[] = [];
    const under = await openPostgres({ url: database.url });
    const runtime = await openRuntime({ database: fullOf(under, () => isFull), onFault: (message) => void told.push(message) });
    const { stream } = await createCase(runtime, 'task');
    const steps = () => count('select count(*) n from step where stream = $1', [stream]);
    const before = await steps();

    isFull = true;
    const refused = await Promise.all(Array.from({ length: 20 }, (_, value) => setVariable(runtime, stream, value)));
    const repeatable = await runtime.pipeline.submit({ kind: 'command', stream, id: 'again', actor: engineActor, mayRepeat: true, command: { type: 'SetVariables', scope: 0, variables: { value: 1 }, local: true } });
    const after = await steps();
    isFull = false;
    accepted(await setVariable(runtime, stream, 'room'));

    const sentence = (said: string) => `Expected to store the command, but the disk of the database is full. ${said}Make room on it, and try again`;
    for (const result of refused) expect(result).toMatchObject({ kind: 'rejected', code: 'RESOURCE_EXHAUSTED', message: sentence('Nothing was done. ') });
    // It may have been asked before, by whoever repeats it.
    expect(repeatable).toMatchObject({ kind: 'rejected', code: 'RESOURCE_EXHAUSTED', message: sentence('') });
    expect([after, await steps()]).toEqual([before, before + 1]);
    expect(told).toEqual(['The disk of the database is full']);
    await runtime.close();
    await under.close();
  });
});
