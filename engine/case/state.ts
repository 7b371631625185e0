/**
 * The state of a case while it lives. Things are rows by ordinal, and each knows its owner, so that what a
 * step costs does not depend on what else lives in the case. Ended things are not kept; they are in the journal
 * and in the projections. The case itself is element 0.
 */
import type { JsonObject } from '../json/json.ts';
import type { StreamState } from '../stream/draft.ts';
import type { Ordinal } from '../stream/key.ts';
import { Table } from '../stream/table.ts';
import { UndoLog } from '../stream/undo-log.ts';
import type { DefinitionRef, UserTaskChanges } from './command.ts';
import type { Caught, ElementKind, EventOf, IncidentErrorType, IncidentPhase, JobPurpose } from './event.ts';
import type { Phase } from './phase.ts';
import { Completers, type CompletersSnapshot } from './completers.ts';
import { ComplexJoins, type ComplexJoinsSnapshot } from './complex-joins.ts';
import { Loops, type LoopsSnapshot } from './loops.ts';
import { Tokens, type TokensSnapshot } from './tokens.ts';
import { Variables, type VariablesSnapshot } from './variables.ts';

export type { Variable } from './variables.ts';

export type CaseStatus = 'new' | 'active' | 'completed' | 'terminated';

/** The scope of the case itself: nothing contains it. */
export const NO_SCOPE: Ordinal = -1;

export interface ElementInstance {
  readonly element: string;
  readonly kind: ElementKind;
  readonly scope: Ordinal;
  readonly phase: Phase;
  readonly attachedTo?: Ordinal;
  /** Position among the instances of its loop, from 1. */
  readonly loop?: number;
  /** It undoes something. */
  readonly compensates?: true;
  /** While it is being terminated: the element instance that goes on afterwards. */
  readonly next?: Ordinal;
}

export interface UserTask {
  readonly instance: Ordinal;
  readonly assignee: string | null;
  readonly attributes: UserTaskChanges;
}

export interface Job {
  readonly instance: Ordinal;
  readonly jobType: string;
  readonly retries: number;
  readonly purpose?: Exclude<JobPurpose, 'work'>;
  readonly listener?: number;
}

export type Timer = Omit<EventOf<'TimerScheduled'>, 'type' | 'ordinal'>;
export type MessageSubscription = Omit<EventOf<'MessageSubscriptionOpened'>, 'type' | 'ordinal'>;

export type SignalSubscription = Omit<EventOf<'SignalSubscriptionOpened'>, 'type' | 'ordinal'>;
/** A condition that is looked at when variables change. */
export type Condition = Omit<EventOf<'ConditionOpened'>, 'type' | 'ordinal'>;

/** Something completed that can be undone. */
export interface Compensable {
  /** The scope where it was; what was in a scope that has completed belongs to the record of that. */
  readonly owner: Ordinal;
  readonly element: string;
  readonly kind: ElementKind;
  /** Its own variables when it was completed. */
  readonly variables: JsonObject;
}

/** A case that an element has called. */
export interface Call {
  readonly instance: Ordinal;
  /** Its key, a decimal string. */
  readonly case: string;
}

export interface Incident {
  readonly instance: Ordinal;
  readonly job?: Ordinal;
  readonly errorType: IncidentErrorType;
  readonly phase: IncidentPhase;
}

/** What a command left for later: elements that are being ended, and scopes whose joins are still to be looked at. */
export interface Continuation {
  readonly elements: readonly Ordinal[];
  readonly scopes: readonly Ordinal[];
}

/** Of a called case: who called it, and what leaves it for him. */
export interface Caller {
  /** Key of the calling element's call, a decimal string. */
  readonly parent: string;
  readonly root: string;
  readonly caught: Caught;
}

const byInstance = ({ instance }: { readonly instance: Ordinal }): Ordinal => instance;

export class CaseState implements StreamState {
  readonly undo = new UndoLog();
  status: CaseStatus = 'new';
  definition: DefinitionRef | null = null;
  /** Id of the person or client who started it. */
  initiator: string | null = null;
  caller: Caller | null = null;
  /** Key of the stream that is told of its end. */
  startedBy: string | null = null;
  lastOrdinal: Ordinal = 0;
  continuation: Continuation | null = null;
  /** How often it has gone on by itself since something happened from outside. */
  continuations = 0;
  /** Of a statechart: its configuration, in our own shape. */
  configuration: JsonObject | null = null;
  /** By scope, and there by the model's element. */
  readonly elements = new Table<ElementInstance>(this.undo, ({ scope }) => scope, ({ element }) => element);
  readonly tokens = new Tokens(this.undo);
  readonly variables = new Variables(this.undo);
  readonly completers = new Completers(this.undo);
  /** Work and incidents, by element instance. */
  readonly userTasks = new Table<UserTask>(this.undo, byInstance);
  readonly jobs = new Table<Job>(this.undo, byInstance);
  readonly timers = new Table<Timer>(this.undo, byInstance);
  readonly subscriptions = new Table<MessageSubscription>(this.undo, byInstance);
  readonly signals = new Table<SignalSubscription>(this.undo, byInstance);
  readonly conditions = new Table<Condition>(this.undo, byInstance);
  readonly calls = new Table<Call>(this.undo, byInstance);
  readonly incidents = new Table<Incident>(this.undo, byInstance);
  /** By the scope, or the record, that owns them. */
  readonly compensables = new Table<Compensable>(this.undo, ({ owner }) => owner);
  readonly loops = new Loops(this.undo);
  readonly complexJoins = new ComplexJoins(this.undo);

