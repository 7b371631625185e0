/** However long a case is, little of it is held in memory when it is read. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stateAt, openSteps, stateHash } from '../../engine/journal/index.ts';
import { type Command, type Event } from '../../engine/case/index.ts';
import { limits } from '../../engine/stream/index.ts';
import type { Database, Queryable } from '../../runtime/port/database.ts';
import { readSteps } from '../../runtime/query/case-steps.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { command, createCase, deployModel } from '../../test/runtime/open-test-runtime.ts';
import { taskProcess } from '../../test/runtime/models.ts';
import { judgeCase, stateOfCase } from './case-history.ts';

const steps = 3_000;
/** Each step holds its value twice, in the command and in the event. */
const value = 'x'.repeat(2_000);

let database: Database;
let runtime: Runtime;
let key: bigint;
/** Of all answers of the database, and of the largest one. */
const read = { rows: 0, rowsMax: 0, bytesMax: 0 };

const sizeOf = (rows: readonly unknown[]): number =>
  JSON.stringify(rows, (_name, cell: unknown) => (cell instanceof Uint8Array ? ' '.repeat(cell.length) : typeof cell === 'bigint' ? String(cell) : cell)).length;

const counted = <R extends unknown[]>(rows: R): R => {
  read.rows += rows.length;
  read.rowsMax = Math.max(read.rowsMax, rows.length);
  read.bytesMax = Math.max(read.bytesMax, sizeOf(rows));
  return rows;
};

const counting = (inner: Queryable): Queryable => ({
  query: async (text, parameters) => counted(await inner.query(text, parameters)) as never,
  queryValues: async (text, parameters) => counted(await inner.queryValues(text, parameters)),
});

beforeAll(async () => {
  database = await createTestPglite();
  runtime = await openRuntime({ database });
  await deployModel(runtime, 'task.bpmn', taskProcess('task'));
  key = (await createCase(runtime, 'task')).stream;
  for (let at = 1; at < steps; at += 250)
    await Promise.all(Array.from({ length: Math.min(250, steps - at) }, (_, index) =>
      command(runtime, key, { type: 'SetVariables', scope: 0, variables: { n: at + index, value }, local: true })));
  runtime = await openRuntime({ database: { ...database, ...counting(database), transaction: (work) => database.transaction((inner) => work(counting(inner))) } });
}, 60_000);

beforeEach(() => void Object.assign(read, { rows: 0, rowsMax: 0, bytesMax: 0 }));
afterAll(() => database.close());

const expected = async (seq: number): Promise<string> => {
  const all = openSteps<Command, Event>(await readSteps(database, key));
  return stateHash(stateAt(all, seq), sha256);
};

const boundedPages = (): void => {
  expect(read.rowsMax).toBeLessThanOrEqual(501); // one more tells whether what is known stands still
  expect(read.bytesMax).toBeLessThan(10 << 20);
};

describe('a long case', () => {
  it('is verified and decided again page by page', async () => {
    const verdict = await judgeCase(runtime, String(key), undefined);
    expect(verdict).toMatchObject({ verified: true, chain: { steps }, redecide: { verdict: 'equal', steps } });
    boundedPages();
  });

  it('is shown after its last steps from its snapshot', async () => {
    const shown = await stateOfCase(runtime, String(key), undefined);
    expect(shown).toMatchObject({ seq: steps - 1, stateHash: await expected(steps - 1) });
    const [snapshot] = await database.query<{ seq: number }>('select seq from snapshot where stream = $1', [key]);
    expect((await stateOfCase(runtime, String(key), (snapshot?.seq ?? 0) - 1)).stateHash).toBe(await expected((snapshot?.seq ?? 0) - 1));
    expect(read.rows).toBeLessThan(2 * limits.stepsPerSnapshot + 60);
  });

  it('is shown after an early step from its first steps', async () => {
    const shown = await stateOfCase(runtime, String(key), 700);
    expect(shown).toMatchObject({ seq: 700, stateHash: await expected(700) });
    expect(read.rows).toBeLessThan(1_800);
    boundedPages();
    await expect(stateOfCase(runtime, String(key), steps)).rejects.toThrow(`Expected a step ${steps} of case '${key}', but it has ${steps} steps`);
  });

  it('is worked on without a snapshot, read in pages', async () => {
    await database.query('delete from snapshot where stream = $1', [key]);
    expect(await command(runtime, key, { type: 'SetVariables', scope: 0, variables: { n: 0 }, local: true })).toMatchObject({ kind: 'accepted', seq: steps });
    boundedPages();
  });
});
