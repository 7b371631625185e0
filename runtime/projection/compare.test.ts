import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { engineActor } from '../../engine/stream/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { messageProcess, workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import { claimJobs } from '../job/claim-jobs.ts';
import { readCatalogue } from '../library/read-catalogue.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Projected } from '../table/projected.ts';
import { columnOf } from '../table/table.ts';
import { compareProjections, compareStream, untoldColumns } from './compare.ts';
import { projectionNames, projections } from './projection-rows.ts';

/** Deployments, messages that wait and that have arrived, a job that is taken. */
const live = async (runtime: Runtime): Promise<bigint> => {
  await deployModel(runtime, 'work.bpmn', workProcess('work', 'work'));
  await deployModel(runtime, 'message.bpmn', messageProcess('message'));
  const order = randomUUID();
  await createCase(runtime, 'message', { order });
  accepted(await publishMessage(runtime, order, { variables: { x: 1 } }));
  accepted(await publishMessage(runtime, randomUUID(), { timeToLiveMs: 1e9 }));
  const created = await createCase(runtime, 'work', { stage: 1 });
  expect(await claimJobs(runtime.database, { type: 'work', max: 1, timeoutMs: 1e6, worker: 'w', now: runtime.clock.now() })).toHaveLength(1);
  return created.stream;
};

describe('comparing with the journal', () => {
  let test: TestDatabase;
  let runtime: Runtime;
  let owner: postgres.Sql;
  let stream: bigint;
  beforeAll(async () => {
    test = await createTestDatabase();
    runtime = await openRuntimeOn(test.url);
    owner = postgres(test.url, { max: 1, onnotice: () => undefined });
    await owner`alter table resource drop constraint resource_is_named_by_its_hash`;
    stream = await live(runtime);
    for (const { resources } of await readCatalogue()) await runtime.deploy(resources, { id: randomUUID(), actor: engineActor });
    await createCase(runtime, 'procurement', { requester: 'li' });
    const failed = await createCase(runtime, 'work', { stage: 2 });
    accepted(await command(runtime, failed.stream, { type: 'FailJob', job: lastOf(failed, 'JobCreated').ordinal, retries: 0, retryBackOffMs: 0, errorMessage: 'no' }));
  });
  afterAll(async () => {
    await owner.end();
    await runtime.close();
    await test.drop();
  });

  const compare = (only?: bigint) => (only === undefined ? compareProjections(runtime.database, runtime.kinds) : compareStream(runtime.database, runtime.kinds, only));

  it('given nothing but commands, then all is equal, of all and of one case, and again', async () => {
    for (let round = 0; round < 2; round += 1) {
      expect(await compare()).toMatchObject({ verdict: 'equal', differences: [], rows: 0 });
      expect(await compare(stream)).toEqual({ verdict: 'equal', differences: [], rows: 0, steps: 1 });
    }
  });

  it('given a row too many in each table, then each is named, and nothing is changed', async () => {
    for (const name of projectionNames) {
      const { name: table } = projections[name];
      const [before] = await owner.unsafe(`select count(*)::int4 n from ${table}`);
      await owner.unsafe(`set session_replication_role = replica`);
      const columns = await owner.unsafe<{ name: string; type: string; needed: boolean }[]>(
        `select attname name, format_type(atttypid, atttypmod) type, attnotnull and not atthasdef and attidentity = '' needed
         from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped`);
      const needed = columns.filter((column) => column.needed);
      const values = needed.map(({ type }) => (type === 'boolean' ? 'true' : type === 'text[]' ? `'{}'` : type.startsWith('timestamp') ? 'now()' : type === 'text' ? `'planted'` : '77'));
      await owner.unsafe(`insert into ${table} (${needed.map((column) => column.name).join(', ')}) values (${values.join(', ')})`);

      const verdict = await compare();

      expect(verdict).toMatchObject({ verdict: 'differs', rows: 1, differences: [{ table, column: null, expected: null, found: 'row' }] });
      const [after] = await owner.unsafe(`select count(*)::int4 n from ${table}`);
      expect(after?.['n']).toBe(Number(before?.['n']) + 1);
      const [first] = projections[name].id;
      const where = table === 'resource' ? `hash = 'planted'` : `${columnOf(projections[name].table, first ?? '').name} = 77`;
      await owner.unsafe(`delete from ${table} where ${where}`);
    }
    expect((await compare()).verdict).toBe('equal');
  }, 120_000);

  it('given another value in each column of each row that there is, then table, row, column and both values are named', async () => {
    let planted = 0;
    for (const name of projectionNames) {
      const cells = await cellsOf(owner, projections[name]);
      const [one] = cells;
      if (one === undefined) continue;
      const { table, where } = one;
      const set = (value: (cell: CellOfRow, index: number) => string): string => cells.map((cell, index) => `${cell.column} = ${value(cell, index)}`).join(', ');
      const [changed] = await owner.unsafe(`update ${table} set ${set(({ type }) => otherThan(type))} where ${where} returning ${cells.map(({ column }) => `${column}::text`).join(', ')}`);

      const verdict = await compare();

      const differences = cells.map(({ column, value }) => ({ table, column, expected: value, found: changed?.[column] as string }));
      expect(verdict).toMatchObject({ rows: 1, differences });
      await owner.unsafe(`update ${table} set ${set(({ type }, index) => `$${index + 1}::text::${type}`)} where ${where}`, cells.map(({ value }) => value));
      planted += cells.length;
    }
    expect(planted).toBeGreaterThan(60);
    expect((await compare()).verdict).toBe('equal');
  }, 120_000);

  it('given a row of a case that is missing, then the verdict of that case names it, and that of another does not', async () => {
    await owner`delete from variable where scope_key = ${String(stream)}`;
    expect(await compare(stream)).toMatchObject({
      verdict: 'differs', differences: [{ table: 'variable', row: { scope_key: String(stream), name: 'stage' }, column: null, expected: 'row', found: null }],
    });
    const other = await createCase(runtime, 'work', { stage: 3 });
    expect((await compare(other.stream)).verdict).toBe('equal');
  });

  it('says which columns no event tells', () => {
    expect(untoldColumns.map(({ table, column }) => `${table}.${column}`)).toEqual(['job.lease', 'job.worker', 'job.available_at', 'deployment.number']);
  });
});

