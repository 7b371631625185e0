/**
 * Events are the kernel's only output, in the past tense. Both dialects speak this vocabulary, so
 * projections, wake-ups and replay need not know which dialect a case speaks. What an expression
 * decided stands in the event: folding never evaluates.
 *
 * An event type that changes gets a new name with a version suffix (`JobFailed.2`); the old
 * `evolve` stays for ever, because old journals stay readable for ever.
 */
import type { DefinitionRef, UserTaskChanges } from './command.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';

/** Camunda's element types; statechart states are reported as `SUB_PROCESS` (compound) or `TASK`. */
export type ElementKind =
  | 'PROCESS' | 'SUB_PROCESS' | 'EVENT_SUB_PROCESS' | 'AD_HOC_SUB_PROCESS'
  | 'START_EVENT' | 'INTERMEDIATE_CATCH_EVENT' | 'INTERMEDIATE_THROW_EVENT' | 'BOUNDARY_EVENT' | 'END_EVENT'
  | 'SERVICE_TASK' | 'RECEIVE_TASK' | 'USER_TASK' | 'MANUAL_TASK' | 'TASK' | 'BUSINESS_RULE_TASK'
  | 'SCRIPT_TASK' | 'SEND_TASK' | 'CALL_ACTIVITY' | 'MULTI_INSTANCE_BODY'
  | 'EXCLUSIVE_GATEWAY' | 'INCLUSIVE_GATEWAY' | 'PARALLEL_GATEWAY' | 'EVENT_BASED_GATEWAY';

/** Camunda's incident error types. */
export type IncidentErrorType =
  | 'CALLED_DECISION_ERROR' | 'CALLED_ELEMENT_ERROR' | 'CONDITION_ERROR' | 'DECISION_EVALUATION_ERROR'
  | 'EXTRACT_VALUE_ERROR' | 'FORM_NOT_FOUND' | 'IO_MAPPING_ERROR' | 'JOB_NO_RETRIES'
  | 'UNHANDLED_ERROR_EVENT' | 'RESOURCE_NOT_FOUND' | 'UNKNOWN';

/**
 * Where a case goes on when an incident is resolved: `activate` runs the element's activation
 * again, `complete` its completion (output mappings, outgoing flows), `job` offers its job again.
 * `continue` is an incident of the case itself: the tokens that wait are taken up.
 */
export type IncidentPhase = 'activate' | 'complete' | 'job' | 'continue';

