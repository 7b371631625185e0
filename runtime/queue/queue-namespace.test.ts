import { afterAll, expect, it } from 'vitest';
import { createTestDatabase } from '../../test/harness/database.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { queueNamespace } from './queue-namespace.ts';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

const installation = async () => {
  const { url, drop } = await createTestDatabase();
  const database = await openPostgres({ url, connections: 1 });
  closing.push(() => database.close(), drop);
  const [row] = await database.query<{ log: string }>('select log from installation');
  return { log: row?.log, namespace: await queueNamespace(database), again: await queueNamespace(database) };
};

it('is the same at every start, and another one in a copy of the database', async () => {
  const [one, copy] = [await installation(), await installation()];

  expect(copy.log).toBe(one.log); // both were copied from one template
  expect(one.again).toBe(one.namespace);
  expect(copy.namespace).not.toBe(one.namespace);
});
