/** What begins cases from outside, on a real database, in two processes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleStreamOf } from '../../engine/schedule/index.ts';
import { signalStreamOf } from '../../engine/signal/index.ts';
import { definitions, end, flows, message, node, timer, user } from '../../test/case/bpmn-xml.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { casesOf, dyingAfter, openIn, order, settle as settleAll, stateOf, test, variableOf } from '../../test/runtime/between-streams.ts';
import { accepted, deployModel, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import { fireTimers } from '../../workers/timers.ts';
import { compareProjections } from '../projection/compare.ts';
import { dueTimers } from '../reconcile/due-work.ts';
import { rebuildProjections } from '../projection/rebuild.ts';
import { judgeStream } from '../verdict/judge-stream.ts';
import type { Runtime } from '../runtime.ts';

const begins = (id: string, definition: string, roots = '', task = 'work'): string =>
  definitions(`<bpmn:process id="${id}" isExecutable="true">${node('startEvent', 'begin', { content: definition })}${user(task)}${end()}${flows(`begin -> ${task} -> end`)}</bpmn:process>${roots}`);
const byMessage = (id: string, name: string, task?: string): string => begins(id, message('m'), `<bpmn:message id="m" name="${name}"/>`, task);
const bySignal = (id: string, name: string): string => begins(id, '<bpmn:signalEventDefinition signalRef="s"/>', `<bpmn:signal id="s" name="${name}"/>`);
const byTimer = (id: string, type: Parameters<typeof timer>[0], text: string, task?: string): string => begins(id, timer(type, text), '', task);

class SetClock {
  at = Date.parse('2031-01-01T00:00:00Z');
  now(): number {
    return this.at;
  }
}

const clock = new SetClock();
let database: TestDatabase;
let one: Runtime;
let two: Runtime;
beforeAll(async () => {
  database = await createTestDatabase();
  one = await openRuntimeOn(database.url, { clock });
  two = await openRuntimeOn(database.url, { clock });
});
afterAll(async () => {
  await one.close();
  await two.close();
  await database.drop();
});

const settle = (): Promise<void> => settleAll(one, two);
const complete = async (stream: bigint): Promise<void> => {
  accepted(await order(two, stream, { type: 'CompleteUserTask', task: await openIn(one, 'user_task', stream), variables: {} }));
  await settle();
};
const valuesOf = async (id: string, name = 'n'): Promise<unknown[]> => Promise.all((await casesOf(one, id)).map((stream) => variableOf(one, stream, name)));
const isVerified = async (stream: bigint): Promise<unknown> => {
  const verdict = await judgeStream({ database: one.database, kinds: one.kinds, log: one.log }, stream);
  return verdict?.verified === true && verdict.projections?.verdict === 'equal';
};

describe('a message', () => {
  it('starts a case with its variables, in whichever process it is published', async () => {
    await deployModel(one, 'order.bpmn', byMessage('order', 'ordered'));
    accepted(await publishMessage(two, '', { name: 'ordered', variables: { n: 1 }, timeToLiveMs: 0 }));
    accepted(await publishMessage(one, '', { name: 'ordered', variables: { n: 2 }, timeToLiveMs: 0 }));
    await settle();
    expect((await valuesOf('order')).toSorted()).toEqual([1, 2]);
    for (const stream of await casesOf(one, 'order')) expect([await stateOf(one, stream), await isVerified(stream)]).toEqual(['ACTIVE', true]);
  });

  it('with a correlation key has one case at a time, others wait their turn as long as they live', async () => {
    await deployModel(one, 'claim.bpmn', byMessage('claim', 'claimed'));
    for (const n of [1, 2, 3]) accepted(await publishMessage(n === 2 ? two : one, 'k', { name: 'claimed', variables: { n }, timeToLiveMs: n === 3 ? 0 : 60_000 }));
    accepted(await publishMessage(one, 'other', { name: 'claimed', variables: { n: 4 } }));
    await settle();
    expect((await valuesOf('claim')).toSorted()).toEqual([1, 4]);
    await complete((await casesOf(one, 'claim'))[0] ?? 0n);
    expect((await valuesOf('claim')).toSorted()).toEqual([1, 2, 4]);
    for (const stream of await casesOf(one, 'claim')) if ((await stateOf(one, stream)) === 'ACTIVE') await complete(stream);
    expect((await valuesOf('claim')).toSorted()).toEqual([1, 2, 4]);
  });

  it('starts the version that is the latest, and nothing when the latest begins otherwise', async () => {
    await deployModel(one, 'change.bpmn', byMessage('change', 'changed', 'first'));
    accepted(await publishMessage(two, '', { name: 'changed' }));
    await deployModel(one, 'change.bpmn', byMessage('change', 'changed', 'second'));
    accepted(await publishMessage(two, '', { name: 'changed' }));
    await deployModel(one, 'change.bpmn', byMessage('change', 'renamed', 'third'));
    accepted(await publishMessage(two, '', { name: 'changed' }));
    await settle();
    const tasks = await one.database.query(`select t.element_id from user_task t join process_instance i on i.key = (t.key >> 24) << 24
      join process_definition d on d.key = i.definition_key where d.id = 'change' order by t.key`);
    expect(tasks).toEqual([{ element_id: 'first' }, { element_id: 'second' }]);
  });

  it('starts its case once, whoever dies between the two', async () => {
    await deployModel(one, 'fragile.bpmn', byMessage('fragile', 'broke'));
    accepted(await dyingAfter(one, () => publishMessage(one, 'k', { name: 'broke', variables: { n: 1 } })));
    expect(await casesOf(two, 'fragile')).toEqual([]);
    accepted(await publishMessage(two, 'k', { name: 'broke', variables: { n: 2 } }));
    await settleAll(two);
    expect(await valuesOf('fragile')).toEqual([1]);
    const [stream = 0n] = await casesOf(one, 'fragile');
    accepted(await dyingAfter(two, () => order(two, stream, { type: 'CancelCase' })));
    expect(await valuesOf('fragile')).toEqual([1]);
    await settle();
    expect(await valuesOf('fragile')).toEqual([1, 2]);
  });
});

describe('a signal', () => {
  it('starts a case of each process that begins with it', async () => {
    await deployModel(one, 'a.bpmn', bySignal('alarm-a', 'alarm'));
    await deployModel(one, 'b.bpmn', bySignal('alarm-b', 'alarm'));
    accepted(await two.pipeline.submit({ kind: 'command', id: randomUUID(), actor: test, waits: true, stream: signalStreamOf('alarm'), command: { type: 'BroadcastSignal', name: 'alarm', variables: { n: 7 } } }));
    await settle();
    expect([await valuesOf('alarm-a'), await valuesOf('alarm-b')]).toEqual([[7], [7]]);
    expect(await isVerified(signalStreamOf('alarm'))).toBe(true);
  });
});

describe('a timer', () => {
  const due = () => dueTimers(one.database, clock.at, 100);
  const wake = { wake: () => undefined };
  const fire = async (runtime = one): Promise<void> => {
    await fireTimers(runtime, wake, (await due()).map(({ key }) => key));
    await settle();
  };
  const later = async (ms: number): Promise<void> => {
    clock.at += ms;
    await fire();
  };

  it('makes as many cases as its cycle says, each at its time', async () => {
    await deployModel(one, 'daily.bpmn', byTimer('daily', 'timeCycle', 'R3/PT1H'));
    expect(await due()).toEqual([]);
    for (const made of [1, 2, 3, 3]) {
      await later(3_600_000);
      expect(await casesOf(one, 'daily')).toHaveLength(made);
    }
    expect(await isVerified(scheduleStreamOf('daily'))).toBe(true);
  });

  it('fires once for all that it has missed, and goes on', async () => {
    await deployModel(one, 'missed.bpmn', byTimer('missed', 'timeCycle', 'R/PT1H'));
    await later(10 * 3_600_000);
    expect(await casesOf(one, 'missed')).toHaveLength(1);
    await later(3_600_000);
    expect(await casesOf(one, 'missed')).toHaveLength(2);
    await deployModel(one, 'missed.bpmn', byTimer('missed', 'timeDate', '2040-01-01T00:00:00Z'));
  });

  it('is replaced by those of a new version, and goes with a version that has none', async () => {
    const timers = () => one.database.query(`select s.due_at, d.version from start_timer s join process_definition d on d.key = s.definition_key where d.id = 'replaced'`);
    await deployModel(one, 'replaced.bpmn', byTimer('replaced', 'timeDate', '2035-01-01T00:00:00Z'));
    await deployModel(two, 'replaced.bpmn', byTimer('replaced', 'timeDate', '=date and time("2036-01-01T00:00:00Z")', 'other'));
    expect(await timers()).toEqual([{ due_at: '2036-01-01T00:00:00.000Z', version: 2 }]);
    await deployModel(one, 'replaced.bpmn', byMessage('replaced', 'replaced'));
    expect(await timers()).toEqual([]);
  });

  it('fires once, whoever dies and however many try', async () => {
    await deployModel(one, 'once.bpmn', byTimer('once', 'timeDuration', 'PT5M'));
    clock.at += 300_000;
    const [timerDue] = await due();
    const key = timerDue?.key ?? 0n;
    await dyingAfter(one, () => one.pipeline.submit({ kind: 'command', id: `timer:${key}`, actor: test, stream: (key >> 24n) << 24n, command: { type: 'FireStartTimer', timer: Number(key & 0xff_ffffn) } }));
    expect(await casesOf(two, 'once')).toEqual([]);
    await Promise.all([fireTimers(one, wake, [key]), fireTimers(two, wake, [key])]);
    await settle();
    expect(await casesOf(one, 'once')).toHaveLength(1);
  });

  it('that cannot be understood refuses the deployment with its element', async () => {
    const refused = await one.deploy([{ name: 'odd.bpmn', content: byTimer('odd', 'timeCycle', '="often"') }], { id: randomUUID(), actor: test });
    expect(refused).toMatchObject({ kind: 'rejected', code: 'INVALID_ARGUMENT', message: expect.stringContaining(`Expected to wait for start event 'begin' of 'odd' in 'odd.bpmn', but it cannot be: Expected the timer cycle to be an ISO 8601 cycle`) as string });
  });

  it('is rebuilt with everything else that lets cases begin', async () => {
    await deployModel(one, 'rebuilt.bpmn', byTimer('rebuilt', 'timeDate', '2037-01-01T00:00:00Z'));
    const rows = () => Promise.all(['start_timer order by key', 'definition_start order by definition_key, place'].map((table) => one.database.query(`select * from ${table}`)));
    const before = await rows();
    await rebuildProjections(one.database, one.kinds);
    expect(await rows()).toEqual(before);
    expect(before[0]?.length).toBeGreaterThan(1);
    expect(await compareProjections(one.database, one.kinds)).toMatchObject({ verdict: 'equal' });
  });
});
