/** Work as data: what a dialect's compiler makes of a task or an event, and what is begun when it is entered. */
import type { Attributes } from './attribute.ts';
import type { Expression } from './expression.ts';

/** Static texts for workers and forms. */
export type Headers = { readonly [name: string]: string };

export interface UserTaskDefinition {
  readonly type: 'userTask';
  readonly attributes: Attributes<
    'assignee' | 'candidateGroups' | 'candidateUsers' | 'dueDate' | 'followUpDate' | 'priority' | 'formId' | 'externalFormReference'
  >;
  readonly headers: Headers;
}

export interface JobDefinition {
  readonly type: 'job';
  readonly attributes: Attributes<'jobType' | 'retries'>;
  readonly headers: Headers;
}

export interface MessageDefinition {
  readonly type: 'message';
  readonly attributes: Attributes<'messageName' | 'correlationKey'>;
}

export interface TimerDefinition {
  readonly type: 'timer';
  readonly timer: 'date' | 'duration' | 'cycle' | 'dueOrDuration';
  readonly expression: Expression;
}

export interface SignalDefinition {
  readonly type: 'signal';
  readonly name: Expression;
}

export interface ConditionDefinition {
  readonly type: 'condition';
  readonly condition: Expression;
  /** Names of the variables at whose changes it is looked at; null: any that it reads. */
  readonly variables: readonly string[] | null;
}

export interface DecisionDefinition {
  readonly type: 'decision';
  readonly attributes: Attributes<'decisionId'>;
  /** The variable that takes its output. */
  readonly resultVariable: string;
}

export interface ScriptDefinition {
  readonly type: 'script';
  readonly expression: Expression;
  readonly resultVariable: string;
}

/** A case of another definition is started, and waited for. */
export interface CallDefinition {
  readonly type: 'call';
  readonly attributes: Attributes<'calledProcess'>;
  /** Which version; `deployment` is that of the calling definition. */
  readonly binding: { readonly type: 'latest' } | { readonly type: 'deployment' } | { readonly type: 'versionTag'; readonly tag: string };
  /** Whether it gets every variable that the element sees, or only those of the element itself. */
  readonly allInputs: boolean;
  /** Whether all its variables come back when there is no output mapping. */
  readonly allOutputs: boolean;
}

export type WorkDefinition = UserTaskDefinition | JobDefinition | DecisionDefinition | ScriptDefinition | CallDefinition;
