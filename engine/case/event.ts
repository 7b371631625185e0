/**
 * Events are the kernel's only output, in the past tense. Both dialects speak this vocabulary, so
 * projections, wake-ups and replay need not know which dialect a case speaks. What an expression
 * decided stands in the event: folding never evaluates.
 *
 * `by` is the id of the person or client whose act it is (on whose behalf, else who did it); null is the
 * engine. An event type that changes gets a new name with a version suffix (`JobFailed.2`); the old
 * `evolve` stays for ever, because old journals stay readable for ever.
 */
import type { DefinitionRef, UserTaskChanges } from './command.ts';
import type { Phase } from './phase.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { FormRef } from '../stream/question.ts';

/**
 * Kinds of elements in our own words, for the journal keeps them for ever; the API renders them in
 * Camunda's. Statecharts have states; work that is a state of its own is of the work's kind.
 */
export type ElementKind =
  | 'process' | 'subProcess' | 'eventSubProcess' | 'adHocSubProcess' | 'transaction' | 'multiInstanceBody'
  | 'startEvent' | 'intermediateCatchEvent' | 'intermediateThrowEvent' | 'boundaryEvent' | 'endEvent'
  | 'task' | 'serviceTask' | 'receiveTask' | 'userTask' | 'manualTask' | 'businessRuleTask' | 'scriptTask' | 'sendTask' | 'callActivity'
  | 'exclusiveGateway' | 'inclusiveGateway' | 'parallelGateway' | 'eventBasedGateway' | 'complexGateway'
  | 'statechart' | 'state' | 'compoundState' | 'finalState';

/** What an incident is about. */
export type IncidentErrorType =
  | 'calledDecision' | 'calledElement' | 'condition' | 'decisionEvaluation' | 'extractValue' | 'formNotFound' | 'ioMapping'
  | 'jobNoRetries' | 'listenerNoRetries' | 'unhandledError' | 'resourceNotFound' | 'unknown';

/**
 * Where a case goes on when an incident is resolved: `activate` runs the element's activation
 * again, `complete` its completion (output mappings, outgoing flows), `job` offers its job again.
 * `continue` is an incident of the case itself: what was left for later is taken up.
 */
export type IncidentPhase = 'activate' | 'complete' | 'job' | 'continue';

/** For what a job is: the work of its element, or a listener that its element waits for. */
export type JobPurpose = 'work' | 'startListener' | 'endListener' | 'taskListener';

/** Codes of errors and escalations that whoever called a case catches; null in a list: every one. */
export interface Caught {
  readonly errors?: readonly (string | null)[];
  readonly escalations?: readonly (string | null)[];
}

