/** What is expensive to decide, or does not end, must not stand in front of what is cheap. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopProcess } from '../../test/runtime/models.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { accepted, createCase, deployModel, openRuntimeOn } from '../../test/runtime/open-test-runtime.ts';
import type { Runtime } from '../runtime.ts';

let database: TestDatabase;
let runtime: Runtime;
beforeAll(async () => {
  database = await createTestDatabase();
  runtime = await openRuntimeOn(database.url);
  await deployModel(runtime, 'busy.bpmn', loopProcess('busy', '=count(for i in 1..100000 return i)'));
  await deployModel(runtime, 'endless.bpmn', loopProcess('endless', '=count(for i in 1..100000 return i)', 'false'));
});
afterAll(async () => {
  await runtime.close();
  await database.drop();
});

const started = (id: string) =>
  runtime.pipeline.submit({ kind: 'create', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id }, create: { variables: { n: 0 } } });

const transactions = async (streams: readonly bigint[]): Promise<Map<string, number>> => {
  const rows = await runtime.database.query<{ xid: string; n: bigint }>(
    'select xid::text, count(*) n from step where seq = 0 and stream = any($1::text::int8[]) group by 1', [`{${streams.join(',')}}`]);
  return new Map(rows.map(({ xid, n }) => [xid, Number(n)]));
};

describe('a batch', () => {
  it('given many expensive commands at once, then it takes as many as it may cost, and the others the next, in order', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, () => started('busy')));

    const batches = await transactions(results.map((result) => accepted(result).stream));
    expect(batches.size).toBeGreaterThan(2);
    expect([...batches.values()].reduce((sum, count) => sum + count, 0)).toBe(12);
  });

  it('given cases that never come to rest, then others are answered while they go on', async () => {
    const endless = await Promise.all([started('endless'), started('endless'), started('endless')]);
    const steps = async (): Promise<number> =>
      Number((await runtime.database.query<{ n: bigint }>('select count(*) n from step where stream = any($1::text::int8[])', [`{${endless.map((result) => accepted(result).stream).join(',')}}`]))[0]?.n);
    const before = await steps();
    for (let n = 0; n < 3; n += 1) await createCase(runtime, 'busy', { n: 99 });
    expect(await steps()).toBeGreaterThan(before);
    for (const result of endless) {
      const { stream } = accepted(result);
      expect(await runtime.pipeline.submit({ kind: 'command', id: randomUUID(), actor: { id: 'test', kind: 'client', method: 'none' }, stream, command: { type: 'CancelCase' } })).toMatchObject({ kind: 'accepted' });
    }
    await runtime.pipeline.settled();
  });
});
