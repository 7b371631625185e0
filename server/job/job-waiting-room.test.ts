import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { jobOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../../test/server/test-app.ts';
import type { Database } from '../../runtime/port/database.ts';
import { JobWaitingRoom } from './job-waiting-room.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite());
  succeeded(await app.deploy({ 'late.bpmn': jobOnly('late', 'type-7') }));
});
afterAll(() => app.close());

it('however many types are waited for, one question a look finds those that have jobs', async () => {
  const { database, clock } = app.runtime;
  let [claims, looks] = [0, 0];
  const counting: Database = {
    ...database,
    query: (text, parameters) => {
      if (text.includes('unnest') && text.includes('exists')) looks += 1;
      else if (text.includes('for update skip locked')) claims += 1;
      return database.query(text, parameters) as never;
    },
  };
  const room = new JobWaitingRoom({ database: counting, clock }, { onWork: () => () => undefined });
  const held = Array.from({ length: 50 }, (_, number) =>
    room.wait({ type: `type-${number}`, worker: 'w', max: 1, timeoutMs: 60_000 }, 600_000, new AbortController().signal));
  while (looks < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(claims).toBe(50); // one for each when it came

  // No signal tells of it: only a look finds it.
  await app.start('late');
  const [job] = await held[7]!;

  expect(job).toMatchObject({ type: 'type-7', worker: 'w' });
  expect(claims).toBe(51);
  room.close();
  expect((await Promise.all(held)).flat()).toHaveLength(1);
});
