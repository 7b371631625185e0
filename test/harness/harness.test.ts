import { Redis } from 'ioredis';
import { existsSync } from 'node:fs';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './database.ts';
import { databases } from './databases.ts';
import { startPostgres, startRedis } from './servers.ts';

describe('test database', () => {
  it('is migrated, and what is written to one is not in another', async () => {
    const databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const [one, other] = databases.map(({ url }) => postgres(url, { max: 1 }));

    await one!`create table mark (id int)`;

    expect(await one!`select name from migration`).not.toHaveLength(0);
    expect(await other!`select to_regclass('mark') as mark`).toEqual([{ mark: null }]);
    await Promise.all([one!.end(), other!.end()]);
    await Promise.all(databases.map((database) => database.drop()));
    await expect(postgres(databases[0].url, { max: 1 })`select 1`).rejects.toThrow('does not exist');
  });

  it('stands on a server that keeps what it acknowledged', async () => {
    const sql = postgres(process.env.DATABASE_URL!, { max: 1 });

    const rows = await sql`select current_setting('fsync') fsync, current_setting('synchronous_commit') commit`;

    await sql.end();
    expect(rows).toEqual([{ fsync: 'on', commit: 'on' }]);
  });
});

describe.each(databases)('opened test database on $kind', ({ open }) => {
  it('is migrated', { timeout: 60_000 }, async () => {
    const database = await open();

    const steps = await database.query('select 1 from step limit 1');

    expect(steps).toEqual([]);
    await database.close();
  });
});

describe('private server', () => {
  it('PostgreSQL keeps its data and address over kill -9, and nothing of it is left after stop', async () => {
    const server = await startPostgres();
    const sql = postgres(server.url, { max: 1 });
    await sql`create table survivor (id int)`;
    await sql`insert into survivor values (1)`;
    const before = server.pid;

    await server.kill9();
    await server.start();

    expect(await postgres(server.url, { max: 1 })`select id from survivor`).toEqual([{ id: 1 }]);
    expect(server.pid).not.toBe(before);
    await server.stop();
    expect(existsSync(`/proc/${server.pid}`)).toBe(false);
  });

  it('Redis is empty after kill -9, at the same address', async () => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    redis.on('error', () => {}); // it is killed below
    await redis.set('a', '1');

    await server.kill9();
    await server.start();

    expect(await redis.get('a')).toBeNull();
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    redis.disconnect();
    await server.stop();
  });

  it('that cannot start says why', async () => {
    await expect(startPostgres({ settings: { max_connections: 'many' } })).rejects.toThrow('max_connections');
  });
});
