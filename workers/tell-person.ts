/** What the engine asked a case to do for itself, and the case refuses for good, becomes an incident of the case: nobody else waits for the answer. */
import { randomUUID } from 'node:crypto';
import { engineActor } from '../engine/stream/index.ts';
import type { Pipeline } from '../runtime/pipeline/pipeline.ts';
import type { Refused, Result } from '../runtime/pipeline/submission.ts';

/** Gone, or not in a state for it, meanwhile: nothing is left to do. */
const isOver = (result: Result): boolean => result.kind === 'rejected' && (result.code === 'NOT_FOUND' || result.code === 'INVALID_STATE');

/** The case itself has refused it, and would again. */
export const refusedForGood = (result: Result): Refused | undefined =>
  result.kind === 'rejected' && result.decided === true && !isOver(result) ? result : undefined;

/** `what` was to be done, and why it could not. An incident that says so already is enough. */
export const tellPerson = (pipeline: Pipeline, stream: bigint, what: string, { message }: Refused): Promise<Result> =>
  pipeline.submit({ kind: 'command', stream, id: `fault:${randomUUID()}`, actor: engineActor, command: { type: 'ReportFault', errorMessage: `${what}: ${message}` } });
