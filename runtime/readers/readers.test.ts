import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { required } from '../../engine/stream/shape.ts';
import type { Typed } from '../../engine/stream/index.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { messageProcess, taskProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import type { DefinitionLibrary } from '../library/definition-library.ts';
import type { Result } from '../pipeline/submission.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import { StreamKinds } from '../stream/stream-kinds.ts';
import type { AnyKind } from '../stream/stream-kind.ts';

/** The next release: the same, but for one more event, which a case emits when its variable `planted` is set. */
const nextRelease = (library: DefinitionLibrary): StreamKinds => {
  const now = new StreamKinds(library);
  const names = ['case', 'messages', 'signals', 'schedule', 'deployment', 'identity', 'access', 'checkpoints'];
  const [cases, ...others] = names.flatMap((name) => now.named(name) ?? []) as [AnyKind, ...AnyKind[]];
  const { decider } = cases;
  const planted: AnyKind = {
    ...cases,
    decider: {
      ...decider,
      shape: { ...decider.shape, events: { ...decider.shape.events, VariablePlanted: ['zzp', { ordinal: required }] } },
      decide: (context, order) => {
        const rejection = decider.decide(context, order);
        const { variables } = order as { readonly variables?: object };
        if (rejection === undefined && variables !== undefined && 'planted' in variables) context.draft.emit({ type: 'VariablePlanted', ordinal: 0 } as Typed);
        return rejection;
      },
      evolve: (state, event) => (event.type === 'VariablePlanted' ? undefined : decider.evolve(state, event)),
    },
  };
  return new StreamKinds(library, [planted, ...others]);
};

const setting = (runtime: Runtime, stream: bigint, name: string): Promise<Result> =>
  command(runtime, stream, { type: 'SetVariables', scope: 0, variables: { [name]: 1 }, local: true });

