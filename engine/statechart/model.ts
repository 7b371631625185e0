/** The compiled statechart: a tree of states whose transitions name their absolute targets. */
import type { FeelProgram } from '../feel/engine.ts';
import type { Expression } from '../work/expression.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Text } from './format.ts';
import type { Machine } from './machine.ts';

/** Names of the states from the top, joined by dots: `execution.delivery`. The root's is empty. */
export type StatePath = string;

export type StateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';

/** A value of the definition: JSON as it stands there, or what FEEL makes of the case. */
export type Value = { readonly kind: 'literal'; readonly value: Json } | { readonly kind: 'feel'; readonly program: FeelProgram };

export type Guard =
  | { readonly kind: 'feel'; readonly program: FeelProgram }
  | { readonly kind: 'in'; readonly state: StatePath }
  | { readonly kind: 'and' | 'or'; readonly guards: readonly Guard[] }
  | { readonly kind: 'not'; readonly guard: Guard };

export interface Assignment {
  readonly name: string;
  readonly value: Value;
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

export interface UserTaskWork {
  readonly kind: 'userTask';
  readonly name: Expression | null;
  readonly assignee: Expression | null;
  readonly candidateGroups: Value;
  readonly candidateUsers: Value;
  readonly dueDate: Expression | null;
  readonly followUpDate: Expression | null;
  readonly priority: Value;
  readonly formId: string | null;
  readonly externalFormReference: string | null;
  readonly headers: { readonly [name: string]: string };
  readonly input: readonly Assignment[];
}

export interface JobWork {
  readonly kind: 'job';
  readonly type: Expression;
  readonly retries: Value;
  readonly headers: { readonly [name: string]: string };
  readonly input: readonly Assignment[];
}

export interface MessageWork {
  readonly kind: 'message';
  readonly name: Expression;
  readonly correlationKey: Expression;
}

export type Work = UserTaskWork | JobWork | MessageWork;

/** Work that a state invokes when it is entered. */
export interface Invocation {
  /** The state's path when the state *is* the work, else `path/id`. */
  readonly element: string;
  readonly state: StatePath;
  readonly work: Work;
  /** Whether the definition says what follows; without it the state just goes on being active. */
  readonly hasDone: boolean;
  /** Error codes that are caught; `null` catches every code. */
  readonly catches: readonly (readonly string[] | null)[];
}

export interface StateNode {
  readonly path: StatePath;
  /** Path of its property in the definition: `states.execution.states.delivery`. */
  readonly property: string;
  readonly kind: StateKind;
  readonly history: 'shallow' | 'deep';
  readonly parent: StateNode | null;
  readonly children: readonly StateNode[];
  /** Path of the initial child; of a history state, where it leads without a history. */
  readonly initial: StatePath | null;
  readonly transitions: readonly Transition[];
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
  readonly invocations: readonly Invocation[];
  /** Delays in the order of `after`: what TimerScheduled calls its target, and when it is due. */
  readonly delays: readonly { readonly name: string; readonly due: Expression }[];
  readonly title: Text | null;
  readonly description: Text | null;
  readonly tags: readonly string[];
  readonly meta: Json;
}

export interface EventDeclaration {
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

/** A model before its machine is built. */
export interface Blueprint {
  readonly id: string;
  readonly name: string | null;
  readonly parameters: readonly Parameter[];
  /** Name to value, as FEEL sees them. */
  readonly parameterValues: JsonObject;
  /** First values of variables, for those the case was not given. */
  readonly context: readonly Assignment[];
  readonly events: ReadonlyMap<string, EventDeclaration>;
  /** Raised by the statechart itself, so never taken from outside. */
  readonly internalEvents: ReadonlySet<string>;
  readonly root: StateNode;
  /** All states but the root, in document order. */
  readonly states: ReadonlyMap<StatePath, StateNode>;
  readonly transitions: ReadonlyMap<string, Transition>;
  /** By element id. */
  readonly invocations: ReadonlyMap<string, Invocation>;
}

export interface StatechartModel extends Blueprint {
  readonly machine: Machine;
}

/** Whether `inner` lies below `outer`, or is it. */
export const within = (inner: StatePath, outer: StatePath): boolean =>
  outer === '' || inner === outer || inner.startsWith(`${outer}.`);

/** All states below, in document order. */
export const descendantsOf = (state: StateNode): StateNode[] =>
  state.children.flatMap((child) => [child, ...descendantsOf(child)]);

/** All actions of a state and of its transitions. */
export const actionsOf = ({ entry, exit, transitions }: StateNode): Action[] => [
  ...entry,
  ...exit,
  ...transitions.flatMap(({ actions }) => actions),
];
