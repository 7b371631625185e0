/** A worker dies, or stands still until its lease is over: the job is taken by another soon after, and is done once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimJobs } from '../runtime/job/claim-jobs.ts';
import type { Database } from '../runtime/port/database.ts';
import { databases } from '../test/harness/databases.ts';
import { servicesProcess } from '../test/workers/models.ts';
import { openWorkplace, type Workplace } from '../test/workers/workplace.ts';

describe.each(databases)('a lost lease on $kind', ({ kind, open }) => {
  let database: Database;
  let here: Workplace;

  beforeAll(async () => {
    database = await open();
    here = await openWorkplace(database, kind === 'Postgres' ? process.env['REDIS_URL'] : undefined);
    await here.queue.ready;
    for (const type of ['deadly', 'slow']) await here.deploy(`${type}.bpmn`, servicesProcess(type, [{ id: 'only', type }]));
  });
  beforeEach(() => void here.errors.splice(0));
  afterEach(() => here.rest());
  afterAll(async () => {
    await here.close();
    await database.close();
  });

  /** As a worker does that is killed right after: nobody extends the lease. */
  const claimAndDie = async (type: string, leaseMs: number): Promise<number> => {
    const key = await here.start(type);
    const [job] = await claimJobs(database, { type, worker: 'dead', max: 1, timeoutMs: leaseMs, now: here.runtime.clock.now() });
    expect(job?.caseKey).toBe(key);
    return Number(key);
  };

  it('is found at the next look after its end', async () => {
    const leaseMs = 1_200;
    const from = performance.now();
    const key = await claimAndDie('deadly', leaseMs);
    here.work((registry) => registry.register('deadly', () => undefined), { reconcileEveryMs: 300 });

    await here.ended(BigInt(key));

    expect(performance.now() - from).toBeGreaterThan(leaseMs - 50);
    expect(performance.now() - from).toBeLessThan(leaseMs + 300 + 8_000); // far less on a machine with nothing else to do
  });

  /** The lease of the only running job is over and another worker has it, without the first knowing. */
  const steal = async (key: bigint): Promise<void> => {
    await database.query(`update job set available_at = now() - interval '1 second', lease = null where key between $1 and $1 + 16777215`, [key]);
    expect(await claimJobs(database, { type: 'slow', worker: 'thief', max: 1, timeoutMs: 60_000, now: here.runtime.clock.now() })).toHaveLength(1);
  };

  const finish = async (key: bigint, variables: { readonly [name: string]: string }) => {
    const [job] = await database.query<{ key: bigint; lease: string }>('select key, lease from job where key between $1 and $1 + 16777215', [key]);
    return here.runtime.pipeline.submit({
      kind: 'command', stream: key, id: `job:${job?.key}:${job?.lease}:CompleteJob`, actor: { id: 'thief', kind: 'client', method: 'none' },
      command: { type: 'CompleteJob', job: Number((job?.key ?? 0n) & 0xff_ffffn), variables },
    });
  };

  it.each(['the other', 'the first'])('lets one of two completions take effect: %s one comes first', async (first) => {
    let letGo = (): void => undefined;
    let started = (): void => undefined;
    const hasStarted = new Promise<void>((resolve) => (started = resolve));
    here.work((registry) => registry.register('slow', async () => {
      started();
      await new Promise<void>((resolve) => (letGo = resolve));
      return { by: 'the first' };
    }), { leaseMs: 60_000 });
    const key = await here.start('slow');
    await hasStarted;
    await steal(key);

    if (first === 'the first') {
      letGo();
      await here.ended(key);
    }
    const other = await finish(key, { by: 'the other' });
    letGo();

    expect(other.kind).toBe(first === 'the first' ? 'rejected' : 'accepted');
    await here.rest();
    const events = await here.ended(key);
    expect(events.filter(({ type }) => type === 'JobCompleted')).toHaveLength(1);
    expect(events.findLast((event) => event.type === 'VariableSet')).toMatchObject({ name: 'by', value: first });
    expect(here.errors).toEqual([]);
  });
});
