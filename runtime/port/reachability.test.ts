import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, startRedis, type PrivateServer } from '../../test/harness/servers.ts';
import { migrate } from '../postgres/migrate.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { openQueue } from '../queue/open-queue.ts';
import type { ReachabilityListener } from './reachability.ts';

const told: string[] = [];
const reachability: ReachabilityListener = { lost: (error) => void told.push(`lost ${'code' in error}`), back: () => void told.push('back') };

describe.each(['Postgres', 'Redis'])('a %s that goes and comes back', (kind) => {
  let store: PrivateServer;
  beforeAll(async () => {
    store = await (kind === 'Postgres' ? startPostgres() : startRedis());
    if (kind === 'Postgres') await migrate(store.url);
    told.splice(0);
  });
  afterAll(() => store.stop());

  it('is told once each time, and that we leave is not', async () => {
    const { ask, close } = await (kind === 'Postgres' ? openDatabase() : openRedis());

    for (let turn = 0; turn < 2; turn += 1) {
      await store.kill9();
      while (told.length < 2 * turn + 1) await ask();
      for (let more = 0; more < 3; more += 1) await ask();
      await store.start();
      while (told.length < 2 * turn + 2) await ask();
    }
    await close();

    expect(told).toEqual(['lost true', 'back', 'lost true', 'back']);
  });

  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

  const openDatabase = async () => {
    const database = await openPostgres({ url: store.url, connections: 2, reachability });
    return { ask: async () => void (await Promise.all([database.query('select 1').catch(() => undefined), pause()])), close: () => database.close() };
  };

  const openRedis = async () => {
    const queue = await openQueue({ redisUrl: store.url, namespace: 'reach', reachability });
    return { ask: pause, close: () => queue.close() };
  };
});
