/** Room for cases is made while others read and write, and nobody feels it. */
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { taskProcess } from '../../test/runtime/models.ts';
import { createCase, deployModel, openRuntimeOn } from '../../test/runtime/open-test-runtime.ts';
import type { Runtime } from '../runtime.ts';
import { makePartitionsAhead } from './case-numbers.ts';

let database: TestDatabase;
let runtime: Runtime;
let owner: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.url, { max: 2, onnotice: () => undefined });
  runtime = await openRuntimeOn(database.url);
  await deployModel(runtime, 'task.bpmn', taskProcess('task'));
});
afterAll(async () => {
  await runtime.close();
  await owner.end();
  await database.drop();
});

/** As a backup or a long report does. */
const reading = async (): Promise<() => Promise<void>> => {
  let end = (): void => undefined;
  let read: Promise<unknown> = Promise.resolve();
  await new Promise<void>((ready) => {
    read = owner.begin('isolation level repeatable read', async (transaction) => {
      await transaction`select count(*) from step`;
      ready();
      await new Promise<void>((resolve) => (end = resolve));
    });
  });
  return async () => {
    end();
    await read;
  };
};

const partitions = async (): Promise<string[]> =>
  (await owner<{ name: string }[]>`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'step'::regclass order by 1`).map(({ name }) => name);

describe('partitions of the journal', () => {
  it('given somebody who reads it in a long transaction, then they are made ahead, cases begin in them, and another process starts', async () => {
    const end = await reading();
    try {
      await makePartitionsAhead(runtime.database);
      expect(await partitions()).toEqual(expect.arrayContaining(['step_0', 'step_1', 'step_2']));

      // Nobody has looked ahead: the first case there makes its own.
      await owner`select setval('case_number', ${String((5n << 22n) + 1n)}::int8, false)`;
      const other = await openRuntimeOn(database.url);
      const { stream } = await createCase(other, 'task');
      expect(stream >> 46n).toBe(5n);
      expect(await partitions()).toContain('step_5');
      await other.close();
    } finally {
      await end();
    }
  });

  it('given two who make the same at once, then it is made once', async () => {
    const made = Array.from({ length: 8 }, () => runtime.database.query('select ensure_step_partition($1::int8)', [9n << 22n]));
    await Promise.all(made);
    expect((await partitions()).filter((name) => name === 'step_9')).toHaveLength(1);
  });

  it('given a partition that was attached, then its rows are guarded as all others', async () => {
    await owner`insert into step (stream, seq, command_id, record, timeline) select ${String((5n << 46n) + (77n << 24n))}::int8, 0, 'x', convert_to('{"seq":0,"stream":"' || ${String((5n << 46n) + (77n << 24n))} || '","v":2}', 'UTF8'), 1`;
    for (const statement of ['delete from step_5', 'truncate step_5', `update step_5 set record = 'y'`]) await expect(owner.unsafe(statement)).rejects.toThrow('append-only');
  });
});