export type Event =
  | {
      readonly type: 'CaseCreated';
      readonly definition: DefinitionRef;
      readonly businessId?: string;
      readonly tags?: readonly string[];
    }
  | { readonly type: 'CaseCompleted' }
  | { readonly type: 'CaseTerminated' }
  | {
      readonly type: 'ElementActivated';
      readonly ordinal: Ordinal;
      /** The model's id of the flow node or state. */
      readonly element: string;
      readonly kind: ElementKind;
      /** The element instance that contains it; 0 is the case. */
      readonly scope: Ordinal;
      /** Sequence flows whose tokens (one each, in `scope`) this activation takes up. */
      readonly consumes?: readonly string[];
      /** For boundary events: the element instance it is attached to. */
      readonly attachedTo?: Ordinal;
    }
  | { readonly type: 'ElementCompleted'; readonly ordinal: Ordinal }
  | { readonly type: 'ElementTerminated'; readonly ordinal: Ordinal }
  /** A token now waits on the flow, in the scope, until its target takes it up. */
  | { readonly type: 'SequenceFlowTaken'; readonly flow: string; readonly scope: Ordinal }
  /** The tokens that wait in a scope are dropped (terminate end event, interruption). */
  | { readonly type: 'TokensDropped'; readonly scope: Ordinal }
  /** Creates the variable or changes its value; one ordinal per variable for its whole life. */
  | {
      readonly type: 'VariableSet';
      readonly ordinal: Ordinal;
      readonly scope: Ordinal;
      readonly name: string;
      readonly value: Json;
    }
  | {
      readonly type: 'UserTaskCreated';
      readonly ordinal: Ordinal;
      /** Ordinal of the element instance. */
      readonly instance: Ordinal;
      /** The model's id of the element. */
      readonly element: string;
      readonly name: string | null;
      readonly assignee: string | null;
      readonly candidateGroups: readonly string[];
      readonly candidateUsers: readonly string[];
      /** ISO 8601 with zone. */
      readonly dueDate: string | null;
      readonly followUpDate: string | null;
      readonly priority: number;
      /** Id of a deployed form. */
      readonly formId: string | null;
      readonly externalFormReference: string | null;
      readonly headers: { readonly [name: string]: string };
    }
  | { readonly type: 'UserTaskAssigned'; readonly ordinal: Ordinal; readonly assignee: string | null; readonly action?: string }
  | { readonly type: 'UserTaskUpdated'; readonly ordinal: Ordinal; readonly changes: UserTaskChanges; readonly action?: string }
  | { readonly type: 'UserTaskCompleted'; readonly ordinal: Ordinal; readonly action?: string }
  | { readonly type: 'UserTaskCanceled'; readonly ordinal: Ordinal }
  | {
      readonly type: 'JobCreated';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      readonly element: string;
      readonly jobType: string;
      readonly retries: number;
      readonly headers: { readonly [name: string]: string };
    }
  | { readonly type: 'JobCompleted'; readonly ordinal: Ordinal }
  | {
      readonly type: 'JobFailed';
      readonly ordinal: Ordinal;
      readonly retries: number;
      /** Epoch ms from which the job may be taken again. */
      readonly retryAt: number;
      readonly message: string;
    }
  | {
      readonly type: 'JobErrorThrown';
      readonly ordinal: Ordinal;
      readonly errorCode: string;
      readonly message: string;
      /** false: nothing catches the error; the job stays, and an incident says so. */
      readonly caught: boolean;
    }
  | { readonly type: 'JobRetriesUpdated'; readonly ordinal: Ordinal; readonly retries: number }
  /** The job's incident is resolved: it may be taken again. */
  | { readonly type: 'JobOffered'; readonly ordinal: Ordinal }
  | { readonly type: 'JobCanceled'; readonly ordinal: Ordinal }
  | {
      readonly type: 'TimerScheduled';
      readonly ordinal: Ordinal;
      /** Element instance that waits or that the boundary event is attached to. */
      readonly instance: Ordinal;
      /** Id of the event (or statechart delay) that fires. */
      readonly target: string;
      /** Epoch ms. */
      readonly due: number;
      /** Repetitions left after this one; absent: none, -1: without end. */
      readonly repetitions?: number;
      /** ISO 8601 duration of the cycle. */
      readonly interval?: string;
    }
  | { readonly type: 'TimerFired'; readonly ordinal: Ordinal }
  | { readonly type: 'TimerCanceled'; readonly ordinal: Ordinal }
  | {
      readonly type: 'MessageSubscriptionOpened';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      /** Id of the catching event, task or state. */
      readonly target: string;
      readonly messageName: string;
      readonly correlationKey: string;
      /** false: stays open after a message (non-interrupting boundary event). */
      readonly once: boolean;
    }
  | {
      readonly type: 'MessageCorrelated';
      readonly ordinal: Ordinal;
      /** Key of the message, a decimal string. */
      readonly message: string;
      /** The subscription is used up. */
      readonly once: boolean;
    }
  | { readonly type: 'MessageSubscriptionClosed'; readonly ordinal: Ordinal }
  | {
      readonly type: 'IncidentCreated';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      readonly element: string;
      readonly job?: Ordinal;
      readonly errorType: IncidentErrorType;
      readonly phase: IncidentPhase;
      readonly message: string;
    }
  | { readonly type: 'IncidentResolved'; readonly ordinal: Ordinal }
  | {
      readonly type: 'DecisionEvaluated';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      readonly element: string;
      readonly decisionId: string;
      /** Key of the decision definition, a decimal string. */
      readonly decisionKey: string;
      readonly hash: string;
      readonly state: 'EVALUATED' | 'FAILED';
      readonly output: Json;
      /** What an auditor reads: inputs, matched rules and outputs of each decision evaluated. */
      readonly report: Json;
    }
  /** The command reached its limit of activations; a `Continue` command follows. */
  | { readonly type: 'ContinuationRequested' }
  /** Our own versioned shape of a statechart's configuration, never XState's. */
  | { readonly type: 'StatechartMoved'; readonly snapshot: JsonObject };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** The fields of an event that hold values: they go into the payload, not into the record. */
export const eventPayload: { readonly [T in EventType]?: readonly string[] } = {
  CaseCreated: ['businessId'],
  VariableSet: ['value'],
  JobFailed: ['message'],
  JobErrorThrown: ['message'],
  MessageSubscriptionOpened: ['correlationKey'],
  IncidentCreated: ['message'],
  DecisionEvaluated: ['output', 'report'],
};