interface CellOfRow {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly where: string;
  readonly value: string | null;
}

/** Of one row that there is, the cells that events tell. */
const cellsOf = async (owner: postgres.Sql, { name: table, id, table: described, inserted }: Projected): Promise<CellOfRow[]> => {
  const [row] = await owner.unsafe<{ [column: string]: unknown }[]>(`select * from ${table} limit 1`);
  if (row === undefined) return [];
  const ids = id.map((part) => columnOf(described, part).name);
  const where = ids.map((part) => `${part} = '${String(row[part])}'`).join(' and ');
  const told = inserted.filter((column) => !id.includes(column)).map((column) => columnOf(described, column));
  const cells = told.filter((column) => !untoldColumns.some((untold) => untold.table === table && untold.column === column.name));
  return Promise.all(cells.map(async ({ name: column, type }) => {
    const [found] = await owner.unsafe<{ value: string | null }[]>(`select ${column}::text "value" from ${table} where ${where}`);
    return { table, column, type, where, value: found?.value ?? null };
  }));
};

const otherThan = (type: string): string => {
  if (type === 'boolean') return 'false';
  if (type === 'text[]') return `array['planted']`;
  if (type.startsWith('timestamp')) return `'2001-01-01T00:00:00Z'`;
  if (type === 'jsonb') return `'{"planted": 1}'`;
  return type === 'text' ? `'planted'` : '99';
};

it('compares in an embedded database as well', async () => {
  const database = await createTestPglite();
  const runtime = await openRuntime({ database });
  const stream = await live(runtime);
  expect(await compareProjections(database, runtime.kinds)).toMatchObject({ verdict: 'equal' });
  await database.query(`update process_instance set state = 'COMPLETED' where key = $1`, [stream]);
  expect(await compareProjections(database, runtime.kinds)).toMatchObject({
    differences: [{ table: 'process_instance', row: { key: String(stream) }, column: 'state', expected: 'ACTIVE', found: 'COMPLETED' }],
  });
  await runtime.close();
  await database.close();
});
