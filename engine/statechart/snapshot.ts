/**
 * What a statechart case remembers besides its elements, as it stands in the journal: our own versioned shape,
 * never XState's. It holds no values of the case, only names and ordinals. Which states are active is not
 * repeated in it: they are elements of the case.
 */
import type { Draft } from '../case/draft.ts';
import { raiseIncident } from '../case/incident.ts';
import type { CaseState } from '../case/state.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { Failure } from '../work/failure.ts';
import type { StatePath } from './model.ts';
import type { Statechart } from './statechart.ts';

/** What stopped at an incident, and is done again when the incident is resolved. */
export type Stopped =
  | { readonly what: 'invocation' }
  | { readonly what: 'delay'; readonly name: string }
  /** Its data is the variable `event` of the element instance, so that it can be erased, or corrected. */
  | { readonly what: 'event'; readonly type: string };

export type Waiting = Stopped & { readonly incident: Ordinal };

export type StatechartSnapshot = {
  readonly v: 2;
  readonly history: { readonly [historyState: StatePath]: readonly StatePath[] };
  readonly waiting: readonly Waiting[];
  /** What led here: an event, and the transitions taken (their paths in the definition). */
  readonly last: { readonly event: string; readonly transitions: readonly string[] };
};

const nothing: StatechartSnapshot = { v: 2, history: {}, waiting: [], last: { event: '', transitions: [] } };

export const snapshotOf = (state: CaseState): StatechartSnapshot =>
  (state.configuration as unknown as StatechartSnapshot | null) ?? nothing;

/** Element instances of the active states, outer states before inner ones. */
export const activeStates = (chart: Statechart, { elements }: CaseState): Map<StatePath, Ordinal> => {
  const active = new Map<StatePath, Ordinal>();
  const addIn = (scope: Ordinal): void => {
    for (const [ordinal, { element }] of elements.in(scope)) {
      if (chart.find(element) === undefined) continue;
      active.set(element, ordinal);
      addIn(ordinal);
    }
  };
  addIn(0);
  return active;
};

/** Emits the snapshot, without what waited at incidents that are gone. */
export const record = (draft: Draft, snapshot: StatechartSnapshot): void => {
  const waiting = snapshot.waiting.filter(({ incident }) => draft.state.incidents.has(incident));
  const next: StatechartSnapshot = { ...snapshot, waiting };
  draft.emit({ type: 'StatechartMoved', snapshot: next as unknown as JsonObject });
};

/** Forgets what waited at incidents that are gone, if there is any. */
export const forget = (draft: Draft): void => {
  const snapshot = snapshotOf(draft.state);
  if (snapshot.waiting.some(({ incident }) => !draft.state.incidents.has(incident))) record(draft, snapshot);
};

/** Raises an incident at the element instance; the result belongs into `waiting`. */
export const stop = (draft: Draft, instance: Ordinal, { errorType, message }: Failure, stopped: Stopped): Waiting => {
  const incident = draft.peekOrdinal();
  raiseIncident(draft, instance, { errorType, message, phase: stopped.what === 'event' ? 'complete' : 'activate' });
  return { ...stopped, incident };
};

/** Raises an incident at the element instance, and remembers what waits at it. */
export const stopAt = (draft: Draft, instance: Ordinal, failure: Failure, stopped: Stopped): void => {
  const waiting = stop(draft, instance, failure, stopped);
  const snapshot = snapshotOf(draft.state);
  record(draft, { ...snapshot, waiting: [...snapshot.waiting, waiting] });
};