describe('releases side by side', () => {
  let database: TestDatabase;
  let owner: postgres.Sql;
  const opened: Runtime[] = [];
  const said: string[] = [];

  const open = async (release?: typeof nextRelease): Promise<Runtime> => {
    const runtime = await openRuntimeOn(database.applicationUrl, { onReaders: (sentence) => said.push(sentence), ...(release === undefined ? {} : { kindsOf: release }) });
    opened.push(runtime);
    return runtime;
  };
  const eventsOf = async (runtime: Runtime, stream: bigint): Promise<number> =>
    (await runtime.database.query('select seq from step where stream = $1', [stream])).length;

  beforeEach(async () => {
    database = await createTestDatabase();
    owner = postgres(database.url, { max: 1, onnotice: () => undefined });
  });
  afterEach(async () => {
    for (const runtime of opened.splice(0)) await runtime.close();
    await owner.end();
    await database.drop();
  });

  it('given an old process, then what is new waits until it has ended, and everything else goes on', async () => {
    const old = await open();
    await deployModel(old, 'task.bpmn', taskProcess('task'));
    const { stream } = await createCase(old, 'task');
    const next = await open(nextRelease);

    const refused = await setting(next, stream, 'planted');
    accepted(await setting(next, stream, 'ordinary'));
    accepted(await setting(old, stream, 'ordinary'));

    expect(refused).toMatchObject({ kind: 'rejected', code: 'RESOURCE_EXHAUSTED', message: expect.stringMatching(/^Expected to record 'VariablePlanted', but a process that runs an older release cannot read it yet \(.+\)\. Try again when it has ended$/) as string });
    expect(await eventsOf(old, stream)).toBe(3);
    expect(said.at(-1)).toMatch(/^What is new in this release is not written yet: /);

    await opened.shift()?.close();
    await next.readers.look();
    accepted(await setting(next, stream, 'planted'));
    expect(await eventsOf(next, stream)).toBe(4);
    expect(said.at(-1)).toBe('All processes read what this one writes');
  });

  it('given an old process that was killed, then it is waited for as long as its row is fresh', async () => {
    const old = await open();
    await deployModel(old, 'task.bpmn', taskProcess('task'));
    const { stream } = await createCase(old, 'task');
    const next = await open(nextRelease);
    expect((await setting(next, stream, 'planted')).kind).toBe('rejected');

    await owner`update process set heartbeat = clock_timestamp() - interval '31 seconds' where not ('VariablePlanted/1' = any(reads))`;
    await next.readers.look();
    accepted(await setting(next, stream, 'planted'));

    // It was not dead but stood still: what it does not know it passes over, and then takes no commands at all.
    expect(await setting(old, stream, 'ordinary')).toMatchObject({ kind: 'rejected', code: 'RESOURCE_EXHAUSTED', message: expect.stringContaining('a newer version of Acta has written') as string });
    await old.readers.look();
    expect(await setting(old, stream, 'ordinary')).toMatchObject({ kind: 'rejected', code: 'RESOURCE_EXHAUSTED', message: belowFloor });
  });

  it('given what is new was written, then an old process that begins is below the floor: it takes no commands and no mail, and says so', async () => {
    const next = await open(nextRelease);
    await deployModel(next, 'message.bpmn', messageProcess('message'));
    const { stream } = await createCase(next, 'message', { order: 'a' });
    accepted(await setting(next, stream, 'planted'));

    const old = await open();

    expect(old.readers.obstacle).toMatch(belowFloor);
    expect(said.at(-1)).toMatch(belowFloor);
    expect(await setting(old, stream, 'ordinary')).toMatchObject({ kind: 'rejected', code: 'RESOURCE_EXHAUSTED', message: belowFloor });
    const [waiting] = await owner`select count(*)::int4 n from inbox`;
    await old.pipeline.drain([stream]);
    expect((await owner`select count(*)::int4 n from inbox`)[0]).toEqual(waiting);
    accepted(await publishMessage(next, 'a'));
    // Nothing of an old one can lower the floor.
    await old.readers.look();
    await next.readers.look();
    expect(next.readers.obstacle).toBeUndefined();
    expect(next.readers.isHeldBack).toBeUndefined();
  });

  it('given mail that would cause what is new, then it stays until that may be written', async () => {
    const old = await open();
    await deployModel(old, 'message.bpmn', messageProcess('message'));
    const next = await open(nextRelease);
    const { stream } = await createCase(next, 'message', { order: 'a' });
    const mail = async (): Promise<number> => (await owner`select from inbox where target = ${String(stream)}`).length;
    const inboxes = async (): Promise<bigint[]> => (await next.database.query<{ target: bigint }>('select target from inbox')).map(({ target }) => target);
    await next.pipeline.drain(await inboxes());
    accepted(await publishMessage(next, 'a', { variables: { planted: 1 } }));
    await next.pipeline.drain(await inboxes());
    expect(await mail()).toBe(1);

    await opened.shift()?.close();
    await next.readers.look();
    await next.pipeline.drain(await inboxes());
    expect(await mail()).toBe(0);
    expect(await next.database.query('select state from process_instance where key = $1', [stream])).toEqual([{ state: 'COMPLETED' }]);
  });

  it('given processes of one release, then each begins with all that it can write, and its row goes with it', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    expect([one.readers.isHeldBack, two.readers.isHeldBack, one.readers.obstacle, two.readers.obstacle]).toEqual([undefined, undefined, undefined, undefined]);
    expect(await owner`select id from process`).toHaveLength(2);
    await opened.shift()?.close();
    expect(await owner`select id from process`).toHaveLength(1);
  });
});

const belowFloor = /^Expected a release that reads all that this journal may hold, but this one does not read VariablePlanted\/1\. Start the newer release$/;

it('given an embedded database, then nobody who was killed is waited for', async () => {
  const database = await createTestPglite();
  await database.query(`insert into process (id, version, reads) values ('killed', '0', '{record/2}')`);
  const runtime = await openRuntime({ database, kindsOf: nextRelease });
  expect(runtime.readers.isHeldBack).toBeUndefined();
  expect(await database.query('select id from process')).toHaveLength(1);
  await runtime.close();
  await database.close();
});
