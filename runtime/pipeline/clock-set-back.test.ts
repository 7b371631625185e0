/** The clock is set back by an hour: time never goes back in a case, and no work waits for the hour to pass. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { messageProcess, workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import { claimJobs } from '../job/claim-jobs.ts';
import { casesWithMail, typesWithDueJobs } from '../reconcile/due-work.ts';
import { openRuntime } from '../runtime.ts';

it('jobs and messages are delivered at once', async () => {
  const database = await createTestPglite();
  let now = Date.UTC(2030, 0, 1, 12);
  const runtime = await openRuntime({ database, clock: { now: () => now } });
  await deployModel(runtime, 'work.bpmn', workProcess('work', 'work'));
  await deployModel(runtime, 'message.bpmn', messageProcess('message'));
  const claim = () => claimJobs(database, { type: 'work', worker: 'test', max: 5, timeoutMs: 60_000, now });
  const created = await createCase(runtime, 'work');
  await createCase(runtime, 'message', { order: 'o' });
  accepted(await publishMessage(runtime, 'o', { timeToLiveMs: 1_000 }));

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
  expect(steps.map(({ moment }) => moment)).toEqual(steps.map(({ moment }) => moment).toSorted());
  await runtime.close();
  await database.close();
});
