/** A case goes on by itself where a limit has stopped it. One that never comes to rest is stopped, and a person is asked. */
import { limits } from '../stream/limits.ts';
import { assign } from '../stream/undo-log.ts';
import type { Event } from './event.ts';
import type { Draft } from './draft.ts';
import { raiseIncident } from './incident.ts';
import type { CaseState, Continuation } from './state.ts';

/** Something has happened from outside, or a person has said that it may go on. */
const fromOutside: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'UserTaskCompleted', 'JobCompleted', 'JobErrorThrown', 'TimerFired', 'MessageCorrelated', 'CallEnded', 'IncidentResolved',
]);

export const countContinuations = (state: CaseState, { type }: Event): void => {
  if (type === 'ContinuationRequested') assign(state.undo, state, 'continuations', state.continuations + 1);
  else if (state.continuations > 0 && fromOutside.has(type)) assign(state.undo, state, 'continuations', 0);
};

/** It waits for a person instead of going on by itself once more. */
export const goesOnTooOften = ({ continuations }: CaseState): boolean => continuations >= limits.continuationsInARow;

const endless =
  `Expected the case to come to rest, but it has gone on ${limits.continuationsInARow} times by itself without anything happening from outside. ` +
  'It seems to be a loop without an end: change the variables that it depends on and resolve this incident, and it goes on; or cancel the case';

/** What a command leaves is taken up by a `Continue`, which follows from the event (`case-stream.ts`). */
export const requestContinuation = (draft: Draft, { elements, scopes }: Continuation): void => {
  const isEndless = goesOnTooOften(draft.state);
  draft.emit({ type: 'ContinuationRequested', ...(elements.length === 0 ? {} : { elements }), ...(scopes.length === 0 ? {} : { scopes }) });
  if (isEndless) raiseIncident(draft, 0, { errorType: 'unknown', phase: 'continue', message: endless });
};
