/**
 * The commands and events of a case as they stand in the journal. A code, an order, or what leaving out means
 * is never changed: add a field at the end, or a new type. What is seldom left out comes first.
 */
import {
  aloneOfLast, asCommanded, commandsField, commandsValue, commandsVariable, members, nullable, ofLast, optional, optionalMembers,
  optionalValue, otherwise, required, value, valueAsCommanded, whoActs, type Shapes, type StreamShape,
} from '../stream/shape.ts';
import type { Command } from './command.ts';
import type { Event } from './event.ts';

const none = otherwise([]);
const caseScope = otherwise(0);

const called = { instance: required, case: required } as const;

const commands: Shapes<Command> = {
  CreateCase: ['CN', {
    definition: required, tags: optional, startInstructions: optional, parent: optional, root: optional, businessId: optionalValue, variables: members,
    caught: optional, startEvent: optional, startedBy: optional,
  }],
  CancelCase: ['CX', {}],
  CloseCase: ['CL', { because: value }],
  Continue: ['CO', {}],
  ReportFault: ['RF', { errorMessage: value }],
  CompleteUserTask: ['UC', { task: required, action: optional, variables: members }],
  AssignUserTask: ['UA', { task: required, assignee: required, allowOverride: otherwise(true), action: optional }],
  UnassignUserTask: ['UX', { task: required }],
  UpdateUserTask: ['UU', { task: required, changes: required, action: optional }],
  AddComment: ['CA', { task: optional, text: value }],
  CompleteJob: ['JC', { job: required, variables: members }],
  FailJob: ['JF', { job: required, retries: otherwise(0), retryBackOffMs: otherwise(0), errorMessage: value, variables: optionalMembers }],
  ThrowJobError: ['JE', { job: required, errorCode: required, errorMessage: value, variables: members }],
  UpdateJob: ['JU', { job: required, retries: required }],
  FireTimer: ['TF', { timer: required }],
  CorrelateMessage: ['MC', { subscription: required, message: required, variables: members }],
  CatchSignal: ['SC', { subscription: required, variables: members }],
  CancelCalledCase: ['LX', {}],
  CompleteCall: ['LC', { ...called, variables: members }],
  FailCall: ['LF', { ...called, errorCode: required, errorMessage: value, variables: members }],
  EscalateCall: ['LE', { ...called, escalationCode: required }],
  BreakCall: ['LB', { ...called, errorMessage: value }],
  SetVariables: ['VS', { scope: caseScope, local: otherwise(false), variables: members }],
  ResolveIncident: ['IR', { incident: required, retries: optional }],
  SendEvent: ['SE', { event: required, data: members }],
};

/** Nearly always, work is for the element that was activated just before. */
const instance = ofLast('ElementActivated', 'ordinal');
const element = ofLast('ElementActivated', 'element');
const ofTask = commandsField('task');
const ofJob = commandsField('job');

