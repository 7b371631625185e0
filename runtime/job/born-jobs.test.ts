/** Jobs that start where they are committed: who gets a lease, what the handler sees, and what happens when the commit does not come about. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { workProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf } from '../../test/runtime/open-test-runtime.ts';
import { compareStream } from '../projection/compare.ts';
import type { Database, Queryable } from '../port/database.ts';
import type { LocalJobs } from '../port/local-jobs.ts';
import { openPostgres } from '../postgres/postgres-database.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { HeldJob } from './activated-job.ts';
import { claimJobs } from './claim-jobs.ts';

let test: TestDatabase;
let database: Database;
let runtime: Runtime;
/** What happens to the next transactions, beside what they do. */
let trouble: { readonly before?: () => void; readonly after?: () => void } = {};
const hinted: [string, readonly bigint[]][] = [];

/** Has so many places for jobs of type `work`. */
class Doer implements LocalJobs {
  free = 1;
  readonly started: HeldJob[] = [];
  handles = (type: string): boolean => type === 'work';
  take = () => {
    if (this.free === 0) return undefined;
    this.free -= 1;
    return { worker: 'here', timeoutMs: 60_000 };
  };
  start = (jobs: readonly HeldJob[]): void => void this.started.push(...jobs);
  giveBack = (): void => void (this.free += 1);
}

const troubled = (inner: Database): Database => ({
  ...inner,
  exclusive: inner.exclusive,
  concurrency: inner.concurrency,
  query: (text, parameters) => inner.query(text, parameters),
  queryValues: (text, parameters) => inner.queryValues(text, parameters),
  close: () => inner.close(),
  transaction: async <T>(work: (transaction: Queryable) => Promise<T>): Promise<T> => {
    const { before, after } = trouble;
    const result = await inner.transaction(async (transaction) => {
      const done = await work(transaction);
      before?.();
      return done;
    });
    after?.();
    return result;
  },
});

let doer: Doer;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openPostgres({ url: test.url, connections: 4 });
  const wake = { wake: ({ jobs }: { readonly jobs: ReadonlyMap<string, readonly bigint[]> }) => void hinted.push(...jobs) };
  runtime = await openRuntime({ database: troubled(database), wake });
  await deployModel(runtime, 'work.bpmn', workProcess('work', 'work'));
  await deployModel(runtime, 'other.bpmn', workProcess('other', 'other'));
});
beforeEach(() => {
  trouble = {};
  doer = new Doer();
  runtime.localJobs.are(doer);
  hinted.splice(0);
});
afterAll(async () => {
  await runtime.close();
  await database.close();
  await test.drop();
});

const rowOf = async (key: bigint) => (await database.query('select lease, worker, available_at from job where key = $1', [key]))[0];
const offered = (now: number) => claimJobs(database, { type: 'work', worker: 'other', max: 10, timeoutMs: 1_000, now });

describe('a job of which handlers are here', () => {
  it('given a free place, when its case begins, then its row is born with the lease and nobody is told', async () => {
    const { stream } = await createCase(runtime, 'work', { amount: 12 });

    const [job] = doer.started;
    expect(doer.started).toHaveLength(1);
    expect(job).toMatchObject({ type: 'work', caseKey: stream, elementId: 'first', retries: 3, worker: 'here', variables: { amount: 12 } });
    expect(await rowOf(job?.key ?? 0n)).toMatchObject({ lease: job?.lease, worker: 'here', available_at: new Date(job?.deadline ?? 0).toISOString() });
    expect(hinted).toEqual([]);
    expect(await offered(Date.now())).toEqual([]);
    expect(await compareStream(database, runtime.kinds, stream)).toMatchObject({ verdict: 'equal' });
  });

  it('given a handler that changes what it was given, then the case keeps its values', async () => {
    const { stream } = await createCase(runtime, 'work', { amount: 12 });
    const [job] = doer.started;
    Object.assign(job?.variables ?? {}, { amount: 0 });
    doer.free = 1;

    const first = Number((job?.key ?? 0n) - stream);
    accepted(await command(runtime, stream, { type: 'CompleteJob', job: first, variables: { done: true } }));

    expect(doer.started[1]).toMatchObject({ elementId: 'second', variables: { amount: 12, done: true } });
  });

  it('given no free place, then it is hinted at and may be claimed by anybody', async () => {
    doer.free = 0;
    const { stream } = await createCase(runtime, 'work');

    expect(doer.started).toEqual([]);
    expect(hinted).toEqual([['work', [expect.any(BigInt)]]]);
    expect((await offered(Date.now())).map(({ caseKey }) => caseKey)).toEqual([stream]);
  });

  it('given jobs of a type that nobody here does, then they are hinted at', async () => {
    await createCase(runtime, 'other');

    expect(hinted).toEqual([['other', [expect.any(BigInt)]]]);
    expect(doer.free).toBe(1);
  });

  it('given a case that is cancelled in the batch in which it begins, then nothing is started and the place is free', async () => {
    const created = runtime.pipeline.submit({
      kind: 'create', id: 'born and gone', actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id: 'work' }, create: { variables: {} },
    });
    // Of the stream that is begun in the same batch: only there can its key be known beforehand.
    const { stream } = accepted(await created);
    doer.started.splice(0);
    doer.free = 1;
    const first = lastOf(accepted(await created), 'JobCreated').ordinal;
    const [completed, cancelled] = await Promise.all([
      command(runtime, stream, { type: 'CompleteJob', job: first, variables: {} }),
      command(runtime, stream, { type: 'CancelCase' }),
    ]);

    expect([completed.kind, cancelled.kind]).toEqual(['accepted', 'accepted']);
    expect(doer.started).toEqual([]);
    expect(doer.free).toBe(1);
  });
});

describe('a commit that does not come about', () => {
  it('given a database that refuses it, then nothing is started and the place is given back', async () => {
    trouble = { before: () => { throw Object.assign(new Error('refused'), { code: '23514' }); } };
    const refused = await runtime.pipeline.submit({
      kind: 'create', id: 'refused', actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id: 'work' }, create: { variables: {} },
    });

    expect(refused.kind).toBe('rejected');
    expect(doer.started).toEqual([]);
    expect(doer.free).toBe(1);
  });

  it('given a commit of which nobody knows, then the job is offered again when its lease is over', async () => {
    let times = 0;
    trouble = { after: () => {
      times += 1;
      if (times === 1) throw Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' });
    } };
    const { stream } = await createCase(runtime, 'work');

    expect(doer.started).toEqual([]);
    expect(doer.free).toBe(1);
    const due = await offered(Date.now());
    expect(due.filter(({ caseKey }) => caseKey === stream)).toEqual([]);
    expect((await offered(Date.now() + 61_000)).map(({ caseKey }) => caseKey)).toContain(stream);
  });
});
