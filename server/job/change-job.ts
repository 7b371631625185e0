/** The commands of a job. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { completeJob, failJob, throwJobError, updateJob } from '../../contract/job.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { refuse } from '../../runtime/pipeline/submission.ts';
import { once } from '../../runtime/idempotency/once.ts';
import { setJobTimeout } from '../../runtime/job/job-timeout.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { keyParameter } from '../../runtime/query/condition.ts';
import { orderOf } from '../http/identity.ts';
import { rejected, submitForKey } from '../command/submit.ts';
import type { ServerContext } from '../server-context.ts';

const missing = (verb: string, key: string): string => `Expected to ${verb} job with key '${key}', but no such job was found`;

const values = (variables: unknown): JsonObject => (variables ?? {}) as JsonObject;

export const complete = (context: ServerContext, request: FastifyRequest, key: string, { variables }: z.output<typeof completeJob>) =>
  submitForKey(context, request, {
    name: 'COMPLETE',
    key,
    missing: missing('complete', key),
    command: (job) => ({ type: 'CompleteJob', job, variables: values(variables) }),
  });

export const fail = (context: ServerContext, request: FastifyRequest, key: string, { retries, errorMessage, retryBackOff, variables }: z.output<typeof failJob>) =>
  submitForKey(context, request, {
    name: 'FAIL',
    key,
    missing: missing('fail', key),
    command: (job) => ({
      type: 'FailJob',
      job,
      retries: retries ?? 0,
      retryBackOffMs: retryBackOff ?? 0,
      errorMessage: errorMessage ?? '',
      ...(variables ? { variables: values(variables) } : {}),
    }),
  });

export const throwError = (context: ServerContext, request: FastifyRequest, key: string, { errorCode, errorMessage, variables }: z.output<typeof throwJobError>) =>
  submitForKey(context, request, {
    name: 'THROW_ERROR',
    key,
    missing: missing('throw an error for', key),
    command: (job) => ({ type: 'ThrowJobError', job, errorCode, errorMessage: errorMessage ?? '', variables: values(variables) }),
  });

/** Retries are a command of the case; the time left is not case state and is only moved. */
export const update = async (context: ServerContext, request: FastifyRequest, key: string, { changeset }: z.output<typeof updateJob>): Promise<void> => {
  const { retries, timeout } = changeset;
  const sentence = missing('update', key);
  if (typeof retries === 'number')
    await submitForKey(context, request, {
      name: 'UPDATE',
      key,
      missing: sentence,
      command: (job) => ({ type: 'UpdateJob', job, retries }),
    });
  if (typeof timeout !== 'number') return;
  const { database, clock } = context.runtime;
  const move = async (to: Queryable): Promise<void> => {
    const moved = await setJobTimeout(to, keyParameter(key), clock.now() + timeout);
    if (moved === 'missing') throw rejected('UPDATE', refuse('NOT_FOUND', sentence));
    if (moved === 'free')
      throw rejected('UPDATE', refuse('INVALID_STATE', `Expected to update the timeout of job with key '${key}', but it is not activated`));
  };
  const { id, mayRepeat } = orderOf(request);
  if (!mayRepeat) return move(database);
  const claim = { key: id, request: ['job timeout', key, String(timeout)], at: clock.now() };
  await once(database, claim, { work: (claiming) => claiming.transaction(move), answer: () => 'moved' });
};
