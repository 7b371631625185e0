import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signalStreamOf } from '../../engine/signal/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { script } from '../../test/case/script-dialect.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { runsOf } from '../../test/harness/runs.ts';
import { settle as settleAll, stateOf, variableOf } from '../../test/runtime/between-streams.ts';
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

const settle = (): Promise<void> => settleAll(one, two);

const broadcast = async (runtime: Runtime, variables: JsonObject = {}, name = 'alarm') =>
  accepted(await runtime.pipeline.submit({
    kind: 'command', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, waits: true, stream: signalStreamOf(name),
    command: { type: 'BroadcastSignal', name, variables },
  }));

describe('a signal', () => {
  it('is caught by all who wait, in any process, and by none who come later', async () => {
    const waiting = await Promise.all([createCase(one, 'waits'), createCase(two, 'waits')]);
    await settle();
    await broadcast(two, { level: 3 });
    await settle();
    const late = await createCase(one, 'waits');
    await settle();
    for (const { stream } of waiting) expect([await stateOf(one, stream), await variableOf(one, stream, 'level')]).toEqual(['COMPLETED', 3]);
    expect(await stateOf(one, late.stream)).toBe('ACTIVE');
    await command(one, late.stream, { type: 'CancelCase' });
  });

  it('that a case throws reaches other cases, and not what the case begins to wait for afterwards', async () => {
    const other = await createCase(two, 'waits');
    await settle();
    const { stream } = await createCase(one, 'throws');
    await settle();
    expect([await stateOf(one, other.stream), await variableOf(one, other.stream, 'from'), await stateOf(one, stream)]).toEqual(['COMPLETED', 'case', 'ACTIVE']);
    await broadcast(one);
    await settle();
    expect(await stateOf(one, stream)).toBe('COMPLETED');
  });

  it('is caught again and again by what stays, and once by each subscription', async () => {
    const [stays, twice] = [await createCase(one, 'stays'), await createCase(one, 'waitsTwice')];
    await settle();
    await broadcast(one, { n: 1 });
    await settle();
    expect([await variableOf(one, stays.stream, 'n'), await stateOf(one, twice.stream)]).toEqual([1, 'ACTIVE']);
    await broadcast(two, { n: 2 });
    await settle();
    expect([await variableOf(one, stays.stream, 'n'), await stateOf(one, stays.stream), await stateOf(one, twice.stream)]).toEqual([2, 'ACTIVE', 'COMPLETED']);
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
    expect(await stateOf(one, stream)).toBe('COMPLETED');
    expect(await judgeStream({ database: one.database, kinds: one.kinds, log: one.log }, signalStreamOf('alarm')))
      .toMatchObject({ kind: 'signals', verified: true, projections: { verdict: 'equal' } });
    expect(await rebuildProjections(one.database, one.kinds)).toBeGreaterThan(5);
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
