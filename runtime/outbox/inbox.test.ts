/** What waits in the inbox of a case: our own bugs become incidents, and one bad command never holds up the others. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bpmnDialect } from '../../engine/bpmn/dialect.ts';
import { openSteps, redecide } from '../../engine/journal/index.ts';
import { type Command, type Event } from '../../engine/case/index.ts';
import { reject } from '../../engine/stream/index.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { end, exclusive, flows, processXml, script, start } from '../../test/case/bpmn-xml.ts';
import { taskProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, damageDefinition, deployModel, lastOf, openRuntimeOn } from '../../test/runtime/open-test-runtime.ts';
import { readSteps, StoredDefinitions } from '../query/case-steps.ts';
import type { Runtime } from '../runtime.ts';

/** Counts to `n` 400 in more activations than one command may cause. */
const longProcess = processXml(
  start() + exclusive('again') + script('count', 'n', '=n + 1') + exclusive('enough', 'again') + end() +
    flows('start -> again -> count -> enough', 'enough -> end if n >= 400', 'enough -> again'),
).replace('id="process"', 'id="long"');

let database: TestDatabase;
let runtime: Runtime;
const faults: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  runtime = await openRuntimeOn(database.url, { onFault: (message) => faults.push(message) });
  await deployModel(runtime, 'task.bpmn', taskProcess('task'));
  await deployModel(runtime, 'long.bpmn', longProcess);
});
afterEach(() => {
  vi.restoreAllMocks();
  faults.splice(0);
});
afterAll(async () => {
  await runtime.close();
  await database.drop();
});

const mail = async (stream: bigint): Promise<number> =>
  (await runtime.database.query('select from inbox where target = $1', [stream])).length;

const instance = async (stream: bigint): Promise<unknown> =>
  (await runtime.database.query('select state, incidents from process_instance where key = $1', [stream]))[0];

/** Drains until nothing is left, as workers do. */
const drainAll = async (stream: bigint): Promise<void> => {
  while ((await mail(stream)) > 0) await runtime.pipeline.drain([stream]);
};

/** Plants a fault of ours, since we know of none, where a long step is continued. */
const breakContinuing = () => vi.spyOn(bpmnDialect, 'proceed').mockImplementation(() => {
  throw new Error('a bug of ours');
});

const verdict = async (stream: bigint): Promise<unknown> => {
  const steps = openSteps<Command, Event>(await readSteps(runtime.database, stream));
  return redecide(steps, new StoredDefinitions(runtime.database));
};

describe('a long step that cannot be continued', () => {
  it('is an incident of the case, and goes on when that is resolved', async () => {
    const proceed = breakContinuing();
    const { stream } = await createCase(runtime, 'long', { n: 0 });
    await drainAll(stream);

    const [incident] = await runtime.database.query<{ key: bigint; message: string }>('select * from incident where key between $1 and $1 + 16777215', [stream]);
    expect(incident).toMatchObject({ element_instance_key: stream, element_id: 'long', error_type: 'unknown', state: 'ACTIVE' });
    expect(incident?.message).toContain('a bug of ours');
    expect(await instance(stream)).toEqual({ state: 'ACTIVE', incidents: 1 });
    expect(faults).toEqual([`Deciding Continue of stream ${stream} failed`]);

    const resolve = () => command(runtime, stream, { type: 'ResolveIncident', incident: Number((incident?.key ?? 0n) & 0xff_ffffn) });
    expect(await resolve()).toMatchObject({ kind: 'rejected', code: 'PROCESSING_ERROR' });
    expect(await instance(stream)).toEqual({ state: 'ACTIVE', incidents: 1 });

    proceed.mockRestore();
    accepted(await resolve());
    await drainAll(stream);
    expect(await instance(stream)).toEqual({ state: 'COMPLETED', incidents: 0 });
    expect(await verdict(stream)).toMatchObject({ verdict: 'equal' });
  });

  it('raises one incident only, which ends with the case', async () => {
    breakContinuing();
    const { stream } = await createCase(runtime, 'long', { n: 0 });
    await runtime.database.query(
      `insert into inbox (id, source, source_seq, n, target, command, created_at) values ('again', $1, 99, 0, $1, '{"type":"Continue"}', now())`, [stream]);
    await drainAll(stream);
    expect(await instance(stream)).toEqual({ state: 'ACTIVE', incidents: 1 });

    const cancelled = accepted(await command(runtime, stream, { type: 'CancelCase' }));
    expect(cancelled.events.map(({ type }) => type)).toContain('IncidentResolved');
    expect(await instance(stream)).toEqual({ state: 'TERMINATED', incidents: 0 });
    expect(await verdict(stream)).toMatchObject({ verdict: 'equal' });
  });
});

describe('a command of the inbox that cannot be stored', () => {
  /** Longer than an index can hold; the pipeline's own commands were admitted, these are written around it. */
  const unstorable = (): string => randomBytes(6_000).toString('hex');

  const send = (stream: bigint, names: readonly string[]) =>
    Promise.all(names.map((name, index) =>
      runtime.database.query(
        `insert into inbox (id, source, source_seq, n, target, command, created_at) values ($4, $1, 1, $2, $1, $3, '2026-01-01')`,
        [stream, index, JSON.stringify({ type: 'SetVariables', scope: 0, variables: { [name]: index }, local: true }), `sent ${stream} ${index}`],
      )));

  const variables = async (stream: bigint): Promise<string[]> =>
    (await runtime.database.query<{ name: string }>('select name from variable where scope_key = $1 order by key', [stream])).map(({ name }) => name);

  it('is refused alone, and what came after it arrives in order', async () => {
    const { stream } = await createCase(runtime, 'task');
    const others = Array.from({ length: 40 }, (_, index) => `v${index}`);
    await send(stream, [...others.slice(0, 7), unstorable(), ...others.slice(7, 20), unstorable(), unstorable(), ...others.slice(20)]);

    await runtime.pipeline.drain([stream]);

    expect(await mail(stream)).toBe(0);
    expect(await variables(stream)).toEqual(others);
    expect(faults).toHaveLength(3);
  });

  it('stays with its case when that cannot be read, and no other case waits for it', async () => {
    await deployModel(runtime, 'damaged.bpmn', taskProcess('damaged'));
    const [bad, good] = [await createCase(runtime, 'damaged'), await createCase(runtime, 'task')];
    await damageDefinition(database.url, 'damaged', 'damaged');
    const fresh = await openRuntimeOn(database.url);
    await send(bad.stream, ['kept']);
    await send(good.stream, ['arrived']);

    await fresh.pipeline.drain([bad.stream, good.stream]);

    expect([await mail(bad.stream), await mail(good.stream)]).toEqual([1, 0]);
    expect(await variables(good.stream)).toEqual(['arrived']);
    await fresh.close();
  });
});

it('a case that is too large to continue says so, too', async () => {
  vi.spyOn(bpmnDialect, 'proceed').mockImplementation(() => reject('RESOURCE_EXHAUSTED', 'Expected less, but there is more'));
  const created = await createCase(runtime, 'long', { n: 0 });
  expect(lastOf(created, 'ContinuationRequested')).toBeDefined();
  await drainAll(created.stream);
  const [incident] = await runtime.database.query('select message from incident where key between $1 and $1 + 16777215', [created.stream]);
  expect(incident).toEqual({ message: 'Expected less, but there is more' });
});

