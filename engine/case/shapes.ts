/** The commands and events of a case as they stand in the journal. An order or a default here is never changed: add at the end, or a new type. */
import {
  asCommanded, commandsVariable, members, nullable, optional, optionalMembers, optionalValue, otherwise, required, value,
  valueAsCommanded, type Shapes, type StreamShape,
} from '../stream/shape.ts';
import type { Command } from './command.ts';
import type { Event } from './event.ts';

const none = otherwise([]);
const caseScope = otherwise(0);

const commands: Shapes<Command> = {
  CreateCase: {
    definition: required, tags: optional, startInstructions: optional, parent: optional, root: optional, businessId: optionalValue, variables: members,
  },
  CancelCase: {},
  Continue: {},
  ReportFault: { errorMessage: value },
  CompleteUserTask: { task: required, action: optional, variables: members },
  AssignUserTask: { task: required, assignee: required, allowOverride: otherwise(true), action: optional },
  UnassignUserTask: { task: required },
  UpdateUserTask: { task: required, changes: required, action: optional },
  CompleteJob: { job: required, variables: members },
  FailJob: { job: required, retries: otherwise(0), retryBackOffMs: otherwise(0), errorMessage: value, variables: optionalMembers },
  ThrowJobError: { job: required, errorCode: required, errorMessage: value, variables: members },
  UpdateJob: { job: required, retries: required },
  FireTimer: { timer: required },
  CorrelateMessage: { subscription: required, message: required, variables: members },
  SetVariables: { scope: caseScope, local: otherwise(false), variables: members },
  ResolveIncident: { incident: required },
  SendEvent: { event: required, data: members },
};

const events: Shapes<Event> = {
  CaseCreated: {
    initiator: nullable, definition: asCommanded, tags: asCommanded, parent: asCommanded, root: asCommanded, businessId: valueAsCommanded,
  },
  CaseCompleted: {},
  CaseTerminated: {},
  ElementActivated: {
    ordinal: required, element: required, kind: required, consumes: optional, scope: caseScope, attachedTo: optional, phase: optional, loop: optional,
  },
  ElementCompleted: { ordinal: required },
  ElementTerminated: { ordinal: required },
  ElementPhaseChanged: { ordinal: required, phase: required, next: optional },
  SequenceFlowTaken: { flow: required, scope: caseScope, held: optional },
  TokensDropped: { scope: caseScope },
  VariableSet: { ordinal: required, name: required, scope: caseScope, value: commandsVariable },
  UserTaskCreated: {
    ordinal: required, instance: required, element: required, name: nullable, assignee: nullable, candidateGroups: none,
    candidateUsers: none, dueDate: nullable, followUpDate: nullable, priority: otherwise(50), formId: nullable,
    form: optional, externalFormReference: nullable, headers: otherwise({}),
  },
  UserTaskAssigned: { ordinal: required, assignee: nullable, by: nullable, action: optional },
  UserTaskUpdated: { ordinal: required, changes: required, by: nullable, action: optional },
  UserTaskCompleted: { ordinal: required, by: nullable, action: optional },
  UserTaskCanceled: { ordinal: required },
  JobCreated: { ordinal: required, instance: required, element: required, jobType: required, retries: otherwise(3), headers: otherwise({}), purpose: optional },
  JobCompleted: { ordinal: required },
  JobFailed: { ordinal: required, retries: otherwise(0), retryAt: required, message: value },
  JobErrorThrown: { ordinal: required, errorCode: required, caught: otherwise(true), message: value },
  JobRetriesUpdated: { ordinal: required, retries: required },
  JobOffered: { ordinal: required },
  JobCanceled: { ordinal: required },
  TimerScheduled: { ordinal: required, instance: required, target: required, due: required, repetitions: optional, interval: optional },
  TimerFired: { ordinal: required },
  TimerCanceled: { ordinal: required },
  MessageSubscriptionOpened: {
    ordinal: required, instance: required, target: required, messageName: required, once: otherwise(true), correlationKey: value,
  },
  MessageCorrelated: { ordinal: required, message: asCommanded, once: otherwise(true) },
  MessageSubscriptionClosed: { ordinal: required },
  IncidentCreated: { ordinal: required, instance: required, element: required, errorType: required, phase: required, job: optional, message: value },
  IncidentResolved: { ordinal: required },
  DecisionEvaluated: {
    ordinal: required, instance: required, element: required, decisionId: required, decisionKey: required, hash: required,
    state: otherwise('evaluated'), output: value, report: value,
  },
  ContinuationRequested: { elements: optional, scopes: optional },
  Continued: {},
  StatechartMoved: { snapshot: required },
};

export const caseShape: StreamShape<Command, Event> = { commands, events, endings: ['CaseCompleted', 'CaseTerminated'] };
