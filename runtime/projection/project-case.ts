/**
 * From a case's events to rows, one small pure function per event type. Live commits and a rebuild
 * from the journal go through here alike, so projections cannot drift from the record.
 */
import type { Event, EventOf, EventType, UserTaskChanges } from '../../engine/case/index.ts';
import { anonymous, siblingKey } from '../../engine/stream/index.ts';
import type { Projection } from './projection.ts';
import type { ProjectionRows } from './projection-rows.ts';

type Projector<T extends EventType> = (event: EventOf<T>, projection: Projection) => void;

const keyOf = ({ stream }: Projection, ordinal: number): bigint => siblingKey(stream, ordinal);

const patchInstance = ({ rows, stream }: Projection, patch: Parameters<ProjectionRows['instances']['change']>[2]): void =>
  rows.instances.change(stream, { key: stream }, patch);

const endCase = (state: string) => (_event: unknown, projection: Projection): void => patchInstance(projection, { state, endedAt: projection.at });

/** Counts of unresolved incidents travel as differences. */
const countIncident = (projection: Projection, difference: number): void => patchInstance(projection, { incidents: difference });

const leaveElement = (state: string) => (event: { ordinal: number }, projection: Projection): void => {
  const key = keyOf(projection, event.ordinal);
  projection.rows.elements.change(key, { key }, { state, endedAt: projection.at });
};

type TaskPatch = Parameters<ProjectionRows['userTasks']['change']>[2];

const taskColumns = ({ dueDate, followUpDate, candidateGroups, candidateUsers, priority }: UserTaskChanges): TaskPatch => ({
  ...(dueDate === undefined ? {} : { dueDate }),
  ...(followUpDate === undefined ? {} : { followUpDate }),
  ...(candidateGroups === undefined ? {} : { candidateGroups }),
  ...(candidateUsers === undefined ? {} : { candidateUsers }),
  ...(priority === undefined ? {} : { priority }),
});

const patchTask = (projection: Projection, ordinal: number, patch: TaskPatch): void => {
  const key = keyOf(projection, ordinal);
  projection.rows.userTasks.change(key, { key }, patch);
};

const actionOf = (event: { readonly action?: string }): TaskPatch => (event.action === undefined ? {} : { action: event.action });

/** A job with an incident may not be taken until the incident is resolved. */
const never = '9999-12-31T00:00:00.000Z';

const patchJob = (projection: Projection, ordinal: number, patch: Parameters<ProjectionRows['jobs']['change']>[2]): void => {
  const key = keyOf(projection, ordinal);
  projection.rows.jobs.change(key, { key }, patch);
};

const dropTimer = (event: { readonly ordinal: number }, projection: Projection): void => {
  const key = keyOf(projection, event.ordinal);
  projection.rows.timers.delete(key, { key });
};

const closeSubscription = (projection: Projection, ordinal: number, state: string): void => {
  const key = keyOf(projection, ordinal);
  projection.rows.subscriptions.change(key, { key }, { state, updatedAt: projection.at });
};

/** Names a person in a case within a batch: the bytes of the id, then the case, so that no two have the same number. */
const placeOf = (stream: bigint, person: string): bigint => (BigInt(`0x${Buffer.from(person).toString('hex')}`) << 64n) | stream;

/** Who is not known is nobody. */
const takesPart = ({ rows, stream }: Projection, person: string | null): void => {
  if (person !== null && person !== '' && person !== anonymous.id) rows.participants.put(placeOf(stream, person), { caseKey: stream, person });
};

const nothing = (): void => undefined;

