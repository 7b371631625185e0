/**
 * Puts the outcome of a handler into the journal. The command's id is that of the claim, so it takes
 * effect once however often it is sent; a job that is gone by then (cancelled, or done by another
 * worker) is no error.
 */
import { type CommandOf } from '../engine/case/index.ts';
import type { JsonObject } from '../engine/json/json.ts';
import { ordinalOf } from '../engine/stream/index.ts';
import type { HeldJob } from '../runtime/job/activated-job.ts';
import { OutcomeUnknownError } from '../runtime/pipeline/commit-errors.ts';
import type { Pipeline } from '../runtime/pipeline/pipeline.ts';
import type { Result } from '../runtime/pipeline/submission.ts';
import { retryBackOffMs } from './retry-back-off.ts';

type Outcome = CommandOf<'CompleteJob'> | CommandOf<'FailJob'> | CommandOf<'ThrowJobError'>;

const isBpmnError = (error: unknown): error is Error & { readonly code: string; readonly variables?: JsonObject } =>
  error instanceof Error && error.name === 'BpmnError' && 'code' in error && typeof error.code === 'string';

/** As JSON has it: members that are undefined are left out, dates are ISO texts. */
const objectOf = (variables: unknown): JsonObject => {
  if (variables === undefined || variables === null) return {};
  if (typeof variables !== 'object' || Array.isArray(variables))
    throw new Error(`Expected a handler to give an object of variables, but it gave ${Array.isArray(variables) ? 'a list' : `a ${typeof variables}`}`);
  return JSON.parse(JSON.stringify(variables)) as JsonObject;
};

export const completed = (job: HeldJob, variables: unknown): Outcome => ({
  type: 'CompleteJob',
  job: ordinalOf(job.key),
  variables: objectOf(variables),
});

/** What a thrown error means for the job. `now`: epoch ms. */
export const failed = (job: HeldJob, error: unknown, now: number): Outcome => {
  const ordinal = ordinalOf(job.key);
  if (isBpmnError(error))
    return { type: 'ThrowJobError', job: ordinal, errorCode: error.code, errorMessage: error.message, variables: objectOf(error.variables) };
  const errorMessage = error instanceof Error ? error.message : String(error);
  const retries = Math.max(0, job.retries - 1);
  return { type: 'FailJob', job: ordinal, retries, retryBackOffMs: retries === 0 ? 0 : retryBackOffMs(job, now, Math.random()), errorMessage };
};

/** How an outcome is told in a command's id, which stands in the journal: short. */
const words = { CompleteJob: 'done', FailJob: 'failed', ThrowJobError: 'error' } as const;

const attemptsMax = 6;
const pauseMs = (attempt: number): number => 50 * 2 ** attempt;

/** Tries for some seconds when the pipeline is full or the database away; after that the lease ends and the job runs again. */
export const report = async (pipeline: Pipeline, job: HeldJob, outcome: Outcome): Promise<Result> => {
  const id = `job:${ordinalOf(job.key)}:${job.lease}:${words[outcome.type]}`;
  const submission = { kind: 'command', stream: job.caseKey, id, actor: { id: job.worker, kind: 'client', method: 'none' }, command: outcome } as const;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const result = await pipeline.submit({ ...submission, mayRepeat: attempt > 0 });
      const isFull = result.kind === 'rejected' && result.code === 'RESOURCE_EXHAUSTED';
      if (!isFull || attempt >= attemptsMax) return result;
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError) || attempt >= attemptsMax) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs(attempt)));
  }
};

/** The job is not there to be finished any more: nothing is left to do about it. */
export const isGone = (result: Result): boolean =>
  result.kind === 'rejected' && (result.code === 'NOT_FOUND' || result.code === 'INVALID_STATE');
