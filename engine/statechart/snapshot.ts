/**
 * A statechart case's configuration as it stands in the journal: our own versioned shape, never
 * XState's. It holds no values of the case, only names and ordinals.
 */
import type { Draft } from '../case/draft.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { raiseIncident } from '../case/incident.ts';
import type { CaseState } from '../case/state.ts';
import type { Configuration } from './configuration.ts';
import type { Failure } from './evaluation.ts';
import type { StatePath } from './model.ts';

/** What stopped at an incident, and is done again when the incident is resolved. */
export type Stopped =
  | { readonly what: 'invocation' }
  | { readonly what: 'delay'; readonly name: string }
  /** Its data is the variable `event` of the element instance, so that it can be erased, or corrected. */
  | { readonly what: 'event'; readonly type: string };

export type Waiting = Stopped & { readonly incident: Ordinal };

export type StatechartSnapshot = {
  readonly v: 1;
  /** Active states in document order, each with its element instance. */
  readonly active: { readonly [state: StatePath]: Ordinal };
  readonly history: { readonly [historyState: StatePath]: readonly StatePath[] };
  readonly waiting: readonly Waiting[];
  /** What led here: an event, and the transitions taken (their paths in the definition). */
  readonly last: { readonly event: string; readonly transitions: readonly string[] };
};

const nothing: StatechartSnapshot = { v: 1, active: {}, history: {}, waiting: [], last: { event: '', transitions: [] } };

export const snapshotOf = (state: CaseState): StatechartSnapshot =>
  (state.statechart as unknown as StatechartSnapshot | null) ?? nothing;

export const configurationOf = ({ active, history }: StatechartSnapshot): Configuration => ({
  active: new Set(Object.keys(active)),
  history,
});

/** Emits the snapshot, without what waited at incidents that are gone. */
export const record = (draft: Draft, snapshot: StatechartSnapshot): void => {
  const waiting = snapshot.waiting.filter(({ incident }) => draft.state.incidents[incident] !== undefined);
  const next: StatechartSnapshot = { ...snapshot, waiting };
  draft.emit({ type: 'StatechartMoved', snapshot: next as unknown as JsonObject });
};

/** Forgets what waited at incidents that are gone, if there is any. */
export const forget = (draft: Draft): void => {
  const snapshot = snapshotOf(draft.state);
  if (snapshot.waiting.some(({ incident }) => draft.state.incidents[incident] === undefined)) record(draft, snapshot);
};

/** Raises an incident at the element instance; the result belongs into `waiting`. */
export const stop = (draft: Draft, instance: Ordinal, { errorType, message }: Failure, stopped: Stopped): Waiting => {
  const incident = draft.nextOrdinal();
  raiseIncident(draft, instance, { errorType, message, phase: stopped.what === 'event' ? 'complete' : 'activate' });
  return { ...stopped, incident };
};
