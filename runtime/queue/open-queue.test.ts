import { afterEach, describe, expect, it } from 'vitest';
import { openQueue } from './open-queue.ts';
import type { Processors, WorkQueue } from './work-queue.ts';

const opened: WorkQueue[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.close()));
});

const namespace = `test/${process.pid}`;
const open = async (redisUrl: string | undefined, name = namespace): Promise<WorkQueue> => {
  const queue = await openQueue({ redisUrl, namespace: name });
  opened.push(queue);
  return queue;
};

const processors = (changes: Partial<Processors>): Processors => {
  const nothing = async (): Promise<void> => undefined;
  return { jobTypes: [], jobs: nothing, timers: nothing, inbox: nothing, maintenance: nothing, ...changes };
};

const until = async (condition: () => boolean): Promise<void> => {
  const patience = performance.now() + 8_000;
  while (!condition()) {
    if (performance.now() > patience) throw new Error('Expected the condition to come true within 8 s, but it did not');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('queues of several processes on one Redis', () => {
  const redisUrl = (): string | undefined => process.env['REDIS_URL'];

  it('tell each other which job types have handlers, also those that come later', async () => {
    const [worker, before] = [await open(redisUrl()), await open(redisUrl())];
    const workers = worker.startWorkers(processors({ jobTypes: ['a:b', 'ü'] }));
    await until(() => before.handles('a:b') && before.handles('ü'));
    const after = await open(redisUrl());

    await until(() => after.handles('a:b'));

    expect(after.handles('other')).toBe(false);
    await workers.stop();
    expect(worker.handles('a:b')).toBe(false);
  });

  it('carry the keys of jobs to a worker of their type, timers when they are due, and inboxes', async () => {
    const [server, worker] = [await open(redisUrl()), await open(redisUrl())];
    const seen: string[] = [];
    worker.startWorkers(processors({
      jobTypes: ['a:b'],
      jobs: async (type, keys) => void seen.push(`${type} ${keys?.join(',') ?? 'all'}`),
      timers: async (keys) => void seen.push(`timers ${keys.join(',')} ${Date.now() >= due ? 'due' : 'early'}`),
      inbox: async (cases) => void seen.push(`inbox ${cases.join(',')}`),
      maintenance: async () => void seen.push('maintenance'),
    }));
    await until(() => server.handles('a:b'));
    const due = Date.now() + 300;

    server.wake.wake({ jobs: new Map([['a:b', [1n, 2n]]]), timers: [{ key: 3n, due }, { key: 99n, due: due + 3_600_000 }], inbox: [4n] });
    server.wake.wake({ jobs: new Map([['a:b', [2n, 1n << 60n]]]), timers: [], inbox: [4n] });
    await until(() => seen.length === 3);
    server.drainJobs('a:b');
    server.maintain();
    await until(() => seen.length === 5);

    expect(seen.toSorted()).toEqual([`a:b 1,2,${1n << 60n}`, 'a:b all', 'inbox 4', 'maintenance', 'timers 3 due']);
  });

  it('tell held requests of every process about jobs without a handler, and nothing after they stopped listening', async () => {
    const [one, two, stranger] = [await open(redisUrl()), await open(redisUrl()), await open(redisUrl(), `${namespace}/other`)];
    const heard: string[] = [];
    for (const [name, queue] of [['one', one], ['two', two], ['stranger', stranger]] as const) queue.signal.onWork('free', () => heard.push(name));
    const stop = one.signal.onWork('free', () => heard.push('stopped'));
    stop();
    await new Promise((resolve) => setTimeout(resolve, 100)); // until both have subscribed

    one.wake.wake({ jobs: new Map([['free', [1n]]]), timers: [], inbox: [] });
    await until(() => heard.includes('two'));

    expect(new Set(heard)).toEqual(new Set(['one', 'two']));
  });

  it('give a failed hint to nobody again, and go on with the next', async () => {
    const queue = await open(redisUrl());
    let calls = 0;
    const errors: string[] = [];
    const other = await openQueue({ redisUrl: redisUrl(), namespace: `${namespace}/fail`, onError: (error) => errors.push(error.message) });
    opened.push(other);
    other.startWorkers(processors({
      inbox: async () => {
        calls += 1;
        throw new Error('database away');
      },
    }));
    other.wake.wake({ jobs: new Map(), timers: [], inbox: [1n] });
    await until(() => calls === 1);
    other.wake.wake({ jobs: new Map(), timers: [], inbox: [1n] });
    await until(() => calls === 2);

    expect(errors).toEqual(['database away']); // told seldom
    expect(queue.kind).toBe('redis');
  });
});

describe('the embedded queue', () => {
  it('keeps hints until it has started, in the background', async () => {
    const queue = await open(undefined);
    let isReady = false;
    void queue.ready.then(() => (isReady = true));
    const seen: bigint[] = [];
    queue.startWorkers(processors({ jobTypes: ['a'], jobs: async (_type, keys) => void seen.push(...(keys ?? [])) }));
    queue.wake.wake({ jobs: new Map([['a', [7n]]]), timers: [], inbox: [] });
    queue.jobsLater('a', [8n], Date.now() + 100);
    await new Promise((resolve) => setImmediate(resolve));
    expect({ isReady, seen }).toEqual({ isReady: false, seen: [] });

    await queue.ready;

    await until(() => seen.length === 2);
    expect(seen).toEqual([7n, 8n]);
  }, 60_000);
});