  /** Plain JSON, the same for equal states. */
  toJSON(): CaseSnapshot {
    const { status, definition, initiator, lastOrdinal, continuation, continuations, configuration } = this;
    const completers = this.completers.toJSON();
    return {
      status, definition, initiator, lastOrdinal, continuation, configuration,
      ...(continuations === 0 ? {} : { continuations }),
      ...(completers === undefined ? {} : { completers }),
      ...(this.caller === null ? {} : { caller: this.caller }),
      ...(this.startedBy === null ? {} : { startedBy: this.startedBy }),
      elements: this.elements.entries(),
      tokens: this.tokens.toJSON(),
      variables: this.variables.toJSON(),
      userTasks: this.userTasks.entries(),
      jobs: this.jobs.entries(),
      timers: this.timers.entries(),
      subscriptions: this.subscriptions.entries(),
      incidents: this.incidents.entries(),
      ...seldom(this),
    };
  }
}

/** What few cases have stands in a snapshot only when it is there. */
const seldom = ({ signals, conditions, calls, compensables, loops, complexJoins }: CaseState) => ({
  ...(signals.size === 0 ? {} : { signals: signals.entries() }),
  ...(conditions.size === 0 ? {} : { conditions: conditions.entries() }),
  ...(calls.size === 0 ? {} : { calls: calls.entries() }),
  ...(compensables.size === 0 ? {} : { compensables: compensables.entries() }),
  ...(loops.isEmpty ? {} : { loops: loops.toJSON() }),
  ...(complexJoins.isEmpty ? {} : { complexJoins: complexJoins.toJSON() }),
});

type Rows<T> = readonly (readonly [Ordinal, T])[];

export interface CaseSnapshot
  extends Readonly<Pick<CaseState, 'status' | 'definition' | 'initiator' | 'lastOrdinal' | 'continuation' | 'configuration'>> {
  /** Absent: 0. */
  readonly continuations?: number;
  /** Absent: nobody has completed a task. */
  readonly completers?: CompletersSnapshot;
  readonly caller?: Caller;
  readonly startedBy?: string;
  readonly elements: Rows<ElementInstance>;
  readonly tokens: TokensSnapshot;
  readonly variables: VariablesSnapshot;
  readonly userTasks: Rows<UserTask>;
  readonly jobs: Rows<Job>;
  readonly timers: Rows<Timer>;
  readonly subscriptions: Rows<MessageSubscription>;
  readonly incidents: Rows<Incident>;
  readonly signals?: Rows<SignalSubscription>;
  readonly conditions?: Rows<Condition>;
  readonly calls?: Rows<Call>;
  readonly compensables?: Rows<Compensable>;
  readonly loops?: LoopsSnapshot;
  readonly complexJoins?: ComplexJoinsSnapshot;
}

const tables = [
  'elements', 'userTasks', 'jobs', 'timers', 'subscriptions', 'incidents', 'signals', 'conditions', 'calls', 'compensables',
] as const;

export const initialState = (): CaseState => new CaseState();

/** The state from its snapshot. */
export const restoreState = (snapshot: CaseSnapshot): CaseState => {
  const state = new CaseState();
  const { status, definition, initiator, lastOrdinal, continuation, continuations = 0, configuration, caller = null, startedBy = null } = snapshot;
  Object.assign(state, { status, definition, initiator, lastOrdinal, continuation, continuations, configuration, caller, startedBy });
  for (const name of tables)
    for (const [ordinal, row] of snapshot[name] ?? []) (state[name] as Table<unknown>).set(ordinal, row);
  state.tokens.restore(snapshot.tokens);
  state.variables.restore(snapshot.variables);
  state.completers.restore(snapshot.completers ?? []);
  state.loops.restore(snapshot.loops ?? []);
  state.complexJoins.restore(snapshot.complexJoins ?? []);
  return state;
};
