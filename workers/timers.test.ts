import { expireMessages } from '../runtime/reconcile/expire-messages.ts';
import { publishMessage } from '../test/runtime/open-test-runtime.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { messageProcess, timerProcess } from '../test/workers/models.ts';
import { caseSteps } from '../test/workers/case-steps.ts';
import { openWorkplace, type Workplace } from '../test/workers/workplace.ts';
import type { Database } from '../runtime/port/database.ts';
import { engineVersions } from '../engine/stream/index.ts';
import { snapshotOf } from '../engine/journal/index.ts';
import { caseStateAt } from '../runtime/query/case-state.ts';
import { dueTimers } from '../runtime/reconcile/due-work.ts';
import { sha256 } from '../runtime/sha256.ts';
import { deleteExpired, idempotencyKeptMs } from '../runtime/reconcile/delete-expired.ts';

describe.each(databases)('timers, inboxes and maintenance on $kind', ({ kind, open }) => {
  let database: Database;
  let here: Workplace;
  const redisUrl = (): string | undefined => (kind === 'Postgres' ? process.env['REDIS_URL'] : undefined);

  beforeAll(async () => {
    database = await open();
    here = await openWorkplace(database, redisUrl());
    await here.queue.ready;
  });
  beforeEach(() => void here.errors.splice(0));
  afterEach(() => here.rest());
  afterAll(async () => {
    await here.close();
    await database.close();
  });

  const publish = (name: string, correlationKey: string, options: { timeToLiveMs?: number } = {}) =>
    publishMessage(here.runtime, correlationKey, { name, timeToLiveMs: options.timeToLiveMs ?? 0, variables: { came: true } });

  it('fires timers by their hints alone, and never before they are due', async () => {
    await here.deploy('wait.bpmn', timerProcess('wait'));
    here.work(() => undefined, { reconcileEveryMs: 600_000 });
    const pauses = ['PT0S', 'PT0.2S', 'PT0.4S', 'PT0.41S', 'PT0.8S'];

    const cases = await Promise.all(pauses.map((pause) => here.start('wait', { pause })));

    await Promise.all(cases.map((key) => here.ended(key)));
    for (const key of cases) {
      const [created, fired] = await caseSteps(database, key);
      const timer = created?.events.find((event) => event.type === 'TimerScheduled');
      expect(fired?.at).toBeGreaterThanOrEqual(timer?.due ?? Infinity);
    }
  });

  it('given a timer that its case refuses for good, then the case has an incident, and the timer is not fired again and again', async () => {
    await here.deploy('wait.bpmn', timerProcess('wait'));
    const key = await here.start('wait', { pause: 'PT0.2S' });
    // As after sixteen million things in the life of the case.
    const found = await caseStateAt(database, here.runtime.kinds, key);
    const [head] = await caseSteps(database, key);
    if (found === undefined || head === undefined) throw new Error('Expected a case');
    found.state.lastOrdinal = 0xff_ffff - 1_000;
    const carried = { log: here.runtime.log, zone: here.runtime.zone, definition: found.state.definition?.hash ?? null, versions: engineVersions };
    await database.query('insert into snapshot (stream, seq, state) values ($1, $2, $3)', [key, found.steps, snapshotOf('case', found.state, carried, sha256)]);
    here.runtime.pipeline.evictAll();
    here.work(() => undefined, { reconcileEveryMs: 200 });

    const events = await here.until(key, (soFar) => soFar.some((event) => event.type === 'IncidentCreated'));

    expect(events.at(-1)).toMatchObject({ type: 'IncidentCreated', instance: 0, message: expect.stringMatching(/^A timer could not fire: Expected at most \d+ things in the life of a case/) as string });
    expect(await dueTimers(database, Date.now() + 60_000, 10)).toEqual([]);
    const steps = (await caseSteps(database, key)).length;
    expect(steps).toBe(2);
  });

  it('makes an early hint again and overlooks timers that are gone', async () => {
    await here.deploy('wait.bpmn', timerProcess('wait'));
    const early = await here.start('wait', { pause: 'PT0.5S' });
    const gone = await here.start('wait', { pause: 'PT0.5S' });
    const timers = (await database.query<{ key: bigint }>('select key from timer where key > $1', [early])).map((row) => row.key);
    await here.runtime.pipeline.submit({ kind: 'command', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, stream: gone, command: { type: 'CancelCase' } });
    const workers = here.work(() => undefined);
    await workers.stop();
    const { fireTimers } = await import('./timers.ts');

    await fireTimers(here.runtime, here.queue.wake, timers);
    here.work(() => undefined, { reconcileEveryMs: 600_000 });

    await here.ended(early);
    expect(here.errors).toEqual([]);
  });

  it('finds timers of which no hint is left', async () => {
    await here.deploy('wait.bpmn', timerProcess('wait'));
    const key = await here.start('wait', { pause: 'PT0.3S' });
    await here.close();
    here = await openWorkplace(database, redisUrl());

    here.work(() => undefined, { reconcileEveryMs: 500 });

    const events = await here.ended(key);
    expect(events.filter((event) => event.type === 'TimerFired')).toHaveLength(1);
  });

  it('delivers a message from the inbox, and finds one that was left there', async () => {
    await here.deploy('arrival.bpmn', messageProcess('arrival'));
    const left = await here.start('arrival', { order: 'left' });
    await publish('arrived', 'left');
    here.work(() => undefined, { reconcileEveryMs: 500 });
    const key = await here.start('arrival', { order: 'prompt' });
    await publish('arrived', 'prompt');

    const events = await here.ended(key);
    expect(events.filter((event) => event.type === 'MessageCorrelated')).toHaveLength(1);
    await here.ended(left);
  });

  it('deletes messages and idempotency keys that have had their time, and no others', async () => {
    const now = Date.now();
    await publish('lonely', 'expired', { timeToLiveMs: 1 });
    // Whether it has expired is decided by the pipeline's clock, which no test sets.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await publish('lonely', 'kept', { timeToLiveMs: 60_000 });
    for (const [key, age] of [['old', idempotencyKeptMs + 1], ['young', idempotencyKeptMs - 60_000]] as const)
      await database.query('insert into idempotency (key, fingerprint, stream, created_at) values ($1, $2, 1, $3)', [key, 'f', new Date(now - age).toISOString()]);

    const deleted = await deleteExpired(database, now + 5_000);
    await expireMessages({ ...here.runtime, clock: { now: () => now + 5_000 } });

    expect(deleted.idempotencyKeys).toBe(1);
    const messages = await database.query<{ correlation_key: string }>(`select correlation_key from message where name = 'lonely'`);
    expect(messages.map((row) => row.correlation_key)).toEqual(['kept']);
    const keys = await database.query<{ key: string }>('select key from idempotency');
    expect(keys.map((row) => row.key)).toEqual(['young']);
  });

  it('runs maintenance by itself', async () => {
    await publish('lonely', 'expired', { timeToLiveMs: 1 });
    here.work(() => undefined);
    const patience = performance.now() + 10_000;
    const left = () => database.query(`select from message where correlation_key = 'expired'`);
    while ((await left()).length > 0 && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await left()).toEqual([]);
  });
});
