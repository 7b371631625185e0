import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../runtime/port/database.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { command, createCase, deployModel } from '../../test/runtime/open-test-runtime.ts';
import { taskProcess } from '../../test/runtime/models.ts';
import { EndedCaseWatch } from './ended-case-watch.ts';

let database: Database;
let runtime: Runtime;

beforeAll(async () => {
  database = await createTestPglite();
  runtime = await openRuntime({ database });
  await deployModel(runtime, 'task.bpmn', taskProcess('task'));
});
afterAll(() => database.close());

it('looks once for all who wait, and not at all when nobody does', async () => {
  let looks = 0;
  const watch = new EndedCaseWatch({ ...database, queryValues: (text, parameters) => {
    looks += 1;
    return database.queryValues(text, parameters);
  } });
  const cases = await Promise.all(Array.from({ length: 200 }, () => createCase(runtime, 'task')));
  const from = performance.now();
  const ends = Promise.all(cases.map(({ stream }) => watch.ended(stream, 10_000)));
  await new Promise((resolve) => setTimeout(resolve, 500));
  await Promise.all(cases.map(({ stream }) => command(runtime, stream, { type: 'CancelCase' })));

  expect(new Set(await ends)).toEqual(new Set(['TERMINATED']));
  expect(looks).toBeLessThan((performance.now() - from) / 50 + 2);

  await new Promise((resolve) => setTimeout(resolve, 120));
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(looks).toBe(before);
});
