import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { refusableProcess, servicesProcess } from '../test/workers/models.ts';
import { openWorkplace, type Workplace } from '../test/workers/workplace.ts';
import type { EventOf, EventType } from '../engine/case/index.ts';
import type { Event } from '../engine/case/index.ts';
import type { Database } from '../runtime/port/database.ts';

const all = <T extends EventType>(events: readonly Event[], type: T): EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type);

/** Where they are committed, or all through the queue. */
const ways = databases.flatMap((database) => [true, false].map((localStarts) => ({ ...database, localStarts })));

describe.each(ways)('service jobs on $kind, started where they are committed: $localStarts', ({ kind, open, localStarts }) => {
  let database: Database;
  let here: Workplace;
  /** Redis beside Postgres, BullMQ's Postgres backend beside PGlite: as the product runs. */
  const redisUrl = (): string | undefined => (kind === 'Postgres' ? process.env['REDIS_URL'] : undefined);

  beforeAll(async () => {
    database = await open();
    here = await openWorkplace(database, redisUrl(), { localStarts });
    await here.queue.ready;
  });
  beforeEach(() => void here.errors.splice(0));
  afterEach(() => here.rest());
  afterAll(async () => {
    await here.close();
    await database.close();
  });

  it('runs the handlers of a case one after the other, and their results become variables', async () => {
    await here.deploy('pay.bpmn', servicesProcess('pay', [{ id: 'charge', type: 'charge', headers: { via: 'bank' } }, { id: 'thank', type: 'thank' }]));
    const seen: unknown[] = [];
    here.work((registry) => registry
      .register('charge', async ({ headers, variables, elementId, retries, key, idempotencyKey }) => {
        seen.push({ headers, variables, elementId, retries, stable: key === idempotencyKey });
        return { paid: true, at: new Date(0), nothing: undefined };
      })
      .register('thank', ({ variables }) => void seen.push(variables)));

    const events = await here.ended(await here.start('pay', { amount: 12 }));

    expect(seen).toEqual([
      { headers: { via: 'bank' }, variables: { amount: 12 }, elementId: 'charge', retries: 3, stable: true },
      { amount: 12, paid: true, at: '1970-01-01T00:00:00.000Z' },
    ]);
    expect(all(events, 'JobCompleted')).toHaveLength(2);
    expect(here.errors).toEqual([]);
  });

  it('tries a failed job again after its back-off, and makes an incident when the retries are used up', async () => {
    await here.deploy('flaky.bpmn', servicesProcess('flaky', [{ id: 'call', type: 'flaky', retries: 2, headers: { retryBackoff: 'PT0.3S' } }]));
    const tries: number[] = [];
    here.work((registry) => registry.register('flaky', () => {
      tries.push(Date.now());
      throw new Error(`no answer ${tries.length}`);
    }), { reconcileEveryMs: 600_000 });

    const key = await here.start('flaky');
    const events = await here.until(key, (soFar) => soFar.some((event) => event.type === 'IncidentCreated'));

    expect(all(events, 'JobFailed').map(({ retries, message }) => ({ retries, message }))).toEqual([
      { retries: 1, message: 'no answer 1' },
      { retries: 0, message: 'no answer 2' },
    ]);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThanOrEqual(295);
    expect(all(events, 'IncidentCreated')[0]).toMatchObject({ errorType: 'jobNoRetries', message: 'no answer 2' });
  });

  it('goes on when an operator gives retries and resolves the incident', async () => {
    await here.deploy('stuck.bpmn', servicesProcess('stuck', [{ id: 'call', type: 'stuck', retries: 1 }]));
    let broken = true;
    here.work((registry) => registry.register('stuck', () => {
      if (broken) throw new Error('broken');
    }));
    const key = await here.start('stuck');
    const events = await here.until(key, (soFar) => soFar.some((event) => event.type === 'IncidentCreated'));
    broken = false;
    const [incident] = all(events, 'IncidentCreated');
    const order = { kind: 'command', stream: key, actor: { id: 'operator', kind: 'client', method: 'none' } } as const;

    await here.runtime.pipeline.submit({ ...order, id: 'retries', command: { type: 'UpdateJob', job: incident?.job ?? 0, retries: 1 } });
    await here.runtime.pipeline.submit({ ...order, id: 'resolve', command: { type: 'ResolveIncident', incident: incident?.ordinal ?? 0 } });

    expect(all(await here.ended(key), 'JobCompleted')).toHaveLength(1);
  });

  it('leads a BPMN error to the boundary event that catches it, with its variables', async () => {
    await here.deploy('ask.bpmn', refusableProcess('ask', 'ask'));
    here.work((registry) => registry.register('ask', (job) => {
      throw job.bpmnError('REFUSED', 'too much', { limit: 100 });
    }));

    const events = await here.ended(await here.start('ask'));

    expect(all(events, 'JobErrorThrown')).toMatchObject([{ errorCode: 'REFUSED', message: 'too much', caught: true }]);
    expect(all(events, 'ElementActivated').map(({ element }) => element)).toContain('refused');
    expect(all(events, 'VariableSet')).toMatchObject([{ name: 'limit', value: 100 }]);
  });

  it('fails a job whose handler gives back something other than variables', async () => {
    await here.deploy('odd.bpmn', servicesProcess('odd', [{ id: 'call', type: 'odd', retries: 1 }]));
    here.work((registry) => registry.register('odd', (() => [1, 2]) as never));

    const key = await here.start('odd');
    const events = await here.until(key, (soFar) => soFar.some((event) => event.type === 'IncidentCreated'));

    expect(all(events, 'JobFailed')[0]?.message).toBe('Expected a handler to give an object of variables, but it gave a list');
  });

  it('keeps the lease of a handler that runs for longer than it', async () => {
    await here.deploy('slow.bpmn', servicesProcess('slow', [{ id: 'call', type: 'slow' }]));
    let calls = 0;
    here.work((registry) => registry.register('slow', async ({ signal }) => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return { aborted: signal.aborted };
    }), { leaseMs: 400, reconcileEveryMs: 200 });

    const events = await here.ended(await here.start('slow'));

    expect(calls).toBe(1);
    expect(all(events, 'VariableSet')).toMatchObject([{ value: false }]);
  });

  it('leaves jobs of other types to the outside and tells who waits for them', async () => {
    await here.deploy('outside.bpmn', servicesProcess('outside', [{ id: 'call', type: 'outside' }]));
    here.work((registry) => registry.register('inside', () => undefined));
    const heard = new Promise<void>((resolve) => here.queue.signal.onWork('outside', resolve));

    await here.start('outside');

    await heard;
    expect(here.queue.handles('outside')).toBe(false);
    expect(here.queue.handles('inside')).toBe(true);
  });

  it('gives back the jobs of handlers that do not finish while the workers stop', async () => {
    await here.deploy('long.bpmn', servicesProcess('long', [{ id: 'call', type: 'long' }]));
    let aborted = false;
    const started = new Promise<void>((resolve) => {
      here.work((registry) => registry.register('long', ({ signal }) => {
        resolve();
        return new Promise((_, reject) => signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('stopped'));
        }));
      }));
    });
    const key = await here.start('long');
    await started;
    await here.close();
    here = await openWorkplace(database, redisUrl(), { localStarts });
    await here.queue.ready;

    here.work((registry) => registry.register('long', () => undefined));

    const events = await here.ended(key);
    expect(aborted).toBe(true);
    expect(all(events, 'JobFailed')).toEqual([]);
  });
});
