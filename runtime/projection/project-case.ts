/**
 * From a case's events to rows, one small pure function per event type. Live commits and a rebuild
 * from the journal go through here alike, so projections cannot drift from the record.
 */
import type { Event, EventOf, EventType, UserTaskChanges } from '../../engine/case/index.ts';
import { siblingKey } from '../../engine/case/index.ts';
import type { ProjectionRows } from './projection-rows.ts';
import { arrayLiteral } from '../port/array-literal.ts';

export interface Projection {
  readonly rows: ProjectionRows;
  readonly caseKey: bigint;
  /** ISO time of the step. */
  readonly at: string;
}

type Projector<T extends EventType> = (event: EventOf<T>, projection: Projection) => void;

const keyOf = ({ caseKey }: Projection, ordinal: number): bigint => siblingKey(caseKey, ordinal);

const endCase = (state: string) => (_event: unknown, { rows, caseKey, at }: Projection): void => {
  if (rows.instances.has(caseKey)) rows.instances.patch(caseKey, { state, ended_at: at });
  else patchInstance(rows, caseKey, { state, ended_at: at });
};

const patchInstance = (
  rows: ProjectionRows,
  key: bigint,
  patch: { state?: string; ended_at?: string },
): void => {
  if (!rows.instancePatches.has(key)) rows.instancePatches.put(key, { key, state: null, ended_at: null, incidents: 0 });
  rows.instancePatches.patch(key, patch);
};

/** Counts of unresolved incidents travel as differences; a case created in this batch has a patch as well. */
const countIncident = ({ rows, caseKey }: Projection, difference: number): void => {
  patchInstance(rows, caseKey, {});
  const before = rows.instancePatches.get(caseKey, 'incidents') as number;
  rows.instancePatches.patch(caseKey, { incidents: before + difference });
};

const leaveElement = (state: string) => (event: { ordinal: number }, projection: Projection): void => {
  const { rows, at } = projection;
  const key = keyOf(projection, event.ordinal);
  if (rows.elements.has(key)) rows.elements.patch(key, { state, ended_at: at });
  else rows.elementPatches.put(key, { key, state, ended_at: at });
};

type TaskColumns = { [column: string]: string | number | null };

const taskColumns = (changes: UserTaskChanges): TaskColumns => ({
  ...(changes.dueDate === undefined ? {} : { due_date: changes.dueDate }),
  ...(changes.followUpDate === undefined ? {} : { follow_up_date: changes.followUpDate }),
  ...(changes.candidateGroups === undefined ? {} : { candidate_groups: arrayLiteral(changes.candidateGroups) }),
  ...(changes.candidateUsers === undefined ? {} : { candidate_users: arrayLiteral(changes.candidateUsers) }),
  ...(changes.priority === undefined ? {} : { priority: changes.priority }),
});

const patchTask = (projection: Projection, ordinal: number, columns: TaskColumns): void => {
  const { rows } = projection;
  const key = keyOf(projection, ordinal);
  if (rows.userTasks.has(key)) return rows.userTasks.patch(key, columns);
  const before = JSON.parse(String(rows.userTaskPatches.get(key, 'changes') ?? '{}')) as TaskColumns;
  rows.userTaskPatches.put(key, { key, changes: JSON.stringify({ ...before, ...columns }) });
};

const actionOf = (event: { readonly action?: string }): TaskColumns =>
  event.action === undefined ? {} : { action: event.action };

interface JobPatch {
  readonly state?: string;
  readonly retries?: number;
  readonly error_code?: string;
  readonly error_message?: string;
  readonly ended_at?: string;
  readonly available_at?: string;
}

/** A job with an incident may not be taken until the incident is resolved. */
const never = '9999-12-31T00:00:00.000Z';

const unchanged = { state: null, retries: null, error_code: null, error_message: null, ended_at: null, available_at: null };

const patchJob = (projection: Projection, ordinal: number, patch: JobPatch): void => {
  const { rows } = projection;
  const key = keyOf(projection, ordinal);
  if (rows.jobs.has(key)) return rows.jobs.patch(key, patch);
  if (!rows.jobPatches.has(key)) rows.jobPatches.put(key, { key, ...unchanged });
  rows.jobPatches.patch(key, patch);
};

const dropTimer = (event: { readonly ordinal: number }, projection: Projection): void => {
  const key = keyOf(projection, event.ordinal);
  projection.rows.timersGone.put(key, { key });
};

const closeSubscription = (projection: Projection, ordinal: number, state: string): void => {
  const { rows, at } = projection;
  const key = keyOf(projection, ordinal);
  if (rows.subscriptions.has(key)) rows.subscriptions.patch(key, { state, updated_at: at });
  else rows.subscriptionPatches.put(key, { key, state, updated_at: at });
};

const nothing = (): void => undefined;

