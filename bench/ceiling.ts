/**
 * The raw ceiling: what Postgres and the driver do when nobody decides anything. The statements of the
 * pipeline and of the workers' claims for 100 cases of the measured procedure, one transaction per
 * step, are recorded once and sent again for other case numbers. The ratio of the engine's cases per
 * second to this is comparable between machines; neither figure alone is.
 */
import { randomUUID } from 'node:crypto';
import { claimJobs } from '../runtime/job/claim-jobs.ts';
import type { ActivatedJob } from '../runtime/job/activated-job.ts';
import type { Database, Parameter, Queryable, Row } from '../runtime/port/database.ts';
import { openRuntime, type Runtime } from '../runtime/runtime.ts';
import type { Accepted, Result } from '../runtime/pipeline/submission.ts';
import type { Event } from '../engine/case/index.ts';
import { siblingKey } from '../engine/stream/index.ts';
import { completed, report } from '../workers/report-outcome.ts';
import { benchJobType, benchModel, benchProcessId } from './models.ts';

interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** How many it answered when it was recorded. */
  rows: number;
}

/** What is committed at once: a transaction, or a statement that stands alone. */
interface Commit {
  readonly isTransaction: boolean;
  readonly statements: Statement[];
}

const casesPerBatch = 100;
/** As many as a worker takes with one statement. */
const jobsPerClaim = 50;

/** Passes everything on and keeps the statements. */
const recorded = (queryable: Queryable, keep: (statement: Statement) => void): Queryable => ({
  ...queryable,
  query: async <R extends Row>(text: string, parameters: readonly Parameter[] = []) => {
    const statement = { text, parameters, rows: 0 };
    keep(statement);
    const rows = await queryable.query<R>(text, parameters);
    statement.rows = rows.length;
    return rows;
  },
});

const recordingDatabase = (database: Database, kept: Commit[]): Database => ({
  ...database,
  ...recorded(database, (statement) => kept.push({ isTransaction: false, statements: [statement] })),
  transaction: (work) =>
    database.transaction((transaction) => {
      const statements: Statement[] = [];
      kept.push({ isTransaction: true, statements });
      return work(recorded(transaction, (statement) => statements.push(statement)));
    }),
});

const accepted = (result: Result): Accepted => {
  if (result.kind !== 'accepted') throw new Error(`Expected a command to be accepted, but: ${result.message}`);
  return result;
};

const create = (runtime: Runtime): Promise<Accepted[]> =>
  Promise.all(Array.from({ length: casesPerBatch }, async () =>
    accepted(await runtime.pipeline.submit({
      kind: 'create', id: randomUUID(), actor: { id: 'bench', kind: 'client', method: 'none' }, definition: { id: benchProcessId }, create: { variables: { amount: 1200, customer: 'ACME' } },
    }))));

/** As workers do it: jobs are claimed, then all that were claimed are completed. */
const workOn = async ({ database, pipeline, clock }: Runtime, keys: readonly bigint[]): Promise<Accepted[]> => {
  const jobs: ActivatedJob[] = [];
  for (let at = 0; at < keys.length; at += jobsPerClaim)
    jobs.push(...await claimJobs(database, {
      type: benchJobType, worker: 'bench', max: jobsPerClaim, timeoutMs: 10_000, now: clock.now(), keys: keys.slice(at, at + jobsPerClaim),
    }));
  if (jobs.length !== keys.length) throw new Error(`Expected to claim ${keys.length} jobs, but got ${jobs.length}`);
  return Promise.all(jobs.map(async (job) => accepted(await report(pipeline, job, completed(job, { result: 'done' })))));
};

const completeTasks = ({ pipeline }: Runtime, cases: readonly Accepted[]): Promise<Accepted[]> =>
  Promise.all(cases.map(async (before) =>
    accepted(await pipeline.submit({
      kind: 'command', id: randomUUID(), actor: { id: 'bench', kind: 'client', method: 'none' }, stream: before.stream,
      command: { type: 'CompleteUserTask', task: ordinalOf(before, 'UserTaskCreated'), variables: { approved: true } },
    }))));

const ordinalOf = (result: Accepted, type: 'JobCreated' | 'UserTaskCreated'): number => {
  const event = (result.events as readonly Event[]).find((candidate) => candidate.type === type);
  if (event === undefined || !('ordinal' in event)) throw new Error(`Expected the case to have ${type}, but it has not`);
  return event.ordinal;
};

