/**
 * The state of a case while it lives: plain data, keyed by ordinal, so that a snapshot is its JSON.
 * Ended things are not kept; they are in the journal and in the projections.
 */
import type { DefinitionRef, UserTaskChanges } from './command.ts';
import type { ElementKind, EventOf, IncidentErrorType, IncidentPhase } from './event.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';

export type CaseStatus = 'new' | 'active' | 'completed' | 'terminated';

export interface ElementInstance {
  readonly element: string;
  readonly kind: ElementKind;
  readonly scope: Ordinal;
  readonly attachedTo?: Ordinal;
  /** Ordinals of its live jobs, user tasks, timers, subscriptions and incidents. */
  readonly attached: Ordinal[];
}

/** Counts that say when a scope is done, and the tokens that wait on its sequence flows. */
export interface Scope {
  children: number;
  tokens: { [flow: string]: number };
}

export interface Variable {
  readonly ordinal: Ordinal;
  value: Json;
}

export interface UserTask {
  readonly instance: Ordinal;
  assignee: string | null;
  changes: UserTaskChanges;
}

export interface Job {
  readonly instance: Ordinal;
  readonly jobType: string;
  retries: number;
}

export type Timer = Omit<EventOf<'TimerScheduled'>, 'type' | 'ordinal'>;
export type MessageSubscription = Omit<EventOf<'MessageSubscriptionOpened'>, 'type' | 'ordinal'>;

export interface Incident {
  readonly instance: Ordinal;
  readonly job?: Ordinal;
  readonly errorType: IncidentErrorType;
  readonly phase: IncidentPhase;
}

export interface CaseState {
  status: CaseStatus;
  definition: DefinitionRef | null;
  /** Epoch ms of the last step; time never goes back in a case. */
  now: number;
  /** Number of steps folded; the next step has this `seq`. */
  seq: number;
  lastOrdinal: Ordinal;
  readonly elements: { [ordinal: Ordinal]: ElementInstance };
  readonly scopes: { [ordinal: Ordinal]: Scope };
  readonly variables: { [scope: Ordinal]: { [name: string]: Variable } };
  readonly userTasks: { [ordinal: Ordinal]: UserTask };
  readonly jobs: { [ordinal: Ordinal]: Job };
  readonly timers: { [ordinal: Ordinal]: Timer };
  readonly subscriptions: { [ordinal: Ordinal]: MessageSubscription };
  readonly incidents: { [ordinal: Ordinal]: Incident };
  /** Configuration of a statechart case, in our own shape. */
  statechart: JsonObject | null;
}

export const initialState = (): CaseState => ({
  status: 'new',
  definition: null,
  now: 0,
  seq: 0,
  lastOrdinal: 0,
  elements: {},
  scopes: { 0: { children: 0, tokens: {} } },
  variables: {},
  userTasks: {},
  jobs: {},
  timers: {},
  subscriptions: {},
  incidents: {},
  statechart: null,
});
