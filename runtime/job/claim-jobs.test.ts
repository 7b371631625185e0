import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { keyOf } from '../../engine/stream/index.ts';
import type { Database } from '../port/database.ts';
import { claimJobs } from './claim-jobs.ts';
import { moveLeases, releaseJobs } from './job-lease.ts';

const now = Date.UTC(2026, 0, 1, 12);
const at = (ms: number): string => new Date(ms).toISOString();
const order = { type: 'charge', worker: 'w1', max: 10, timeoutMs: 30_000, now };

/** Case `number`: a sub-process (ordinal 1) with a service task (2) whose job is ordinal 3. */
const givenJob = async (database: Database, number: bigint, job: { state?: string; retries?: number; availableAt?: number; type?: string } = {}): Promise<bigint> => {
  const key = (ordinal: number): bigint => keyOf(number, ordinal);
  await database.query(
    `insert into process_instance (key, definition_key, tags, state, started_at, root_key) values ($1, 1, '{urgent}', 'ACTIVE', $2, $1)`,
    [key(0), at(now)],
  );
  for (const [ordinal, scope, id, kind] of [[1, 0, 'sub', 'SUB_PROCESS'], [2, 1, 'task', 'SERVICE_TASK']] as const)
    await database.query(`insert into element_instance values ($1, $2, $3, $4, 'ACTIVE', $5)`, [key(ordinal), key(scope), id, kind, at(now)]);
  for (const [ordinal, scope, name, value] of [
    [10, 0, 'amount', '12.50'], [11, 0, 'hidden', '"outer"'], [12, 1, 'hidden', '"inner"'], [13, 2, '__proto__', '{"a":1}'],
  ] as const)
    await database.query('insert into variable values ($1, $2, $3, $4)', [key(ordinal), key(scope), name, value]);
  await database.query(
    `insert into job values ($1, $2, 'task', $3, $4, $5, '{"path":"/pay"}', null, null, $6, null, $7)`,
    [key(3), key(2), job.type ?? 'charge', job.state ?? 'CREATED', job.retries ?? 3, at(now), at(job.availableAt ?? now)],
  );
  return key(3);
};

describe.each(databases)('claiming jobs on $kind', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await database.query(`insert into resource values ('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'x')`);
    await database.query(`insert into process_definition values (1, 'order', 4, null, null, 'bpmn', '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'order.bpmn', null, 1, $1)`, [at(now)]);
  });
  beforeEach(async () => {
    for (const table of ['job', 'variable', 'element_instance', 'process_instance']) await database.query(`delete from ${table}`);
  });
  afterAll(() => database.close());

  test('a claimed job carries what its worker needs, and inner variables hide outer ones', async () => {
    const key = await givenJob(database, 1n);
    const [job] = await claimJobs(database, order);
    expect(job).toMatchObject({
      key,
      type: 'charge',
      caseKey: keyOf(1n, 0),
      definitionKey: 1n,
      definitionId: 'order',
      definitionVersion: 4,
      elementId: 'task',
      elementInstanceKey: keyOf(1n, 2),
      headers: { path: '/pay' },
      tags: ['urgent'],
      retries: 3,
      worker: 'w1',
      deadline: now + 30_000,
    });
    expect(JSON.parse(JSON.stringify(job?.variables))).toEqual(JSON.parse('{"__proto__": {"a": 1}, "amount": 12.5, "hidden": "inner"}'));
  });

  test('only the variables asked for are fetched', async () => {
    await givenJob(database, 1n);
    const [job] = await claimJobs(database, { ...order, fetchVariables: ['hidden', 'none'] });
    expect(job?.variables).toEqual({ hidden: 'inner' });
  });

  test('a job is taken once until its lease ends, and what is not activatable never', async () => {
    const key = await givenJob(database, 1n);
    await givenJob(database, 2n, { state: 'COMPLETED' });
    await givenJob(database, 3n, { retries: 0 });
    await givenJob(database, 4n, { availableAt: now + 1 });
    await givenJob(database, 5n, { type: 'other' });
    expect((await claimJobs(database, order)).map((job) => job.key)).toEqual([key]);
    expect(await claimJobs(database, order)).toEqual([]);
    expect((await claimJobs(database, { ...order, now: now + 1 })).map((job) => job.caseKey)).toEqual([keyOf(4n, 0)]);
  });

  test('the lease ends at its deadline', async () => {
    const key = await givenJob(database, 1n);
    const [first] = await claimJobs(database, order);
    expect(await claimJobs(database, { ...order, now: now + 29_999 })).toEqual([]);
    const [again] = await claimJobs(database, { ...order, now: now + 30_000, worker: 'w2' });
    expect(again).toMatchObject({ key, worker: 'w2' });
    expect(again?.lease).not.toBe(first?.lease);
  });

  test('an extended lease ends later, a released one at once, and a lost one cannot be moved', async () => {
    await givenJob(database, 1n);
    const [job] = await claimJobs(database, order);
    if (job === undefined) throw new Error('nothing claimed');
    expect(await moveLeases(database, [job], now + 60_000)).toEqual(new Set([job.key]));
    expect(await claimJobs(database, { ...order, now: now + 30_000 })).toEqual([]);
    expect(await releaseJobs(database, [{ ...job, lease: 'stolen' }], now)).toEqual(new Set());
    expect(await releaseJobs(database, [job], now)).toEqual(new Set([job.key]));
    expect(await claimJobs(database, order)).toHaveLength(1);
    expect(await moveLeases(database, [job], now + 60_000)).toEqual(new Set());
  });

  test('keys restrict the claim, max bounds it, oldest first', async () => {
    const keys: bigint[] = [];
    for (let number = 1n; number <= 5n; number += 1n) keys.push(await givenJob(database, number));
    const [, second, , fourth] = keys;
    if (second === undefined || fourth === undefined) throw new Error('no keys');
    expect((await claimJobs(database, { ...order, keys: [fourth, second, 99n] })).map((job) => job.key)).toEqual([second, fourth]);
    expect((await claimJobs(database, { ...order, max: 2 })).map((job) => job.key)).toEqual([keys[0], keys[2]]);
    expect(await claimJobs(database, { ...order, keys: [] })).toEqual([]);
  });

  test('claims at the same time never share a job', async () => {
    for (let number = 1n; number <= 40n; number += 1n) await givenJob(database, number);
    const claims = await Promise.all(Array.from({ length: 8 }, (_, index) => claimJobs(database, { ...order, max: 7, worker: `w${index}` })));
    const taken = claims.flat().map((job) => job.key);
    expect(new Set(taken).size).toBe(taken.length);
    const rest = await claimJobs(database, { ...order, max: 100 });
    expect(new Set([...taken, ...rest.map((job) => job.key)]).size).toBe(40);
  });
});