const jobKeys = (cases: readonly Accepted[]): bigint[] => cases.map((before) => siblingKey(before.stream, ordinalOf(before, 'JobCreated')));

interface Recording {
  readonly commits: readonly Commit[];
  /** Keys of the batch start here; smaller ones are those of definitions. */
  readonly firstKey: bigint;
}

/** Everything that is committed for a batch of cases, in order: four steps, and claims before two of them. */
const record = async (database: Database): Promise<Recording> => {
  const kept: Commit[] = [];
  const runtime = await openRuntime({ database: recordingDatabase(database, kept) });
  const deployment = await runtime.deploy([{ name: 'bench.bpmn', content: benchModel }], { id: randomUUID(), actor: { id: 'bench', kind: 'client', method: 'none' } });
  if (deployment.kind !== 'deployed') throw new Error(`Expected the procedure to be deployed, but: ${deployment.message}`);
  await runBatch(runtime);
  kept.length = 0; // what is looked up once is known by now
  const cases = await runBatch(runtime);
  await runtime.close();
  const [firstKey = 0n] = cases.map(({ stream }) => stream).toSorted((a, b) => Number(a - b));
  return { commits: kept.filter(({ statements }) => statements.length > 0), firstKey };
};

const runBatch = async (runtime: Runtime): Promise<Accepted[]> => {
  const created = await create(runtime);
  const first = await workOn(runtime, jobKeys(created));
  const second = await workOn(runtime, jobKeys(first));
  return completeTasks(runtime, second);
};

/** Keys of the batch in array literals move by a number of cases; nothing else has that many digits there. */
const shifted = (parameter: Parameter, firstKey: bigint, cases: bigint): Parameter => {
  if (typeof parameter !== 'string' || !/^\{"?\d/.test(parameter)) return parameter;
  return parameter.replace(/\d+/g, (digits) => {
    const key = BigInt(digits);
    return key < firstKey ? digits : String(key + (cases << 24n));
  });
};

export interface Ceiling {
  readonly casesPerSecond: number;
}

const batchesAtOnce = 20;

/** On a migrated database of its own; runs for about `seconds`. */
export const measureCeiling = async (database: Database, seconds: number): Promise<Ceiling> => {
  const recording = await record(database);
  // Copies of records under other keys do not name their predecessors.
  await database.transaction(async (transaction) => {
    await transaction.query('set local role none');
    await transaction.query('alter table step disable trigger step_follows');
  });
  let [copies, spent] = [0, 0];
  while (spent < seconds * 1000) {
    const prepared = Array.from({ length: batchesAtOnce }, (_, at) => copyOf(recording, BigInt(casesPerBatch * 10 * (copies + at + 1))));
    const started = performance.now();
    await runAll(database, prepared);
    spent += performance.now() - started;
    copies += prepared.length;
  }
  return { casesPerSecond: (copies * casesPerBatch * 1000) / spent };
};

const copyOf = ({ commits, firstKey }: Recording, cases: bigint): Commit[] =>
  commits.map(({ isTransaction, statements }) => ({
    isTransaction,
    statements: statements.map(({ text, parameters, rows }) => ({ text, rows, parameters: parameters.map((parameter) => shifted(parameter, firstKey, cases)) })),
  }));

/** As many connections as the pipeline uses; what is committed for a batch follows each other. */
const runAll = async (database: Database, batches: readonly Commit[][]): Promise<void> => {
  const waiting = [...batches];
  const worker = async (): Promise<void> => {
    for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop())
      for (const commit of batch) await sendAgain(database, commit);
  };
  await Promise.all(Array.from({ length: database.concurrency }, worker));
};

const sendAgain = async (database: Database, { isTransaction, statements }: Commit): Promise<void> => {
  const send = (queryable: Queryable) => Promise.all(statements.map((statement) => ask(queryable, statement)));
  await (isTransaction ? database.transaction(send) : send(database));
};

/** What found and changed its rows when it was recorded must do so again: else it would be measured doing nothing. */
const ask = async (queryable: Queryable, { text, parameters, rows }: Statement): Promise<void> => {
  const answer = await queryable.query(text, parameters);
  if (answer.length !== rows) throw new Error(`Expected ${rows} rows when a statement is sent again, but got ${answer.length}: ${text}`);
};
