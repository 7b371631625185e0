/** BullMQ on Redis, through ioredis. A Redis that is away comes back by itself; nothing waits for it. */
import { Queue, Worker, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { isAway, type Reachability } from '../port/reachability.ts';
import { keepNothing, type Broadcast, type Hint, type QueueBackend } from './queue-backend.ts';

export interface RedisBackendOptions {
  readonly url: string;
  /** Prefix of every key and channel: one per installation, so that several may share a Redis. */
  readonly namespace: string;
  readonly onError: (error: Error) => void;
  readonly reachability: Reachability;
}

const connectTimeoutMs = 3_000;

/** BullMQ's events stream is of no use here; Redis keeps only its last entries. */
const streams = { events: { maxLen: 10 } };

/** An evicting Redis would silently drop hints whenever memory is short; BullMQ allows only `noeviction`. */
const refuseEviction = async (redis: Redis): Promise<void> => {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
  if (policy !== undefined && policy !== 'noeviction')
    throw new Error(`Expected a Redis with maxmemory-policy noeviction, but it has ${policy}. Set it with: redis-cli config set maxmemory-policy noeviction`);
};

/** Messages carry their sender, who does not hear himself. */
const redisBroadcast = (redis: Redis, subscriber: Redis, channel: string): Broadcast => {
  const sender = `${randomUUID()} `;
  return {
    send: (message) => {
      // Best effort: whoever misses it looks once a second.
      if (redis.status === 'ready') redis.publish(channel, sender + message).catch(() => undefined);
    },
    listen: (listener, onListening) => {
      subscriber.on('message', (_channel: string, message: string) => {
        if (!message.startsWith(sender)) listener(message.slice(sender.length));
      });
      // Repeated by ioredis after every reconnection.
      subscriber.subscribe(channel).then(onListening, () => undefined);
    },
  };
};

/** A hint in work vanished with its Redis; its work is done or found again. */
const isLostHint = (error: Error): boolean => /^Missing (key|lock) for job/.test(error.message);

/** Resolves when connected, or after a while without. */
const connected = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, connectTimeoutMs);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** @throws Error when the Redis may evict keys. One that cannot be reached now is waited for in the background. */
export const openRedisBackend = async ({ url, namespace, onError: report, reachability }: RedisBackendOptions): Promise<QueueBackend> => {
  const onError = (error: Error): void => (isAway(error) ? reachability.lost(error) : report(error));
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 1_000),
    keepAlive: 10_000,
    connectionName: 'acta',
  });
  redis.on('error', onError);
  redis.on('ready', () => reachability.reached());
  let isOpen = true;
  redis.on('close', () => {
    if (isOpen) reachability.lost(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET', syscall: 'read' }));
  });
  await connected(redis);
  if (redis.status === 'ready') {
    await refuseEviction(redis).catch((error: unknown) => {
      isOpen = false;
      redis.disconnect();
      throw error;
    });
  }
  // Redis may have been replaced by another one meanwhile.
  redis.on('ready', () => void refuseEviction(redis).catch(onError));
  const subscriber = redis.duplicate();
  subscriber.on('error', onError);
  const shared = { connection: redis, prefix: namespace, skipVersionCheck: true };
  return {
    kind: 'redis',
    ready: Promise.resolve(),
    get isReady() {
      return redis.status === 'ready';
    },
    onReady: (listener) => void redis.on('ready', listener),
    openQueue: (name) => {
      const queue = new Queue(name, { ...shared, defaultJobOptions: keepNothing, streams, skipWaitingForReady: true });
      queue.on('error', onError);
      return queue;
    },
    openWorker: (name, { process, concurrency }) => {
      const options = { ...shared, concurrency, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } };
      const worker = new Worker(name, (job: Job<Hint>) => process(job.data), options);
      worker.on('error', (error) => {
        if (!isLostHint(error)) onError(error);
      });
      return worker;
    },
    broadcast: redisBroadcast(redis, subscriber, `${namespace}:broadcast`),
    close: async () => {
      isOpen = false;
      subscriber.disconnect();
      // `quit` would wait for a Redis that is away.
      redis.disconnect();
    },
  };
};
