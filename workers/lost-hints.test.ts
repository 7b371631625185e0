import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { startRedis, type PrivateServer } from '../test/harness/servers.ts';
import { caseSteps } from '../test/workers/case-steps.ts';
import { messageProcess, servicesProcess, timerProcess } from '../test/workers/models.ts';
import { openWorkplace, type Workplace } from '../test/workers/workplace.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { openQueue } from '../runtime/queue/open-queue.ts';
import type { HandlerRegistry } from './registry.ts';

/** Redis is ours here: it is emptied, ended and started again. */
describe('when Redis loses everything', () => {
  let redis: PrivateServer;
  let postgres: TestDatabase;
  const places: Workplace[] = [];

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), createTestDatabase()]);
  });
  afterEach(async () => {
    await Promise.all(places.splice(0).map(async (place) => {
      await place.close();
      await place.database.close();
    }));
  });
  afterAll(async () => {
    await redis.stop();
    await postgres.drop();
  });

  /** Another process, as far as Postgres and Redis can tell. */
  const open = async (): Promise<Workplace> => {
    const place = await openWorkplace(await openPostgres({ url: postgres.url, connections: 4 }), redis.url, { localStarts: false });
    places.push(place);
    return place;
  };
  const flush = async (): Promise<void> => {
    const client = new Redis(redis.url);
    client.on('error', () => undefined);
    await client.flushall();
    client.disconnect();
  };
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  /** Handlers `step.one` and `step.two`, counting how often each job was run. */
  const steps = (runs: Map<string, number>) => (registry: HandlerRegistry): void => {
    for (const type of ['step.one', 'step.two'])
      registry.register(type, async ({ key }) => {
        runs.set(key, (runs.get(key) ?? 0) + 1);
        await pause(5);
      });
  };

  it('empties Redis again and again while 200 cases run: all end, each job is done once in the journal', async () => {
    const [server, one, two] = [await open(), await open(), await open()];
    await server.deploy('steps.bpmn', servicesProcess('steps', [{ id: 'one', type: 'step.one' }, { id: 'two', type: 'step.two' }]));
    await server.deploy('pause.bpmn', timerProcess('pause'));
    await server.deploy('arrival.bpmn', messageProcess('arrival'));
    const runs = new Map<string, number>();
    one.work(steps(runs));
    two.work(steps(runs));
    await pause(200); // until the server has heard who handles what
    const cases: bigint[] = [];
    for (let round = 0; round < 10; round += 1) {
      const started = await Promise.all(Array.from({ length: 16 }, () => server.start('steps')));
      const timers = await Promise.all(Array.from({ length: 4 }, () => server.start('pause', { pause: 'PT0.1S' })));
      cases.push(...started, ...timers);
      await flush();
    }
    const emptied = performance.now();

    for (const key of cases) await server.ended(key);

    expect(performance.now() - emptied).toBeLessThan(10_000);
    for (const key of cases) {
      const events = (await caseSteps(server.database, key)).flatMap((step) => step.events);
      const done = events.flatMap((event) => (event.type === 'JobCompleted' ? [event.ordinal] : []));
      expect(new Set(done).size).toBe(done.length);
    }
  }, 60_000);

  it('goes on by itself after Redis was away, and commands are taken meanwhile', async () => {
    const [server, worker] = [await open(), await open()];
    await server.deploy('steps.bpmn', servicesProcess('steps', [{ id: 'one', type: 'step.one' }, { id: 'two', type: 'step.two' }]));
    worker.work(steps(new Map()), { reconcileEveryMs: 1_000 });
    await pause(200);
    await redis.kill9();
    const during = await Promise.all(Array.from({ length: 20 }, () => server.start('steps')));
    await pause(1_500);

    await redis.start();

    const back = performance.now();
    for (const key of during) await server.ended(key);
    expect(performance.now() - back).toBeLessThan(10_000);
    await server.ended(await server.start('steps'));
  }, 60_000);

  it('closes in time while Redis is away', async () => {
    const place = await open();
    place.work(steps(new Map()));
    await pause(200);
    await redis.kill9();
    try {
      const closing = performance.now();
      await place.close();
      expect(performance.now() - closing).toBeLessThan(8_000);
    } finally {
      await redis.start();
    }
    places.splice(0);
    await place.database.close();
  }, 30_000);

  it('leaves nothing in Redis but the queues themselves', async () => {
    await flush();
    const place = await open();
    await place.deploy('steps.bpmn', servicesProcess('steps', [{ id: 'one', type: 'step.one' }, { id: 'two', type: 'step.two' }]));
    place.work(steps(new Map()));
    await Promise.all(Array.from({ length: 300 }, async () => place.ended(await place.start('steps'))));
    const client = new Redis(redis.url);
    const others = async (): Promise<readonly string[]> => (await client.keys('*')).filter((key) => !/:(meta|id|events|marker|stalled-check|delayed|pc|sealing:seal-\d)$/.test(key));
    // Hints that are being worked on go when they are done; those for the sealer, which nobody works on here, are a few at most.
    await expect.poll(others, { timeout: 25_000 }).toEqual([]);
    client.disconnect();
  }, 30_000);

  it('refuses a Redis that may evict keys', async () => {
    const evicting = await startRedis({ settings: { 'maxmemory-policy': 'allkeys-lru' } });
    try {
      await expect(openQueue({ redisUrl: evicting.url, namespace: 'evicting' })).rejects.toThrow(
        'Expected a Redis with maxmemory-policy noeviction, but it has allkeys-lru',
      );
    } finally {
      await evicting.stop();
    }
  });
});

describe('two workers on the same jobs', () => {
  it('each job is run once, even when every hint is given to both', async () => {
    const postgres = await createTestDatabase();
    const open = async (): Promise<Workplace> => openWorkplace(await openPostgres({ url: postgres.url, connections: 4 }), process.env['REDIS_URL'], { localStarts: false });
    const [one, two] = [await open(), await open()];
    const runs = new Map<string, number>();
    const register = (registry: HandlerRegistry): void =>
      void registry.register('contended', async ({ key }) => {
        runs.set(key, (runs.get(key) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      });
    await one.deploy('contended.bpmn', servicesProcess('contended', [{ id: 'call', type: 'contended' }]));
    one.work(register);
    two.work(register);
    const cases = await Promise.all(Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? one : two).start('contended')));
    const jobs = (await one.database.query<{ key: bigint }>('select key from job')).map((row) => row.key);
    for (const place of [one, two]) {
      place.queue.jobsLater('contended', jobs, Date.now());
      place.queue.drainJobs('contended');
    }

    for (const key of cases) await one.ended(key);

    expect(runs.size).toBe(300);
    expect([...runs.values()].filter((count) => count !== 1)).toEqual([]);
    const [journal] = await one.database.query<{ n: bigint }>(`select count(*) n from job where state = 'COMPLETED'`);
    expect(journal?.n).toBe(300n);
    for (const place of [one, two]) {
      await place.close();
      await place.database.close();
    }
    await postgres.drop();
  }, 60_000);
});
