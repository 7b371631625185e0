/** A case as it was after any of its steps, from its snapshot where that is not younger. */
import { applyStep, openStep } from '../../engine/journal/index.ts';
import type { CaseState, Command, Event } from '../../engine/case/index.ts';
import { unbornCase } from '../pipeline/case-cache.ts';
import { readSnapshots } from '../pipeline/load-cases.ts';
import type { Queryable } from '../port/database.ts';
import { streamSteps } from './case-steps.ts';

/**
 * The state after step `seq`, or after the last one when the case has fewer (`state.seq` tells) or no
 * `seq` is given; `undefined` when the stream is no case.
 */
export const caseStateAt = async (database: Queryable, key: bigint, seq = Infinity): Promise<CaseState | undefined> => {
  const stored = (await readSnapshots(database, [key])).get(key)?.state;
  const state = stored !== undefined && stored.seq <= seq + 1 ? stored : unbornCase().state;
  for await (const { record, payload } of streamSteps(database, key, state.seq)) {
    const step = openStep<Command, Event>(record, payload);
    // Streams of messages and deployments are no cases.
    if (step.seq === 0 && step.command.type !== 'CreateCase') return undefined;
    if (step.seq > seq) break;
    applyStep(state, step);
  }
  return state.seq === 0 ? undefined : state;
};
