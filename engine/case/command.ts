/**
 * Commands are what the world asks of a case, in the imperative. They are normalized before the
 * kernel sees them (`admission.ts`) and stand in the step: references in its record, values (the
 * fields that `shapes.ts` names) in its erasable payload.
 */
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { Caught } from './event.ts';

/** Names a deployed definition; `hash` is the hex SHA-256 of the resource's bytes. */
export interface DefinitionRef {
  readonly key: string;
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly dialect: 'bpmn' | 'statechart';
}

export interface UserTaskChanges {
  /** ISO 8601 with zone; `null` clears. */
  readonly dueDate?: string | null;
  readonly followUpDate?: string | null;
  readonly candidateUsers?: readonly string[];
  readonly candidateGroups?: readonly string[];
  /** 0 to 100. */
  readonly priority?: number;
}

export type Command =
  | {
      readonly type: 'CreateCase';
      readonly definition: DefinitionRef;
      readonly variables: JsonObject;
      readonly businessId?: string;
      readonly tags?: readonly string[];
      /** Key of the element instance that calls it, and of the case at the top of the calls; decimal strings. */
      readonly parent?: string;
      readonly root?: string;
      /** Start at these elements instead of the none start event. */
      readonly startInstructions?: readonly string[];
      readonly caught?: Caught;
      /** Id of the start event that was triggered, instead of the none start event. */
      readonly startEvent?: string;
      /** Key of the stream that wants to know when the case has ended; a decimal string. */
      readonly startedBy?: string;
    }
  | { readonly type: 'CancelCase' }
  /** Of whoever called the case: the calling element is gone. */
  | { readonly type: 'CancelCalledCase' }
  /** Of a called case: it is completed, with its variables. In all of these, `instance` has called `case`. */
  | { readonly type: 'CompleteCall'; readonly instance: Ordinal; readonly case: string; readonly variables: JsonObject }
  /** Of a called case: an error has left it. */
  | {
      readonly type: 'FailCall';
      readonly instance: Ordinal;
      readonly case: string;
      readonly errorCode: string;
      readonly errorMessage: string;
      readonly variables: JsonObject;
    }
  /** Of a called case: an escalation has left it, and it goes on. */
  | { readonly type: 'EscalateCall'; readonly instance: Ordinal; readonly case: string; readonly escalationCode: string }
  /** Of a called case: it was ended from outside, or could not begin. */
  | { readonly type: 'BreakCall'; readonly instance: Ordinal; readonly case: string; readonly errorMessage: string }
  /** Of an operator: ends a case of which a step is missing or does not follow, so that it takes no other command. */
  | { readonly type: 'CloseCase'; readonly because: string }
  | { readonly type: 'Continue' }
  /** A `Continue` could not be decided or stored, by a bug of ours or at a limit: the case says so by an incident. */
  | { readonly type: 'ReportFault'; readonly errorMessage: string }
  | {
      readonly type: 'CompleteUserTask';
      readonly task: Ordinal;
      readonly variables: JsonObject;
      readonly action?: string;
    }
  | {
      readonly type: 'AssignUserTask';
      readonly task: Ordinal;
      readonly assignee: string;
      readonly allowOverride: boolean;
      readonly action?: string;
    }
  | { readonly type: 'UnassignUserTask'; readonly task: Ordinal }
  | {
      readonly type: 'UpdateUserTask';
      readonly task: Ordinal;
      readonly changes: UserTaskChanges;
      readonly action?: string;
    }
  | { readonly type: 'CompleteJob'; readonly job: Ordinal; readonly variables: JsonObject }
  | {
      readonly type: 'FailJob';
      readonly job: Ordinal;
      /** Retries that are left after this failure; 0 makes an incident. */
      readonly retries: number;
      readonly retryBackOffMs: number;
      readonly errorMessage: string;
      readonly variables?: JsonObject;
    }
  | {
      readonly type: 'ThrowJobError';
      readonly job: Ordinal;
      readonly errorCode: string;
      readonly errorMessage: string;
      readonly variables: JsonObject;
    }
  | { readonly type: 'UpdateJob'; readonly job: Ordinal; readonly retries: number }
  | { readonly type: 'FireTimer'; readonly timer: Ordinal }
  | {
      readonly type: 'CorrelateMessage';
      readonly subscription: Ordinal;
      /** Key of the message, a decimal string. */
      readonly message: string;
      readonly variables: JsonObject;
    }
  | { readonly type: 'CatchSignal'; readonly subscription: Ordinal; readonly variables: JsonObject }
  | {
      readonly type: 'SetVariables';
      readonly scope: Ordinal;
      readonly variables: JsonObject;
      /** true: exactly this scope; false: upward propagation from it. */
      readonly local: boolean;
    }
  /** What a person says of the case, or of one of its tasks. */
  | { readonly type: 'AddComment'; readonly task?: Ordinal; readonly text: string }
  | {
      readonly type: 'ResolveIncident';
      readonly incident: Ordinal;
      /** How many retries its job has at least from now on; what it has more of stays. */
      readonly retries?: number;
    }
  /** An event for a statechart case; BPMN cases reject it. */
  | { readonly type: 'SendEvent'; readonly event: string; readonly data: JsonObject };

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;