export type Event =
  | {
      readonly type: 'CaseCreated';
      readonly definition: DefinitionRef;
      /** Id of the person or client who started it; null: the engine. */
      readonly initiator: string | null;
      readonly businessId?: string;
      readonly tags?: readonly string[];
      /** Key of the element instance that called it, a decimal string. */
      readonly parent?: string;
      /** Key of the case at the top of the calls. */
      readonly root?: string;
      /** What whoever called it catches of what leaves it. */
      readonly caught?: Caught;
      /** Id of the start event of the process that a message, a signal or a timer has triggered. */
      readonly startEvent?: string;
      /** Key of the stream that is told when the case has ended; a decimal string. */
      readonly startedBy?: string;
    }
  | { readonly type: 'CaseCompleted' }
  | { readonly type: 'CaseTerminated' }
  /** `step`: the first of the case that is missing or does not follow the one before it. */
  | { readonly type: 'CaseFoundBroken'; readonly step: number }
  | {
      readonly type: 'ElementActivated';
      readonly ordinal: Ordinal;
      /** The model's id of the flow node or state. */
      readonly element: string;
      readonly kind: ElementKind;
      /** The element instance that contains it; 0 is the case. */
      readonly scope: Ordinal;
      /** It has to wait before it begins; absent: it is active. */
      readonly phase?: 'activating';
      /** Position among the instances of its loop, from 1. */
      readonly loop?: number;
      /** Sequence flows whose tokens (one each, in `scope`) this activation takes up. */
      readonly consumes?: readonly string[];
      /** For boundary events: the element instance it is attached to. */
      readonly attachedTo?: Ordinal;
      /** It undoes: a compensation handler, or a container in which such handlers are. Nothing follows it. */
      readonly compensates?: true;
    }
  | { readonly type: 'ElementCompleted'; readonly ordinal: Ordinal }
  | { readonly type: 'ElementTerminated'; readonly ordinal: Ordinal }
  /** Only where something is waited for. `next`: the element instance that goes on after it was terminated. */
  | { readonly type: 'ElementPhaseChanged'; readonly ordinal: Ordinal; readonly phase: Phase; readonly next?: Ordinal }
  /** A token now waits on the flow, in the scope, until its target takes it up; a held one until others have come too. */
  | { readonly type: 'SequenceFlowTaken'; readonly flow: string; readonly scope: Ordinal; readonly held?: true }
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
      /** The version of the form that was deployed then. */
      readonly form?: FormRef;
      readonly externalFormReference: string | null;
      readonly headers: { readonly [name: string]: string };
    }
  | { readonly type: 'UserTaskAssigned'; readonly ordinal: Ordinal; readonly assignee: string | null; readonly by: string | null; readonly action?: string }
  | { readonly type: 'UserTaskUpdated'; readonly ordinal: Ordinal; readonly changes: UserTaskChanges; readonly by: string | null; readonly action?: string }
  | { readonly type: 'UserTaskCompleted'; readonly ordinal: Ordinal; readonly by: string | null; readonly action?: string }
  | { readonly type: 'UserTaskCanceled'; readonly ordinal: Ordinal }
  /** Said of the case, or of the task. `text` is gone when the values of the case were erased. */
  | { readonly type: 'CommentAdded'; readonly ordinal: Ordinal; readonly task?: Ordinal; readonly text: string; readonly by: string | null }
  | {
      readonly type: 'JobCreated';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      readonly element: string;
      readonly jobType: string;
      readonly retries: number;
      /** Absent: `work`. */
      readonly purpose?: Exclude<JobPurpose, 'work'>;
      /** Of a listener: its place among those of its element and kind, from 0; they are asked one after the other. */
      readonly listener?: number;
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
      readonly type: 'SignalSubscriptionOpened';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      /** Id of the catching event. */
      readonly target: string;
      readonly signalName: string;
      /** false: stays open after a signal. */
      readonly once: boolean;
    }
  | { readonly type: 'SignalCaught'; readonly ordinal: Ordinal; readonly once: boolean }
  | { readonly type: 'SignalSubscriptionClosed'; readonly ordinal: Ordinal }
  /** The case's own subscriptions are told with it; all others by the stream of the name. */
  | { readonly type: 'SignalThrown'; readonly instance: Ordinal; readonly element: string; readonly signalName: string; readonly variables: JsonObject }
  | { readonly type: 'ConditionOpened'; readonly ordinal: Ordinal; readonly instance: Ordinal; readonly target: string }
  /** `once`: it is not looked at any more. */
  | { readonly type: 'ConditionFulfilled'; readonly ordinal: Ordinal; readonly once: boolean }
  | { readonly type: 'ConditionClosed'; readonly ordinal: Ordinal }
  /** `caught`: id of the event that catches it; null: nothing in this case does. */
  | {
      readonly type: 'EscalationThrown';
      readonly instance: Ordinal;
      readonly element: string;
      readonly escalationCode: string;
      readonly caught: string | null;
      /** Whoever called the case catches it. */
      readonly leaves?: true;
    }
  /** The error leaves the case, which ends, for whoever called it. */
  | { readonly type: 'ErrorLeft'; readonly errorCode: string; readonly message: string; readonly variables: JsonObject }
  /** The body of a loop knows what it goes over. `items` are absent for a loop that asks its condition each time. */
  | { readonly type: 'LoopStarted'; readonly ordinal: Ordinal; readonly size: number; readonly items?: readonly Json[] }
  /** What an instance of the loop gives, at its position from 1. */
  | { readonly type: 'LoopOutputCollected'; readonly ordinal: Ordinal; readonly loop: number; readonly value: Json }
  /** Something was completed that can be undone. `scope`: where it was; what could be undone in it, if it had been a scope, goes with it. */
  | {
      readonly type: 'CompensationRecorded';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      readonly element: string;
      readonly kind: ElementKind;
      readonly scope: Ordinal;
      readonly variables: JsonObject;
    }
  /** It is being undone, by this element instance. */
  | { readonly type: 'CompensationTriggered'; readonly ordinal: Ordinal; readonly instance: Ordinal }
  /** The tokens that a complex gateway has taken since it began; without any it begins anew. */
  | { readonly type: 'ComplexJoinChanged'; readonly scope: Ordinal; readonly element: string; readonly taken: readonly string[] }
  | {
      readonly type: 'CaseCalled';
      readonly ordinal: Ordinal;
      readonly instance: Ordinal;
      readonly element: string;
      /** Key of the called case, a decimal string. */
      readonly case: string;
      readonly definition: DefinitionRef;
      readonly root: string;
      readonly caught?: Caught;
      /** Whether it gets every variable that the element sees, or only those of the element itself. */
      readonly all: boolean;
    }
  /** The called case has ended by itself. */
  | { readonly type: 'CallEnded'; readonly ordinal: Ordinal }
  /** The called case is told to end. */
  | { readonly type: 'CallCanceled'; readonly ordinal: Ordinal }
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
      readonly state: 'evaluated' | 'failed';
      readonly output: Json;
      /** What an auditor reads: inputs, matched rules and outputs of each decision evaluated. */
      readonly report: Json;
    }
  /**
   * The command reached a limit; a `Continue` command follows. What is left: tokens that wait (they are in the
   * state), elements that are being ended, scopes whose joins are still to be looked at.
   */
  | { readonly type: 'ContinuationRequested'; readonly elements?: readonly Ordinal[]; readonly scopes?: readonly Ordinal[] }
  /** What was left is taken up. */
  | { readonly type: 'Continued' }
  /** Our own versioned shape of a statechart's configuration, never XState's. */
  | { readonly type: 'StatechartMoved'; readonly snapshot: JsonObject };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
