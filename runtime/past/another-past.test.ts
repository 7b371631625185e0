/** A database that is replaced by an older copy of itself behind processes that work on it. */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../engine/journal/index.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { taskProcess, workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf, openRuntimeOn } from '../../test/runtime/open-test-runtime.ts';
import { claimJobs } from '../job/claim-jobs.ts';
import { moveLeases } from '../job/job-lease.ts';
import { readSteps } from '../query/case-steps.ts';
import type { Runtime } from '../runtime.ts';
import { sha256 } from '../sha256.ts';

let database: TestDatabase;
let one: Runtime;
let two: Runtime;
const faults: string[] = [];

beforeEach(async () => {
  faults.splice(0);
  database = await createTestDatabase();
  one = await openRuntimeOn(database.applicationUrl, { onFault: (message) => faults.push(message) });
  two = await openRuntimeOn(database.applicationUrl);
  await deployModel(one, 'task.bpmn', taskProcess('task'));
});
afterEach(async () => {
  await one.close();
  await two.close();
  await database.drop();
});

const setVariable = (runtime: Runtime, stream: bigint, value: number) =>
  command(runtime, stream, { type: 'SetVariables', scope: 0, variables: { value }, local: true });

const expectWhole = async (runtime: Runtime, stream: bigint, steps: number): Promise<void> => {
  const stored = await readSteps(runtime.database, stream);
  expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: steps }, (_, seq) => seq));
  expect(verifyChain(stored, sha256, { log: runtime.log, stream: String(stream) })).toMatchObject({ ok: true, steps });
};

const timelineOf = async (): Promise<number> => (await one.database.query<{ timeline: number }>('select timeline from installation'))[0]?.timeline ?? 0;

describe('given a database that was restored from a copy', () => {
  it('when a hot case takes a command, then it goes on from what stands there, without a gap', async () => {
    const { stream } = await createCase(one, 'task');
    accepted(await setVariable(one, stream, 1));
    const copy = await database.copy();
    for (let value = 2; value < 6; value += 1) accepted(await setVariable(one, stream, value));

    await copy.restore();

    expect(accepted(await setVariable(one, stream, 7)).seq).toBe(2);
    expect(accepted(await setVariable(two, stream, 8)).seq).toBe(3);
    await expectWhole(one, stream, 4);
    expect(await timelineOf()).toBe(2);
    expect([one.timeline, two.timeline]).toEqual([2, 2]);
    const timelines = await one.database.query<{ timeline: number }>('select timeline from step where stream = $1 order by seq', [stream]);
    expect(timelines.map(({ timeline }) => timeline)).toEqual([1, 1, 2, 2]);
    expect(faults).toEqual(['The database has another past']);
  });

  it('when another process has gone on with the case meanwhile, then its steps count', async () => {
    const { stream } = await createCase(one, 'task');
    const copy = await database.copy();
    accepted(await setVariable(one, stream, 1));
    await copy.restore();
    for (let value = 10; value < 14; value += 1) accepted(await setVariable(two, stream, value));

    // As long as before, and another one.
    expect(accepted(await setVariable(one, stream, 2)).seq).toBe(5);
    await expectWhole(one, stream, 6);
  });

  it('when a case of it is lost, then there is no such case', async () => {
    const copy = await database.copy();
    const { stream } = await createCase(one, 'task');
    accepted(await setVariable(one, stream, 1));
    await copy.restore();

    expect(await setVariable(one, stream, 2)).toMatchObject({ kind: 'rejected', code: 'NOT_FOUND' });
    expect(await readSteps(one.database, stream)).toEqual([]);
  });

  it('when cases begin in all processes, then each has a number of its own', async () => {
    const copy = await database.copy();
    await createCase(one, 'task');
    await createCase(two, 'task');
    await copy.restore();

    const created = await Promise.all([one, two, one, two].map((runtime) => createCase(runtime, 'task')));

    expect(new Set(created.map(({ stream }) => stream)).size).toBe(4);
    for (const { stream } of created) await expectWhole(one, stream, 1);
  });

  it('when a process has numbers that the database gives again, and nothing else of what is lost, then it takes others', async () => {
    const copy = await database.copy();
    await one.database.query(`select nextval('case_number')`); // two has a later block than the copy will give
    await createCase(two, 'task');
    await copy.restore();
    const three = await openRuntimeOn(database.applicationUrl);
    const taken = await Promise.all([1, 2, 3].map(() => createCase(three, 'task')));

    const created = await createCase(two, 'task');

    expect(taken.map(({ stream }) => stream)).not.toContain(created.stream);
    await three.close();
  });

  it('when a case was lost, then no other one gets its number', async () => {
    const copy = await database.copy();
    const lost = await createCase(two, 'task');
    await copy.restore();

    const created = [await createCase(two, 'task'), await createCase(one, 'task'), await createCase(two, 'task')];

    expect(created.map(({ stream }) => stream)).not.toContain(lost.stream);
  });

  it('when a definition of it is lost, then nobody starts it, by its id or by its key', async () => {
    const copy = await database.copy();
    await deployModel(one, 'lost.bpmn', taskProcess('lost'));
    const lost = await createCase(one, 'lost');
    await createCase(two, 'lost');
    const [row] = await two.database.query<{ definition_key: bigint }>('select definition_key from process_instance where key = $1', [lost.stream]);
    const key = row?.definition_key ?? 0n;
    const byKey = (runtime: Runtime) => runtime.pipeline.submit({ kind: 'create', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, definition: { key }, create: { variables: {} } });
    for (const runtime of [one, two]) accepted(await byKey(runtime));
    await copy.restore();

    for (const runtime of [one, two]) {
      expect(await byKey(runtime)).toMatchObject({ kind: 'rejected', code: 'NOT_FOUND' });
      await expect(createCase(runtime, 'lost')).rejects.toThrow('none found');
    }
  });

  it('when another version was deployed under the lost one’s number, then it is the latest for all', async () => {
    const copy = await database.copy();
    await deployModel(one, 'turns.bpmn', taskProcess('turns'));
    await createCase(two, 'turns');
    await copy.restore();

    await deployModel(one, 'turns.bpmn', workProcess('turns', 'work'));

    expect(lastOf(await createCase(two, 'turns'), 'JobCreated').jobType).toBe('work');
    expect(lastOf(await createCase(one, 'turns'), 'JobCreated').jobType).toBe('work');
  });

  it('when a job was claimed after the copy, then its lease is lost and another may have it', async () => {
    await deployModel(one, 'work.bpmn', workProcess('work', 'work'));
    await createCase(one, 'work');
    const copy = await database.copy();
    const claim = (runtime: Runtime) => claimJobs(runtime.database, { type: 'work', worker: 'test', max: 1, timeoutMs: 60_000, now: runtime.clock.now() });
    const held = await claim(one);
    await copy.restore();

    expect((await claim(two)).map(({ key }) => key)).toEqual(held.map(({ key }) => key));
    expect(await moveLeases(one.database, held, one.clock.now() + 60_000)).toEqual(new Set());
  });

  it('when a command of the lost past is repeated under its id, then it takes effect once more, and once only', async () => {
    const { stream } = await createCase(one, 'task');
    const copy = await database.copy();
    const ask = (runtime: Runtime) => runtime.pipeline.submit({
      kind: 'command', stream, id: 'again', mayRepeat: true, actor: { id: 'test', kind: 'client', method: 'none' },
      command: { type: 'SetVariables', scope: 0, variables: { value: 1 }, local: true },
    });
    accepted(await ask(one));
    await copy.restore();

    expect(accepted(await ask(one)).repeated).toBe(false);
    expect(accepted(await ask(two)).repeated).toBe(true);
    await expectWhole(one, stream, 2);
  });
});

