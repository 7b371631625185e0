/**
 * The raw ceiling: what Postgres and the driver do when nobody decides anything. The statements of
 * the pipeline for 100 cases of the measured procedure, one transaction per step, are recorded once
 * and sent again for other case numbers. The ratio of the engine's cases per second to this is
 * comparable between machines; neither figure alone is.
 */
import { randomUUID } from 'node:crypto';
import type { Database, Parameter, Queryable } from '../runtime/port/database.ts';
import { openRuntime, type Runtime } from '../runtime/runtime.ts';
import type { Accepted, Result } from '../runtime/pipeline/submission.ts';
import type { Command } from '../engine/case/index.ts';
import { benchModel, benchProcessId } from './models.ts';

interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

type Transaction = readonly Statement[];

const casesPerBatch = 100;

/** Passes everything on and keeps the statements of each transaction. */
const recording = (database: Database, kept: Statement[][]): Database => ({
  ...database,
  transaction: (work) =>
    database.transaction((transaction) => {
      const statements: Statement[] = [];
      kept.push(statements);
      const recorder: Queryable = {
        ...transaction,
        query: (text, parameters = []) => {
          statements.push({ text, parameters });
          return transaction.query(text, parameters);
        },
      };
      return work(recorder);
    }),
});

const accepted = (result: Result): Accepted => {
  if (result.kind !== 'accepted') throw new Error(result.message);
  return result;
};

const submitAll = (runtime: Runtime, cases: readonly Accepted[], commandOf: (before: Accepted) => Exclude<Command, { type: 'CreateCase' }>) =>
  Promise.all(cases.map(async (before) =>
    accepted(await runtime.pipeline.submit({
      kind: 'command', id: randomUUID(), actor: 'bench', stream: before.stream, command: commandOf(before),
    }))));

const ordinalOf = (result: Accepted, type: 'JobCreated' | 'UserTaskCreated'): number => {
  const event = result.events.find((candidate) => candidate.type === type);
  if (event === undefined || !('ordinal' in event)) throw new Error(`Expected the case to have ${type}`);
  return event.ordinal;
};

/** The four transactions of a batch of cases, and its first and last key. */
const record = async (database: Database): Promise<readonly Transaction[]> => {
  const kept: Statement[][] = [];
  const runtime = await openRuntime({ database: recording(database, kept) });
  const deployment = await runtime.deploy([{ name: 'bench.bpmn', content: benchModel }], { id: randomUUID(), actor: 'bench' });
  if (deployment.kind !== 'deployed') throw new Error(deployment.message);
  kept.length = 0;
  const create = { variables: { amount: 1200, customer: 'ACME' } };
  let cases = await Promise.all(Array.from({ length: casesPerBatch }, async () =>
    accepted(await runtime.pipeline.submit({ kind: 'create', id: randomUUID(), actor: 'bench', definition: { id: benchProcessId }, create }))));
  for (let job = 0; job < 2; job += 1)
    cases = await submitAll(runtime, cases, (before) => ({ type: 'CompleteJob', job: ordinalOf(before, 'JobCreated'), variables: { [`result${job}`]: 'done' } }));
  await submitAll(runtime, cases, (before) => ({ type: 'CompleteUserTask', task: ordinalOf(before, 'UserTaskCreated'), variables: { approved: true } }));
  await runtime.close();
  return kept.filter((statements) => statements.length > 0);
};

const smallestKey = 1n << 24n;

/** Keys in array literals move by a number of cases; nothing else has that many digits there. */
const shifted = (parameter: Parameter, cases: bigint): Parameter => {
  if (typeof parameter !== 'string' || !/^\{"?\d/.test(parameter)) return parameter;
  return parameter.replace(/\d+/g, (digits) => {
    const key = BigInt(digits);
    return key < smallestKey ? digits : String(key + (cases << 24n));
  });
};

export interface Ceiling {
  readonly casesPerSecond: number;
}

/** On a migrated database of its own; runs for about `seconds`. */
export const measureCeiling = async (database: Database, seconds: number): Promise<Ceiling> => {
  const transactions = await record(database);
  let [copies, batch] = [0, 1];
  let spent = 0;
  while (spent < seconds * 1000) {
    const prepared = Array.from({ length: 20 }, () => copyOf(transactions, BigInt(casesPerBatch * 10 * batch++)));
    const started = performance.now();
    await runAll(database, prepared);
    spent += performance.now() - started;
    copies += prepared.length;
  }
  return { casesPerSecond: (copies * casesPerBatch * 1000) / spent };
};

const copyOf = (transactions: readonly Transaction[], cases: bigint): Transaction[] =>
  transactions.map((statements) =>
    statements.map(({ text, parameters }) => ({ text, parameters: parameters.map((parameter) => shifted(parameter, cases)) })));

/** Two connections, as the pipeline uses them; the steps of a batch follow each other. */
const runAll = async (database: Database, batches: Transaction[][]): Promise<void> => {
  const waiting = [...batches];
  const worker = async (): Promise<void> => {
    for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop())
      for (const statements of batch)
        await database.transaction((transaction) => Promise.all(statements.map(({ text, parameters }) => transaction.query(text, parameters))));
  };
  await Promise.all(Array.from({ length: database.concurrency }, worker));
};
