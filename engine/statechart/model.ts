/**
 * The compiled statechart as data: frozen, plain JSON, comparable. States name each other by path, and
 * transitions and work name states. What is found in it is looked up in `statechart.ts`.
 */
import type { Json } from '../json/json.ts';
import type { DecisionDefinition, JobDefinition, MessageDefinition, TimerDefinition, UserTaskDefinition } from '../work/definition.ts';
import type { Expression } from '../work/expression.ts';
import type { Text } from './format.ts';

/** Names of the states from the top, joined by dots: `execution.delivery`. That of the statechart itself is empty. */
export type StatePath = string;

export type StateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';

export type Guard =
  | Extract<Expression, { kind: 'feel' }>
  | { readonly kind: 'in'; readonly state: StatePath }
  | { readonly kind: 'and' | 'or'; readonly guards: readonly Guard[] }
  | { readonly kind: 'not'; readonly guard: Guard };

export interface Assignment {
  readonly name: string;
  readonly value: Expression;
}

export type Action =
  | { readonly kind: 'assign'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'raise'; readonly event: string };

/** What makes a transition possible. `element` is the element id of invoked work. */
export type Trigger =
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'always' }
  | { readonly kind: 'after'; readonly delay: string }
  | { readonly kind: 'stateDone' }
  | { readonly kind: 'workDone'; readonly element: string }
  /** No codes: every error. */
  | { readonly kind: 'workError'; readonly element: string; readonly codes: readonly string[] };

export interface Transition {
  /** Path of its property in the definition: `states.review.on.APPROVE[0]`. */
  readonly id: string;
  readonly source: StatePath;
  readonly trigger: Trigger;
  /** `null`: only actions, no state is left. */
  readonly target: StatePath | null;
  readonly reenter: boolean;
  readonly guard: Guard | null;
  readonly actions: readonly Action[];
}

export type InvokedWork = UserTaskDefinition | JobDefinition | MessageDefinition | DecisionDefinition;

/** Work that a state invokes when it is entered. */
export interface Invocation {
  /** The state's path when the state *is* the work, else `path/id`. */
  readonly element: string;
  readonly state: StatePath;
  /** What people call it; null: as its state. */
  readonly name: Expression | null;
  readonly work: InvokedWork;
  /** Variables that only this work sees. */
  readonly input: readonly Assignment[];
  /** Whether the definition says what follows; without it the state just goes on being active. */
  readonly hasDone: boolean;
  /** Error codes that are caught; `null` catches every code. */
  readonly catches: readonly (readonly string[] | null)[];
}

/** What TimerScheduled calls its target, and when it is due. */
export interface Delay {
  readonly name: string;
  readonly timer: TimerDefinition;
}

export interface StateNode {
  readonly path: StatePath;
  /** What people call it: its title in the first of its languages. */
  readonly name: string | null;
  /** Path of its property in the definition: `states.execution.states.delivery`. */
  readonly property: string;
  readonly kind: StateKind;
  readonly history: 'shallow' | 'deep';
  /** Null for the statechart itself. */
  readonly parent: StatePath | null;
  /** In document order. */
  readonly children: readonly StatePath[];
  /** The initial child; of a history state, where it leads without a history. */
  readonly initial: StatePath | null;
  readonly transitions: readonly Transition[];
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
  readonly invocations: readonly Invocation[];
  /** In the order of `after`. */
  readonly delays: readonly Delay[];
  readonly title: Text | null;
  readonly description: Text | null;
  readonly tags: readonly string[];
  readonly meta: Json;
}

export interface EventDeclaration {
  readonly name: string;
  readonly title: Text | null;
  readonly description: Text | null;
  readonly formId: string | null;
}

export interface Parameter {
  readonly name: string;
  readonly value: Json;
  readonly title: Text | null;
  readonly description: Text | null;
}

export interface StatechartModel {
  readonly id: string;
  readonly parameters: readonly Parameter[];
  /** First values of variables, for those the case was not given. */
  readonly context: readonly Assignment[];
  readonly events: readonly EventDeclaration[];
  /** In document order; the statechart itself first. */
  readonly states: readonly StateNode[];
}

/** Whether `inner` lies below `outer`, or is it. */
export const within = (inner: StatePath, outer: StatePath): boolean =>
  outer === '' || inner === outer || inner.startsWith(`${outer}.`);

/** The last part of a path. */
export const lastName = (path: StatePath): string => path.slice(path.lastIndexOf('.') + 1);

/** All actions of a state and of its transitions. */
export const actionsOf = ({ entry, exit, transitions }: StateNode): Action[] => [
  ...entry,
  ...exit,
  ...transitions.flatMap(({ actions }) => actions),
];