describe('the database refuses', () => {
  const insert = (stream: bigint, seq: number, from: string) =>
    one.database.query(`insert into step (stream, seq, command_id, record, timeline) select $1, $2, 'forged', ${from} from step where stream = $1 order by seq desc limit 1`, [stream, seq]);

  it.each([
    ['a copy of the last step behind it', 2, 'record, timeline'],
    ['a step with a gap before it', 5, 'record, timeline'],
    ['what is no record', 2, `'x', timeline`],
    ['a step that names its place, and no step before it', 2, `convert_to(replace(convert_from(record, 'UTF8'), '"seq":1', '"seq":2'), 'UTF8'), timeline`],
  ])('%s', async (_what, seq, from) => {
    const { stream } = await createCase(one, 'task');
    accepted(await setVariable(one, stream, 1));
    await expect(insert(stream, seq, from)).rejects.toMatchObject({ code: 'ACT01' });
    accepted(await setVariable(two, stream, 2));
    await expectWhole(two, stream, 3);
  });

  it('a stream that does not begin with its first step', async () => {
    const { stream } = await createCase(one, 'task');
    const inserted = one.database.query(
      `insert into step (stream, seq, command_id, record, timeline) select stream + (1000::int8 << 24), 0, 'forged', record, timeline from step where stream = $1`, [stream]);
    await expect(inserted).rejects.toMatchObject({ code: 'ACT01' });
  });

  it('and looks for the step before by key only', async () => {
    const { stream } = await createCase(one, 'task');
    const scans = await one.database.transaction(async (transaction) => {
      const read = `select coalesce(sum(seq_scan), 0)::int4 sequential, coalesce(sum(idx_scan), 0)::int4 "byKey" from pg_stat_xact_user_tables where relname ~ '^step_\\d+$'`;
      const [before] = await transaction.query<{ sequential: number; byKey: number }>(read);
      await transaction.query(
        `insert into step (stream, seq, command_id, record, timeline)
         select stream + (n::int8 << 30), 0, 'copy', convert_to(replace(convert_from(record, 'UTF8'), '"stream":"' || stream || '"', '"stream":"' || stream + (n::int8 << 30) || '"'), 'UTF8'), timeline
         from step, generate_series(1, 50) n where stream = $1`, [stream]);
      const [after] = await transaction.query<{ sequential: number; byKey: number }>(read);
      return { sequential: (after?.sequential ?? 0) - (before?.sequential ?? 0), byKey: (after?.byKey ?? 0) - (before?.byKey ?? 0) };
    });
    expect(scans.sequential).toBe(0);
    expect(scans.byKey).toBeGreaterThanOrEqual(50);
  });
});

describe('a step that the database refuses', () => {
  it('given a hot case that the journal does not have like this, then it is decided again on what stands', async () => {
    const { stream } = await createCase(one, 'task');
    accepted(await setVariable(one, stream, 1));
    accepted(await setVariable(one, stream, 2));
    const owner = postgres(database.url, { max: 1 });
    await owner.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`delete from step where stream = ${String(stream)}::int8 and seq = 2`;
      await sql`delete from snapshot`;
    });
    await owner.end();

    expect(accepted(await setVariable(one, stream, 3)).seq).toBe(2);
    await expectWhole(one, stream, 3);
  });
});
