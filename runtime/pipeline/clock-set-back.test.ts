/** The clock is set back by an hour: no work waits for the hour to pass, and the record says what the clock said. */
import { expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf } from '../../test/runtime/open-test-runtime.ts';
import { claimJobs } from '../job/claim-jobs.ts';
import { casesWithMail, typesWithDueJobs } from '../reconcile/due-work.ts';
import { openRuntime } from '../runtime.ts';

it('jobs and messages are delivered at once', async () => {
  const database = await createTestPglite();
  let now = Date.UTC(2030, 0, 1, 12);
  const runtime = await openRuntime({ database, clock: { now: () => now } });
  await deployModel(runtime, 'work.bpmn', workProcess('work', 'work'));
  const claim = () => claimJobs(database, { type: 'work', worker: 'test', max: 5, timeoutMs: 60_000, now });
  const created = await createCase(runtime, 'work');
  await database.query(
    `insert into inbox (id, source, source_seq, n, target, command, created_at) values ('left', 1, 0, 0, $1, '{"type":"Continue"}', $2)`,
    [created.stream, new Date(now).toISOString()],
  );

  now -= 3_600_000;
  expect(await typesWithDueJobs(database, ['work'], { since: now - 2_000, now })).toEqual(['work']);
  expect(await casesWithMail(database, now - 2_000, 10)).toHaveLength(1);
  const [first] = await claim();
  expect(first?.elementId).toBe('first');
  expect(await claim()).toEqual([]); // the lease holds
  const done = accepted(await command(runtime, created.stream, { type: 'CompleteJob', job: lastOf(created, 'JobCreated').ordinal, variables: {} }));

  expect(lastOf(done, 'JobCreated')).toBeDefined();
  expect((await claim()).map((job) => job.elementId)).toEqual(['second']);
  const steps = await database.query<{ moment: string }>(`select convert_from(record, 'UTF8')::json->>'at' as moment from step where stream = $1 order by seq`, [created.stream]);
  expect(steps.map(({ moment }) => moment)).toEqual(['2030-01-01T12:00:00.000Z', '2030-01-01T11:00:00.000Z']);
  await runtime.close();
  await database.close();
});
