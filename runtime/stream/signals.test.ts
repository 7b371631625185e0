import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signalStreamOf } from '../../engine/signal/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { script } from '../../test/case/script-dialect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { runsOf } from '../../test/harness/runs.ts';
import { accepted, command, createCase, lastOf } from '../../test/runtime/open-test-runtime.ts';
import { deployScripts, openScripted } from '../../test/runtime/scripted.ts';
import { rebuildProjections } from '../projection/rebuild.ts';
import type { Runtime } from '../runtime.ts';
import { judgeStream } from '../verdict/judge-stream.ts';

const scripts = {
  waits: script({ signal: 'alarm' }),
  stays: script({ signal: 'alarm', stays: true }),
  throws: script({ throw: 'alarm', variables: { from: 'case' } }, { signal: 'alarm' }),
  waitsTwice: script({ signal: 'alarm' }, { signal: 'alarm' }),
};

let test: TestDatabase;
let one: Runtime;
let two: Runtime;
beforeAll(async () => {
  test = await createTestDatabase();
  one = await openScripted(test.url, scripts);
  two = await openScripted(test.url, scripts);
  await deployScripts(one, ...Object.keys(scripts));
});
afterAll(async () => {
  await one.close();
  await two.close();
  await test.drop();
});

const settle = async (): Promise<void> => {
  for (let rows: { target: bigint }[] = [{ target: 0n }]; rows.length > 0; ) {
    rows = await one.database.query<{ target: bigint }>('select distinct target from inbox');
    await one.pipeline.drain(rows.map((row) => row.target));
    await Promise.all([one.pipeline.settled(), two.pipeline.settled()]);
  }
};

const broadcast = async (runtime: Runtime, variables: JsonObject = {}, name = 'alarm') =>
  accepted(await runtime.pipeline.submit({
    kind: 'command', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, waits: true, stream: signalStreamOf(name),
    command: { type: 'BroadcastSignal', name, variables },
  }));

const stateOf = async (stream: bigint): Promise<string> =>
  (await one.database.query<{ state: string }>('select state from process_instance where key = $1', [stream]))[0]?.state ?? '';
const variableOf = async (stream: bigint, name: string): Promise<unknown> =>
  JSON.parse((await one.database.query<{ value: string }>('select value from variable where scope_key = $1 and name = $2', [stream, name]))[0]?.value ?? 'null');

describe('a signal', () => {
  it('is caught by all who wait, in any process, and by none who come later', async () => {
    const waiting = await Promise.all([createCase(one, 'waits'), createCase(two, 'waits')]);
    await settle();
    await broadcast(two, { level: 3 });
    await settle();
    const late = await createCase(one, 'waits');
    await settle();
    for (const { stream } of waiting) expect([await stateOf(stream), await variableOf(stream, 'level')]).toEqual(['COMPLETED', 3]);
    expect(await stateOf(late.stream)).toBe('ACTIVE');
    await command(one, late.stream, { type: 'CancelCase' });
  });

  it('that a case throws reaches other cases, and not what the case begins to wait for afterwards', async () => {
    const other = await createCase(two, 'waits');
    await settle();
    const { stream } = await createCase(one, 'throws');
    await settle();
    expect([await stateOf(other.stream), await variableOf(other.stream, 'from'), await stateOf(stream)]).toEqual(['COMPLETED', 'case', 'ACTIVE']);
    await broadcast(one);
    await settle();
    expect(await stateOf(stream)).toBe('COMPLETED');
  });

  it('is caught again and again by what stays, and once by each subscription', async () => {
    const [stays, twice] = [await createCase(one, 'stays'), await createCase(one, 'waitsTwice')];
    await settle();
    await broadcast(one, { n: 1 });
    await settle();
    expect([await variableOf(stays.stream, 'n'), await stateOf(twice.stream)]).toEqual([1, 'ACTIVE']);
    await broadcast(two, { n: 2 });
    await settle();
    expect([await variableOf(stays.stream, 'n'), await stateOf(stays.stream), await stateOf(twice.stream)]).toEqual([2, 'ACTIVE', 'COMPLETED']);
    await command(one, stays.stream, { type: 'CancelCase' });
  });

  it('finds nobody whose case was cancelled, and the stream forgets who does not wait', async () => {
    const { stream } = await createCase(one, 'waits');
    await settle();
    accepted(await command(one, stream, { type: 'CancelCase' }));
    await settle();
    const { events } = await broadcast(one);
    expect(events).toMatchObject([{ type: 'SignalBroadcast' }, { type: 'SignalTold', subscriptions: [], isLast: true }]);
  });

  it('has a stream that is read again, verified and rebuilt', async () => {
    one.pipeline.evictAll();
    const { stream } = await createCase(one, 'waits');
    await settle();
    await broadcast(two, { again: true });
    await settle();
    expect(await stateOf(stream)).toBe('COMPLETED');
    expect(await judgeStream({ database: one.database, kinds: one.kinds, log: one.log }, signalStreamOf('alarm')))
      .toMatchObject({ kind: 'signals', verified: true, snapshot: 'equal', projections: { verdict: 'equal' } });
    expect(await rebuildProjections(one.database, one.kinds)).toBeGreaterThan(10);
  }, 60_000);

  const size = runsOf(1_100, 10_000);
  it(`reaches ${size} cases that wait, a portion at a time`, async () => {
    const cases = await Promise.all(Array.from({ length: size }, () => createCase(one, 'waits')));
    await settle();
    const told = lastOf(await broadcast(one, { all: true }), 'SignalTold' as never) as unknown as { subscriptions: readonly number[]; isLast: boolean };
    expect([told.subscriptions.length, told.isLast]).toEqual([1_000, false]);
    await settle();
    const [done] = await one.database.query<{ n: bigint }>(`select count(*) n from process_instance where state = 'COMPLETED' and key = any($1::text::int8[])`, [`{${cases.map(({ stream }) => stream).join(',')}}`]);
    expect(done?.n).toBe(BigInt(size));
    expect(await one.database.query('select count(*) n from inbox')).toEqual([{ n: 0n }]);
  }, 120_000);
});