const projectors: { readonly [T in EventType]: Projector<T> } = {
  CaseCreated: (event, { rows, caseKey, at }) => {
    rows.instances.put(caseKey, {
      key: caseKey,
      definition_key: event.definition.key,
      business_id: event.businessId ?? null,
      tags: arrayLiteral(event.tags ?? []),
      state: 'ACTIVE',
      started_at: at,
      ended_at: null,
    });
  },
  CaseCompleted: endCase('COMPLETED'),
  CaseTerminated: endCase('TERMINATED'),
  ElementActivated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.elements.put(key, {
      key,
      scope_key: keyOf(projection, event.scope),
      element_id: event.element,
      kind: event.kind,
      state: 'ACTIVE',
      started_at: projection.at,
      ended_at: null,
    });
  },
  ElementCompleted: leaveElement('COMPLETED'),
  ElementTerminated: leaveElement('TERMINATED'),
  SequenceFlowTaken: nothing,
  TokensDropped: nothing,
  VariableSet: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.variables.put(key, {
      key,
      scope_key: keyOf(projection, event.scope),
      name: event.name,
      // A redacted value is gone from the journal; the row says null.
      value: JSON.stringify(event.value ?? null),
    });
  },
  UserTaskCreated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.userTasks.put(key, {
      key,
      element_instance_key: keyOf(projection, event.instance),
      element_id: event.element,
      name: event.name,
      state: 'CREATED',
      assignee: event.assignee,
      candidate_groups: arrayLiteral(event.candidateGroups),
      candidate_users: arrayLiteral(event.candidateUsers),
      due_date: event.dueDate,
      follow_up_date: event.followUpDate,
      priority: event.priority,
      form_id: event.formId,
      external_form_reference: event.externalFormReference,
      headers: JSON.stringify(event.headers),
      action: null,
      created_at: projection.at,
      completed_at: null,
    });
  },
  UserTaskAssigned: (event, projection) =>
    patchTask(projection, event.ordinal, { assignee: event.assignee, ...actionOf(event) }),
  UserTaskUpdated: (event, projection) =>
    patchTask(projection, event.ordinal, { ...taskColumns(event.changes), ...actionOf(event) }),
  UserTaskCompleted: (event, projection) =>
    patchTask(projection, event.ordinal, { state: 'COMPLETED', completed_at: projection.at, ...actionOf(event) }),
  UserTaskCanceled: (event, projection) =>
    patchTask(projection, event.ordinal, { state: 'CANCELED', completed_at: projection.at }),
  JobCreated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.jobs.put(key, {
      key,
      element_instance_key: keyOf(projection, event.instance),
      element_id: event.element,
      type: event.jobType,
      state: 'CREATED',
      retries: event.retries,
      headers: JSON.stringify(event.headers),
      error_code: null,
      error_message: null,
      created_at: projection.at,
      ended_at: null,
      available_at: projection.at,
    });
  },
  JobCompleted: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'COMPLETED', ended_at: projection.at }),
  JobFailed: (event, projection) =>
    patchJob(projection, event.ordinal, {
      state: 'FAILED',
      retries: event.retries,
      error_message: event.message ?? '',
      available_at: event.retries > 0 ? new Date(event.retryAt).toISOString() : never,
    }),
  JobErrorThrown: (event, projection) =>
    patchJob(projection, event.ordinal, {
      state: 'ERROR_THROWN',
      error_code: event.errorCode,
      error_message: event.message ?? '',
      ...(event.caught ? { ended_at: projection.at } : { available_at: never }),
    }),
  JobRetriesUpdated: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'RETRIES_UPDATED', retries: event.retries }),
  JobOffered: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'RETRIES_UPDATED', available_at: projection.at }),
  JobCanceled: (event, projection) =>
    patchJob(projection, event.ordinal, { state: 'CANCELED', ended_at: projection.at }),
  TimerScheduled: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.timers.put(key, {
      key,
      element_instance_key: keyOf(projection, event.instance),
      element_id: event.target,
      due_at: new Date(event.due).toISOString(),
    });
  },
  TimerFired: dropTimer,
  TimerCanceled: dropTimer,
  MessageSubscriptionOpened: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.subscriptions.put(key, {
      key,
      element_instance_key: keyOf(projection, event.instance),
      element_id: event.target,
      message_name: event.messageName,
      correlation_key: event.correlationKey ?? '',
      once: event.once,
      state: 'CREATED',
      updated_at: projection.at,
    });
  },
  MessageCorrelated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    const correlation = (key << 64n) | BigInt(event.message);
    projection.rows.correlations.put(correlation, {
      subscription_key: key,
      message_key: event.message,
      correlated_at: projection.at,
    });
    if (event.once) closeSubscription(projection, event.ordinal, 'CORRELATED');
  },
  MessageSubscriptionClosed: (event, projection) => closeSubscription(projection, event.ordinal, 'DELETED'),
  IncidentCreated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.incidents.put(key, {
      key,
      element_instance_key: keyOf(projection, event.instance),
      element_id: event.element,
      job_key: event.job === undefined ? null : keyOf(projection, event.job),
      error_type: event.errorType,
      message: event.message ?? '',
      state: 'ACTIVE',
      created_at: projection.at,
      resolved_at: null,
    });
    countIncident(projection, 1);
  },
  IncidentResolved: (event, projection) => {
    const { rows, at } = projection;
    const key = keyOf(projection, event.ordinal);
    if (rows.incidents.has(key)) rows.incidents.patch(key, { state: 'RESOLVED', resolved_at: at });
    else rows.incidentPatches.put(key, { key, state: 'RESOLVED', resolved_at: at });
    countIncident(projection, -1);
  },
  DecisionEvaluated: (event, projection) => {
    const key = keyOf(projection, event.ordinal);
    projection.rows.decisions.put(key, {
      key,
      element_instance_key: keyOf(projection, event.instance),
      element_id: event.element,
      decision_id: event.decisionId,
      decision_key: event.decisionKey,
      state: event.state,
      output: JSON.stringify(event.output ?? null),
      report: JSON.stringify(event.report ?? null),
      evaluated_at: projection.at,
    });
  },
  ContinuationRequested: nothing,
  StatechartMoved: nothing,
};

export const projectEvent = (event: Event, projection: Projection): void => {
  (projectors[event.type] as ((event: Event, projection: Projection) => void) | undefined)?.(event, projection);
};
