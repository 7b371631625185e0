/**
 * The only code that changes a case's state. It never decides: what an expression decided stands in the
 * event. One entry per event type; the table is exhaustive by its type, and an event that it does not have is
 * refused, for folding it into nothing would make another case of it.
 */
import { countContinuations } from '../continuing.ts';
import { UnknownEventError } from '../../stream/decider.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { Table } from '../../stream/table.ts';
import { assign } from '../../stream/undo-log.ts';
import type { Event, EventOf, EventType } from '../event.ts';
import type { CaseState } from '../state.ts';
import { compensationRecorded, compensationTriggered } from './compensation.ts';
import { caseCreated, caseEnded, elementActivated, elementLeft, elementPhaseChanged } from './element.ts';

type Evolvers = { readonly [T in EventType]: (state: CaseState, event: EventOf<T>) => void };
type TableName = 'userTasks' | 'jobs' | 'timers' | 'subscriptions' | 'signals' | 'conditions' | 'calls' | 'incidents';

const gone = (table: TableName) => (state: CaseState, { ordinal }: { readonly ordinal: Ordinal }): void => {
  state[table].delete(ordinal);
};

const nothing = (): void => undefined;

/** Changes a row that is there. */
const update = <T extends object>(table: Table<T>, ordinal: Ordinal, changes: Partial<T>): void => {
  const row = table.get(ordinal);
  if (row !== undefined) table.set(ordinal, { ...row, ...changes });
};

const retriesChanged = (state: CaseState, { ordinal, retries }: { readonly ordinal: Ordinal; readonly retries: number }): void =>
  update(state.jobs, ordinal, { retries });

const evolvers: Evolvers = {
  CaseCreated: caseCreated,
  CaseCompleted: caseEnded('completed'),
  CaseTerminated: caseEnded('terminated'),
  CaseFoundBroken: nothing,
  ElementActivated: elementActivated,
  ElementPhaseChanged: elementPhaseChanged,
  ElementCompleted: elementLeft('completed'),
  ElementTerminated: elementLeft('terminated'),
  SequenceFlowTaken: (state, { scope, flow, held }) => state.tokens.put(scope, flow, held === true),
  TokensDropped: (state, { scope }) => state.tokens.drop(scope),
  VariableSet: (state, { scope, name, ordinal, value }) => state.variables.set(scope, name, { ordinal, value }),
  UserTaskCreated: (state, event) => {
    const { ordinal, instance, assignee, dueDate, followUpDate, candidateGroups, candidateUsers, priority } = event;
    state.userTasks.set(ordinal, { instance, assignee, attributes: { dueDate, followUpDate, candidateGroups, candidateUsers, priority } });
  },
  UserTaskAssigned: (state, { ordinal, assignee }) => update(state.userTasks, ordinal, { assignee }),
  UserTaskUpdated: (state, { ordinal, changes }) => {
    const task = state.userTasks.get(ordinal);
    if (task !== undefined) state.userTasks.set(ordinal, { ...task, attributes: { ...task.attributes, ...changes } });
  },
  UserTaskCompleted: (state, { ordinal, by }) => {
    const task = state.userTasks.get(ordinal);
    const element = task === undefined ? undefined : state.elements.get(task.instance)?.element;
    if (element !== undefined) state.completers.set(element, by);
    state.userTasks.delete(ordinal);
  },
  UserTaskCanceled: gone('userTasks'),
  CommentAdded: nothing,
  JobCreated: (state, { ordinal, instance, jobType, retries, purpose, listener }) =>
    state.jobs.set(ordinal, { instance, jobType, retries, ...(purpose === undefined ? {} : { purpose }), ...(listener === undefined ? {} : { listener }) }),
  JobCompleted: gone('jobs'),
  JobFailed: retriesChanged,
  JobErrorThrown: (state, { ordinal, caught }) => {
    if (caught) state.jobs.delete(ordinal);
  },
  JobRetriesUpdated: retriesChanged,
  JobOffered: nothing,
  JobCanceled: gone('jobs'),
  TimerScheduled: (state, { type: _type, ordinal, ...timer }) => state.timers.set(ordinal, timer),
  TimerFired: gone('timers'),
  TimerCanceled: gone('timers'),
  MessageSubscriptionOpened: (state, { type: _type, ordinal, ...subscription }) => state.subscriptions.set(ordinal, subscription),
  MessageCorrelated: (state, { ordinal, once }) => {
    if (once) state.subscriptions.delete(ordinal);
  },
  MessageSubscriptionClosed: gone('subscriptions'),
  SignalSubscriptionOpened: (state, { type: _type, ordinal, ...subscription }) => state.signals.set(ordinal, subscription),
  SignalCaught: (state, { ordinal, once }) => {
    if (once) state.signals.delete(ordinal);
  },
  SignalSubscriptionClosed: gone('signals'),
  SignalThrown: nothing,
  ConditionOpened: (state, { type: _type, ordinal, ...condition }) => state.conditions.set(ordinal, condition),
  ConditionFulfilled: (state, { ordinal, once }) => {
    if (once) state.conditions.delete(ordinal);
  },
  ConditionClosed: gone('conditions'),
  EscalationThrown: nothing,
  ErrorLeft: nothing,
  LoopStarted: (state, { ordinal, size, items }) => state.loops.start(ordinal, size, items ?? null),
  LoopOutputCollected: (state, { ordinal, loop, value }) => state.loops.collect(ordinal, loop - 1, value),
  CompensationRecorded: compensationRecorded,
  CompensationTriggered: compensationTriggered,
  ComplexJoinChanged: (state, { scope, element, taken }) => state.complexJoins.set(scope, element, taken),
  CaseCalled: (state, { ordinal, instance, case: called }) => state.calls.set(ordinal, { instance, case: called }),
  CallEnded: gone('calls'),
  CallCanceled: gone('calls'),
  IncidentCreated: (state, { ordinal, instance, job, errorType, phase }) =>
    state.incidents.set(ordinal, { instance, errorType, phase, ...(job === undefined ? {} : { job }) }),
  IncidentResolved: gone('incidents'),
  DecisionEvaluated: nothing,
  ContinuationRequested: (state, { elements = [], scopes = [] }) => assign(state.undo, state, 'continuation', { elements, scopes }),
  Continued: (state) => assign(state.undo, state, 'continuation', null),
  StatechartMoved: (state, { snapshot }) => assign(state.undo, state, 'configuration', snapshot),
};

const folds = new Map<string, (state: CaseState, event: Event) => void>(Object.entries(evolvers) as [EventType, (state: CaseState, event: Event) => void][]);

/** Event types that this program folds. */
export const eventTypes: readonly string[] = Object.keys(evolvers);

/** @throws UnknownEventError */
export const evolve = (state: CaseState, event: Event): void => {
  const fold = folds.get(event.type);
  if (fold === undefined) throw new UnknownEventError(event.type);
  const ordinal = 'ordinal' in event ? event.ordinal : 0;
  if (ordinal > state.lastOrdinal) assign(state.undo, state, 'lastOrdinal', ordinal);
  countContinuations(state, event);
  fold(state, event);
};
