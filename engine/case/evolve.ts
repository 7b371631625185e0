/**
 * The only code that changes a case's state. It never decides and never throws: whatever an old
 * journal says is folded. One entry per event type; the table is exhaustive by its type.
 */
import type { Event, EventOf, EventType } from './event.ts';
import type { Ordinal } from '../stream/key.ts';
import { memberOf, setMember } from '../json/named-members.ts';
import type { CaseState } from './state.ts';

type Evolvers = { readonly [T in EventType]: (state: CaseState, event: EventOf<T>) => void };

const attach = (state: CaseState, instance: Ordinal, ordinal: Ordinal): void => {
  state.elements[instance]?.attached.push(ordinal);
};

const detach = (state: CaseState, instance: Ordinal | undefined, ordinal: Ordinal): void => {
  const attached = instance === undefined ? undefined : state.elements[instance]?.attached;
  const at = attached === undefined ? -1 : attached.indexOf(ordinal);
  if (at >= 0) attached?.splice(at, 1);
};

const dropUserTask = (state: CaseState, { ordinal }: { ordinal: Ordinal }): void => {
  detach(state, state.userTasks[ordinal]?.instance, ordinal);
  delete state.userTasks[ordinal];
};

const dropJob = (state: CaseState, { ordinal }: { ordinal: Ordinal }): void => {
  detach(state, state.jobs[ordinal]?.instance, ordinal);
  delete state.jobs[ordinal];
};

const dropTimer = (state: CaseState, { ordinal }: { ordinal: Ordinal }): void => {
  detach(state, state.timers[ordinal]?.instance, ordinal);
  delete state.timers[ordinal];
};

const dropSubscription = (state: CaseState, { ordinal }: { ordinal: Ordinal }): void => {
  detach(state, state.subscriptions[ordinal]?.instance, ordinal);
  delete state.subscriptions[ordinal];
};

const leaveElement = (state: CaseState, { ordinal }: { ordinal: Ordinal }): void => {
  const instance = state.elements[ordinal];
  if (instance === undefined) return;
  const scope = state.scopes[instance.scope];
  if (scope !== undefined) scope.children -= 1;
  delete state.elements[ordinal];
  delete state.scopes[ordinal];
  delete state.variables[ordinal];
};

const takeTokens = (state: CaseState, scope: Ordinal, flows: readonly string[]): void => {
  const tokens = state.scopes[scope]?.tokens;
  if (tokens === undefined) return;
  for (const flow of flows) {
    const left = (memberOf(tokens, flow) ?? 0) - 1;
    if (left > 0) setMember(tokens, flow, left);
    else delete tokens[flow];
  }
};

const end = (status: 'completed' | 'terminated') => (state: CaseState): void => {
  state.status = status;
};

const evolvers: Evolvers = {
  CaseCreated: (state, event) => {
    state.status = 'active';
    state.definition = event.definition;
  },
  CaseCompleted: end('completed'),
  CaseTerminated: end('terminated'),
  ElementActivated: (state, event) => {
    const { element, kind, scope, attachedTo } = event;
    const base = { element, kind, scope, attached: [] };
    state.elements[event.ordinal] = attachedTo === undefined ? base : { ...base, attachedTo };
    (state.scopes[scope] ??= { children: 0, tokens: {} }).children += 1;
    if (event.consumes !== undefined) takeTokens(state, scope, event.consumes);
  },
  ElementCompleted: leaveElement,
  ElementTerminated: leaveElement,
  SequenceFlowTaken: (state, event) => {
    const scope = (state.scopes[event.scope] ??= { children: 0, tokens: {} });
    setMember(scope.tokens, event.flow, (memberOf(scope.tokens, event.flow) ?? 0) + 1);
  },
  TokensDropped: (state, event) => {
    const scope = state.scopes[event.scope];
    if (scope !== undefined) scope.tokens = {};
  },
  VariableSet: (state, event) => {
    const scope = (state.variables[event.scope] ??= {});
    setMember(scope, event.name, { ordinal: event.ordinal, value: event.value });
  },
  UserTaskCreated: (state, event) => {
    const { instance, assignee, dueDate, followUpDate, candidateGroups, candidateUsers, priority } = event;
    const changes = { dueDate, followUpDate, candidateGroups, candidateUsers, priority };
    state.userTasks[event.ordinal] = { instance, assignee, changes };
    attach(state, instance, event.ordinal);
  },
  UserTaskAssigned: (state, event) => {
    const task = state.userTasks[event.ordinal];
    if (task !== undefined) task.assignee = event.assignee;
  },
  UserTaskUpdated: (state, event) => {
    const task = state.userTasks[event.ordinal];
    if (task !== undefined) task.changes = { ...task.changes, ...event.changes };
  },
  UserTaskCompleted: dropUserTask,
  UserTaskCanceled: dropUserTask,
  JobCreated: (state, event) => {
    const { instance, jobType, retries } = event;
    state.jobs[event.ordinal] = { instance, jobType, retries };
    attach(state, instance, event.ordinal);
  },
  JobCompleted: dropJob,
  JobFailed: (state, event) => {
    const job = state.jobs[event.ordinal];
    if (job !== undefined) job.retries = event.retries;
  },
  JobErrorThrown: (state, event) => {
    if (event.caught) dropJob(state, event);
  },
  JobRetriesUpdated: (state, event) => {
    const job = state.jobs[event.ordinal];
    if (job !== undefined) job.retries = event.retries;
  },
  JobOffered: () => undefined,
  JobCanceled: dropJob,
  TimerScheduled: (state, { type: _type, ordinal, ...timer }) => {
    state.timers[ordinal] = timer;
    attach(state, timer.instance, ordinal);
  },
  TimerFired: dropTimer,
  TimerCanceled: dropTimer,
  MessageSubscriptionOpened: (state, { type: _type, ordinal, ...subscription }) => {
    state.subscriptions[ordinal] = subscription;
    attach(state, subscription.instance, ordinal);
  },
  MessageCorrelated: (state, event) => {
    if (event.once) dropSubscription(state, event);
  },
  MessageSubscriptionClosed: dropSubscription,
  IncidentCreated: (state, event) => {
    const { instance, job, errorType, phase } = event;
    const base = { instance, errorType, phase };
    state.incidents[event.ordinal] = job === undefined ? base : { ...base, job };
    attach(state, instance, event.ordinal);
  },
  IncidentResolved: (state, event) => {
    detach(state, state.incidents[event.ordinal]?.instance, event.ordinal);
    delete state.incidents[event.ordinal];
  },
  DecisionEvaluated: () => undefined,
  ContinuationRequested: () => undefined,
  StatechartMoved: (state, event) => {
    state.statechart = event.snapshot;
  },
};

export const evolve = (state: CaseState, event: Event): void => {
  const ordinal = 'ordinal' in event ? event.ordinal : 0;
  if (ordinal > state.lastOrdinal) state.lastOrdinal = ordinal;
  (evolvers[event.type] as ((state: CaseState, event: Event) => void) | undefined)?.(state, event);
};
