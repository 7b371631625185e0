/** A case as it was after any of its steps, from its snapshot where that is not younger. */
import { evolve, initialState, type CaseState, type Command, type Event } from '../../engine/case/index.ts';
import { foldStep, openDetached } from '../../engine/journal/index.ts';
import { nextSeq } from '../pipeline/hot-streams.ts';
import { readSnapshots } from '../pipeline/load-streams.ts';
import type { Queryable } from '../port/database.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { streamSteps } from './case-steps.ts';

export interface CaseAt {
  readonly state: CaseState;
  /** How many steps it has behind it. */
  readonly steps: number;
}

/**
 * The state after step `seq`, or after the last one when the case has fewer or no `seq` is given: of a case that is
 * broken, after the last one before the break. `undefined` when the stream is no case.
 */
export const caseStateAt = async (database: Queryable, kinds: StreamKinds, key: bigint, seq = Infinity): Promise<CaseAt | undefined> => {
  const stored = (await readSnapshots(database, kinds, [key])).get(key);
  const isUsable = stored !== undefined && stored.kind.decider.kind === 'case' && nextSeq(stored) <= seq + 1;
  const state = isUsable ? (stored.state as CaseState) : initialState();
  let steps = isUsable ? nextSeq(stored) : 0;
  for await (const { record, payload } of streamSteps(database, key, steps)) {
    const step = openDetached<Command, Event>(record, payload);
    // Streams of messages and deployments are no cases.
    if (step.seq === 0 && step.command.type !== 'CreateCase') return undefined;
    // Behind a step that is missing the state is not known.
    if (step.seq > seq || step.seq !== steps) break;
    foldStep(state, step, evolve);
    steps = step.seq + 1;
  }
  return steps === 0 ? undefined : { state, steps };
};
