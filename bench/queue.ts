/**
 * `npx tsx bench/queue.ts [seconds]`: what the queue costs by itself, without engine or database.
 * Wake-ups per second from `wake` to the worker's processor, and how long one takes alone, on Redis
 * and on the embedded queue. Bursts are as the pipeline makes them: keys of one batch.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openQueue } from '../runtime/queue/open-queue.ts';
import type { WorkQueue } from '../runtime/queue/work-queue.ts';
import { startRedis } from '../test/harness/servers.ts';

const seconds = Number(process.argv[2] ?? 3);
const jobType = 'bench';

interface Counter {
  seen: number;
}

const wake = (queue: WorkQueue, from: bigint, count: number): void => {
  const keys = Array.from({ length: count }, (_, index) => from + BigInt(index));
  queue.wake.wake({ jobs: new Map([[jobType, keys]]), timers: [], inbox: [] });
};

/** Bursts of `burst` keys, at most `ahead` of them under way. */
const throughput = async (queue: WorkQueue, counter: Counter, { burst, ahead }: { burst: number; ahead: number }): Promise<number> => {
  const began = performance.now();
  const before = counter.seen;
  let sent = 0n;
  while (performance.now() - began < seconds * 1000) {
    if (Number(sent) - (counter.seen - before) < burst * ahead) {
      wake(queue, sent, burst);
      sent += BigInt(burst);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ((counter.seen - before) * 1000) / (performance.now() - began);
};

const latency = async (queue: WorkQueue, counter: Counter): Promise<readonly number[]> => {
  const taken: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const before = counter.seen;
    const began = performance.now();
    wake(queue, BigInt(1_000_000 + round), 1);
    while (counter.seen === before) await delay(0);
    taken.push(performance.now() - began);
  }
  return taken.toSorted((a, b) => a - b);
};

const drained = async (counter: Counter): Promise<void> => {
  for (let before = -1; before !== counter.seen; await delay(200)) before = counter.seen;
};

const measure = async (name: string, redisUrl: string | undefined): Promise<void> => {
  const opening = performance.now();
  const queue = await openQueue({ redisUrl, namespace: 'bench', onError: (error) => void process.stderr.write(`${error.message}\n`) });
  await queue.ready;
  const opened = performance.now() - opening;
  const counter: Counter = { seen: 0 };
  const none = async (): Promise<void> => undefined;
  const workers = queue.startWorkers({
    jobTypes: [jobType],
    jobs: async (_type, keys) => {
      counter.seen += keys?.length ?? 0;
    },
    timers: none, inbox: none, maintenance: none,
  });
  await delay(500);
  const times = await latency(queue, counter);
  const rates: string[] = [];
  for (const burst of [1, 10, 100]) {
    const rate = await throughput(queue, counter, { burst, ahead: 4 });
    rates.push(`${rate.toFixed(0)}/s in bursts of ${burst}`);
    await drained(counter);
  }
  process.stdout.write(`${name}: opens in ${opened.toFixed(0)} ms; one alone p50 ${times[25]?.toFixed(1)} ms, p98 ${times[48]?.toFixed(1)} ms; wake-ups ${rates.join(', ')}\n`);
  await workers.stop();
  await queue.close();
};

const redis = await startRedis();
try {
  await measure('Redis', redis.url);
} finally {
  await redis.stop();
}
await measure('embedded (PGlite)', undefined);
