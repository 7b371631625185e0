/** Connections that end in the middle of everything: each command takes effect once, and the process lives. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../test/harness/database.ts';
import { taskProcess } from '../../test/runtime/models.ts';
import { command, createCase, deployModel, openRuntimeOn } from '../../test/runtime/open-test-runtime.ts';
import { openPostgres } from './postgres-database.ts';

it('lists of text come back as they were', async () => {
  const test = await createTestDatabase();
  const database = await openPostgres({ url: test.url, connections: 1 });
  const words = ['plain', 'a b', '', 'say "x"', 'back\\slash', 'comma,{}', 'NULL', '中\n文'];
  const [row] = await database.query(`select array(select jsonb_array_elements_text($1::text::jsonb)) list, '{}'::text[] none`, [JSON.stringify(words)]);
  expect(row).toEqual({ list: words, none: [] });
  await database.close();
  await test.drop();
});

it('lost transactions are not remembered', async () => {
  const test = await createTestDatabase();
  const database = await openPostgres({ url: test.url, connections: 1 });
  const administrator = postgres(test.url, { max: 1 });
  const lose = async (): Promise<WeakRef<object>> => {
    const batch = { steps: 'many' };
    const lost = database.transaction(async (transaction) => {
      const [backend] = await transaction.query<{ pid: number }>('select pg_backend_pid() pid');
      await administrator`select pg_terminate_backend(${backend?.pid ?? 0})`;
      await transaction.query('select 1');
      return batch;
    });
    await lost.catch(() => undefined); // an expectation of vitest would remember it
    return new WeakRef(batch);
  };
  const batches: WeakRef<object>[] = [];
  while (batches.length < 12) batches.push(await lose());
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  for (let round = 0; round < 5; round += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // A connection may know its last query until it has another one.
  expect(batches.filter((batch) => batch.deref() !== undefined).length).toBeLessThan(4);
  await administrator.end();
  await database.close();
  await test.drop();
});

it('ended connections lose nothing, double nothing and end no process', async () => {
  const test = await createTestDatabase();
  const runtimes = [await openRuntimeOn(test.url), await openRuntimeOn(test.url)] as const;
  await deployModel(runtimes[0], 'task.bpmn', taskProcess('task'));
  const cases = await Promise.all(Array.from({ length: 20 }, () => createCase(runtimes[0], 'task')));
  const administrator = postgres(test.url, { max: 1 });
  const until = performance.now() + 5_000;
  const ask = async (who: number): Promise<string[]> => {
    const answers: string[] = [];
    for (let n = 0; performance.now() < until; n += 1) {
      const { stream } = cases[who % cases.length]!;
      const result = await command(runtimes[who % 2]!, stream, { type: 'SetVariables', scope: 0, variables: { [`v${who}`]: n }, local: true });
      answers.push(result.kind === 'accepted' ? 'accepted' : result.message);
    }
    return answers;
  };
  const terminate = async (): Promise<number> => {
    let ended = 0;
    for (; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, Math.random() * 200)))
      ended += (await administrator`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name = 'acta' order by random() limit 1`).length;
    return ended;
  };

  const [ended, ...answers] = await Promise.all([terminate(), ...Array.from({ length: 80 }, (_, who) => ask(who))]);

  const all = answers.flat();
  expect(ended).toBeGreaterThan(10);
  expect(all.filter((answer) => answer !== 'accepted')).toEqual([]);
  const [steps] = await administrator`select count(*)::int n from step where seq > 0`;
  expect(steps).toEqual({ n: all.length });
  await administrator.end();
  const closing = performance.now();
  await Promise.all(runtimes.map((runtime) => runtime.close()));
  expect(performance.now() - closing).toBeLessThan(4_500); // nobody waits the 5 s that queries of connections that are gone would get
  await test.drop();
}, 40_000);