const events: Shapes<Event> = {
  CaseCreated: ['cn', {
    initiator: whoActs, definition: asCommanded, tags: asCommanded, parent: asCommanded, root: asCommanded, businessId: valueAsCommanded,
    caught: asCommanded, startEvent: asCommanded, startedBy: asCommanded,
  }],
  CaseCompleted: ['cc', {}],
  CaseTerminated: ['ct', {}],
  CaseFoundBroken: ['cb', { step: required }],
  ElementActivated: ['ea', {
    ordinal: required, element: required, kind: required, scope: caseScope, consumes: aloneOfLast('SequenceFlowTaken', 'flow'),
    attachedTo: optional, phase: optional, loop: optional, compensates: optional,
  }],
  ElementCompleted: ['ec', { ordinal: instance }],
  ElementTerminated: ['et', { ordinal: required }],
  ElementPhaseChanged: ['ep', { ordinal: required, phase: required, next: optional }],
  SequenceFlowTaken: ['sf', { flow: required, scope: caseScope, held: optional }],
  TokensDropped: ['td', { scope: caseScope }],
  VariableSet: ['vs', { ordinal: required, name: required, scope: caseScope, value: commandsVariable }],
  UserTaskCreated: ['un', {
    ordinal: required, name: nullable, assignee: nullable, candidateGroups: none, candidateUsers: none, dueDate: nullable,
    followUpDate: nullable, priority: otherwise(50), formId: nullable, form: optional, externalFormReference: nullable,
    headers: otherwise({}), instance, element,
  }],
  UserTaskAssigned: ['ua', { ordinal: ofTask, assignee: nullable, by: whoActs, action: asCommanded }],
  UserTaskUpdated: ['uu', { ordinal: ofTask, changes: asCommanded, by: whoActs, action: asCommanded }],
  UserTaskCompleted: ['uc', { ordinal: ofTask, by: whoActs, action: asCommanded }],
  UserTaskCanceled: ['ux', { ordinal: required }],
  CommentAdded: ['ca', { ordinal: required, task: asCommanded, by: whoActs, text: valueAsCommanded }],
  JobCreated: ['jn', { ordinal: required, jobType: required, retries: otherwise(3), headers: otherwise({}), purpose: optional, instance, element, listener: optional }],
  JobCompleted: ['jc', { ordinal: ofJob }],
  JobFailed: ['jf', { ordinal: ofJob, retries: asCommanded, retryAt: required, message: commandsValue('errorMessage') }],
  JobErrorThrown: ['je', { ordinal: ofJob, errorCode: asCommanded, caught: otherwise(true), message: commandsValue('errorMessage') }],
  JobRetriesUpdated: ['ju', { ordinal: ofJob, retries: asCommanded }],
  JobOffered: ['jo', { ordinal: required }],
  JobCanceled: ['jx', { ordinal: required }],
  TimerScheduled: ['tn', { ordinal: required, due: required, target: element, repetitions: optional, interval: optional, instance }],
  TimerFired: ['tf', { ordinal: commandsField('timer') }],
  TimerCanceled: ['tx', { ordinal: required }],
  MessageSubscriptionOpened: ['mn', { ordinal: required, messageName: required, target: element, once: otherwise(true), instance, correlationKey: value }],
  MessageCorrelated: ['mc', { ordinal: commandsField('subscription'), message: asCommanded, once: otherwise(true) }],
  MessageSubscriptionClosed: ['mx', { ordinal: required }],
  SignalSubscriptionOpened: ['sn', { ordinal: required, signalName: required, target: element, once: otherwise(true), instance }],
  SignalCaught: ['sc', { ordinal: required, once: otherwise(true) }],
  SignalSubscriptionClosed: ['sx', { ordinal: required }],
  SignalThrown: ['st', { signalName: required, instance, element, variables: members }],
  ConditionOpened: ['on', { ordinal: required, target: element, instance }],
  ConditionFulfilled: ['of', { ordinal: required, once: otherwise(true) }],
  ConditionClosed: ['ox', { ordinal: required }],
  EscalationThrown: ['eh', { escalationCode: required, caught: nullable, leaves: optional, instance, element }],
  ErrorLeft: ['el', { errorCode: required, message: commandsValue('errorMessage'), variables: members }],
  LoopStarted: ['ln', { size: required, ordinal: instance, items: optionalValue }],
  LoopOutputCollected: ['lo', { ordinal: required, loop: required, value }],
  CompensationRecorded: ['kn', { ordinal: required, element: required, kind: required, scope: caseScope, instance, variables: members }],
  CompensationTriggered: ['kt', { ordinal: required, instance: required }],
  ComplexJoinChanged: ['xj', { element: required, scope: caseScope, taken: none }],
  CaseCalled: ['xn', { ordinal: required, case: required, definition: required, root: required, caught: optional, all: otherwise(true), instance, element }],
  CallEnded: ['xe', { ordinal: required }],
  CallCanceled: ['xx', { ordinal: required }],
  IncidentCreated: ['in', { ordinal: required, errorType: required, phase: required, job: optional, instance, element, message: commandsValue('errorMessage') }],
  IncidentResolved: ['ir', { ordinal: commandsField('incident') }],
  DecisionEvaluated: ['de', {
    ordinal: required, decisionId: required, decisionKey: required, hash: required, state: otherwise('evaluated'), instance, element, output: value, report: value,
  }],
  ContinuationRequested: ['cr', { elements: optional, scopes: optional }],
  Continued: ['co', {}],
  StatechartMoved: ['sm', { snapshot: required }],
};

export const caseShape: StreamShape<Command, Event> = { commands, events, endings: ['CaseCompleted', 'CaseTerminated'] };