const projectors: { readonly [T in EventType]: Projector<T> } = {
  CaseCreated: (event, projection) => {
    const { rows, stream, at } = projection;
    takesPart(projection, event.initiator);
    rows.instances.put(stream, {
      key: stream,
      definitionKey: event.definition.key,
      businessId: event.businessId ?? null,
      tags: event.tags ?? [],
      state: 'ACTIVE',
      incidents: 0,
      startedAt: at,
      endedAt: null,
      initiator: event.initiator,
      parentKey: event.parent ?? null,
      rootKey: event.root ?? stream,
    });
  },
  CaseCompleted: endCase('COMPLETED'),
  CaseTerminated: endCase('TERMINATED'),
  CaseFoundBroken: nothing,
  ElementActivated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.elements.put(key, {
      key,
      scopeKey: keyOf(projection, event.scope),
      elementId: event.element,
      kind: event.kind,
      state: 'ACTIVE',
      startedAt: projection.at,
      endedAt: null,
    });
  },
  ElementCompleted: leaveElement('COMPLETED'),
  ElementTerminated: leaveElement('TERMINATED'),
  ElementPhaseChanged: nothing,
  SequenceFlowTaken: nothing,
  TokensDropped: nothing,
  VariableSet: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.variables.put(key, {
      key,
      scopeKey: keyOf(projection, event.scope),
      name: event.name,
      // A redacted value is gone from the journal; the row says null.
      value: projection.texts.of(event.value ?? null),
    });
  },
  UserTaskCreated: (event, projection) => {
    takesPart(projection, event.assignee);
    const key = keyOf(projection, event.ordinal);
    projection.rows.userTasks.put(key, {
      key,
      elementInstanceKey: keyOf(projection, event.instance),
      elementId: event.element,
      name: event.name,
      state: 'CREATED',
      assignee: event.assignee,
      candidateGroups: event.candidateGroups,
      candidateUsers: event.candidateUsers,
      dueDate: event.dueDate,
      followUpDate: event.followUpDate,
      priority: event.priority,
      formId: event.formId,
      externalFormReference: event.externalFormReference,
      headers: projection.texts.of(event.headers),
      action: null,
      createdAt: projection.at,
      completedAt: null,
      completedBy: null,
    });
  },
  UserTaskAssigned: (event, projection) => {
    takesPart(projection, event.assignee);
    patchTask(projection, event.ordinal, { assignee: event.assignee, ...actionOf(event) });
  },
  UserTaskUpdated: (event, projection) =>
    patchTask(projection, event.ordinal, { ...taskColumns(event.changes), ...actionOf(event) }),
  UserTaskCompleted: (event, projection) => {
    takesPart(projection, event.by);
    patchTask(projection, event.ordinal, { state: 'COMPLETED', completedAt: projection.at, completedBy: event.by, ...actionOf(event) });
  },
  UserTaskCanceled: (event, projection) =>
    patchTask(projection, event.ordinal, { state: 'CANCELED', completedAt: projection.at }),
  CommentAdded: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    takesPart(projection, event.by);
    projection.rows.comments.put(key, {
      key,
      userTaskKey: event.task === undefined ? null : keyOf(projection, event.task),
      // A redacted text is gone from the journal.
      text: event.text ?? null,
      by: event.by,
      createdAt: projection.at,
    });
  },
  JobCreated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.jobs.put(key, {
      key,
      elementInstanceKey: keyOf(projection, event.instance),
      elementId: event.element,
      type: event.jobType,
      state: 'CREATED',
      retries: event.retries,
      headers: projection.texts.of(event.headers),
      errorCode: null,
      errorMessage: null,
      createdAt: projection.at,
      endedAt: null,
      availableAt: projection.at,
      purpose: event.purpose ?? null,
    });
  },
  JobCompleted: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'COMPLETED', endedAt: projection.at }),
  JobFailed: (event, projection) =>
    patchJob(projection, event.ordinal, {
      state: 'FAILED',
      retries: event.retries,
      errorMessage: event.message ?? '',
      availableAt: event.retries > 0 ? new Date(event.retryAt).toISOString() : never,
    }),
  JobErrorThrown: (event, projection) =>
    patchJob(projection, event.ordinal, {
      state: 'ERROR_THROWN',
      errorCode: event.errorCode,
      errorMessage: event.message ?? '',
      ...(event.caught ? { endedAt: projection.at } : { availableAt: never }),
    }),
  JobRetriesUpdated: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'RETRIES_UPDATED', retries: event.retries }),
  JobOffered: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'RETRIES_UPDATED', availableAt: projection.at }),
  JobCanceled: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'CANCELED', endedAt: projection.at }),
  TimerScheduled: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.timers.put(key, {
      key,
      elementInstanceKey: keyOf(projection, event.instance),
      elementId: event.target,
      dueAt: new Date(event.due).toISOString(),
    });
  },
  TimerFired: dropTimer,
  TimerCanceled: dropTimer,
  MessageSubscriptionOpened: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.subscriptions.put(key, {
      key,
      elementInstanceKey: keyOf(projection, event.instance),
      elementId: event.target,
      messageName: event.messageName,
      correlationKey: event.correlationKey ?? '',
      once: event.once,
      state: 'CREATED',
      updatedAt: projection.at,
    });
  },
  MessageCorrelated: (event, projection) => {
    if (event.once) closeSubscription(projection, event.ordinal, 'CORRELATED');
  },
  MessageSubscriptionClosed: (event, projection) => closeSubscription(projection, event.ordinal, 'DELETED'),
  SignalSubscriptionOpened: nothing,
  SignalCaught: nothing,
  SignalSubscriptionClosed: nothing,
  SignalThrown: nothing,
  ConditionOpened: nothing,
  ConditionFulfilled: nothing,
  ConditionClosed: nothing,
  EscalationThrown: nothing,
  ErrorLeft: nothing,
  LoopStarted: nothing,
  LoopOutputCollected: nothing,
  CompensationRecorded: nothing,
  CompensationTriggered: nothing,
  ComplexJoinChanged: nothing,
  CaseCalled: nothing,
  CallEnded: nothing,
  CallCanceled: nothing,
  IncidentCreated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.incidents.put(key, {
      key,
      elementInstanceKey: keyOf(projection, event.instance),
      elementId: event.element,
      jobKey: event.job === undefined ? null : keyOf(projection, event.job),
      errorType: event.errorType,
      message: event.message ?? '',
      state: 'ACTIVE',
      createdAt: projection.at,
      resolvedAt: null,
    });
    countIncident(projection, 1);
  },
  IncidentResolved: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.incidents.change(key, { key }, { state: 'RESOLVED', resolvedAt: projection.at });
    countIncident(projection, -1);
  },
  DecisionEvaluated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.decisions.put(key, {
      key,
      elementInstanceKey: keyOf(projection, event.instance),
      elementId: event.element,
      decisionId: event.decisionId,
      decisionKey: event.decisionKey,
      state: event.state === 'failed' ? 'FAILED' : 'EVALUATED',
      output: projection.texts.of(event.output ?? null),
      report: projection.texts.of(event.report ?? null),
      evaluatedAt: projection.at,
    });
  },
  ContinuationRequested: nothing,
  Continued: nothing,
  StatechartMoved: nothing,
};

export const projectCase = (event: Event, projection: Projection): void => {
  (projectors[event.type] as ((event: Event, projection: Projection) => void) | undefined)?.(event, projection);
};
