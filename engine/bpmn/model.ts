/**
 * The compiled process as data: frozen, plain JSON, comparable. Nodes and flows name each other by id. What a
 * kind of element does is found in `element/`; lint, migration, replay and the browser read the same model.
 */
import type { ElementKind } from '../case/event.ts';
import type { ConditionDefinition, JobDefinition, MessageDefinition, SignalDefinition, TimerDefinition, WorkDefinition } from '../work/definition.ts';
import type { Expression } from '../work/expression.ts';

export interface ProcessModel {
  /** Id of the process, which is its outermost node as well. */
  readonly id: string;
  /** In document order; the process itself first. */
  readonly nodes: readonly FlowNode[];
  /** In document order: what is taken up together is taken up in this order. */
  readonly flows: readonly SequenceFlow[];
}

export interface SequenceFlow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly condition: Expression | null;
}

export interface FlowNode {
  readonly id: string;
  readonly name: string | null;
  readonly kind: ElementKind;
  /** Id of the process or sub-process it stands in; null for the process itself. */
  readonly parent: string | null;
  /** Ids of sequence flows, in document order. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  /** The flow that is taken when no condition is true. */
  readonly defaultFlow: string | null;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** Ids of the events on its boundary, in document order. */
  readonly boundaryEvents: readonly string[];
  /** What a catching event or a receive task waits for. */
  readonly trigger: Trigger | null;
  /** What a throwing event throws or does. */
  readonly throws: Throws | null;
  /** Of a catching event: whether what it stands at ends when it is triggered. */
  readonly interrupting: boolean;
  /** Of a process or sub-process: id of the start event at which it begins by itself; of an event sub-process: of its one. */
  readonly start: string | null;
  /** What is done here, by a person, a worker or the engine. */
  readonly work: WorkDefinition | null;
  /** Of a process or sub-process: ids of the event sub-processes in it. */
  readonly eventSubProcesses?: readonly string[];
  /** Of the body of a loop: what it goes over. The activity itself is another node with the same id, inside. */
  readonly loop?: LoopDefinition;
  /** Of an activity: id of the one that undoes it. */
  readonly compensatedBy?: string;
  /** Tokens that it takes on one flow to begin, and that it puts on each flow; absent: 1. */
  readonly startQuantity?: number;
  readonly completionQuantity?: number;
  /** Of a complex gateway that joins: when it lets a token through; null: as soon as one has come. */
  readonly activation?: Expression | null;
  readonly adHoc?: AdHocDefinition;
  /** Jobs that it waits for before its work begins, and before it is left; one after the other. */
  readonly listeners?: { readonly start: readonly JobDefinition[]; readonly end: readonly JobDefinition[] };
  /** Of a receive task or an event-based gateway: what it waits for starts a case. */
  readonly instantiates?: true;
}

export type LoopDefinition = MultiInstanceDefinition | StandardLoopDefinition;

export interface MultiInstanceDefinition {
  readonly type: 'multiInstance';
  readonly sequential: boolean;
  readonly inputCollection: Expression;
  readonly inputElement: string | null;
  /** Both or none. */
  readonly outputCollection: string | null;
  readonly outputElement: Expression | null;
  readonly completionCondition: Expression | null;
}

export interface StandardLoopDefinition {
  readonly type: 'standard';
  /** Whether the condition is asked before the first time too. */
  readonly testBefore: boolean;
  /** It goes on while this is true; null: always. */
  readonly condition: Expression | null;
  readonly maximum: number | null;
}

/** Of an ad-hoc sub-process. */
export interface AdHocDefinition {
  /** A list of ids of the elements that begin; null: all that no flow leads to. */
  readonly activeElements: Expression | null;
  readonly completionCondition: Expression | null;
  readonly cancelRemaining: boolean;
}

/** An input or output mapping; `path` is its dotted target. */
export interface Mapping {
  readonly source: Expression | null;
  readonly path: readonly [string, ...string[]];
}

export type Trigger = SimpleTrigger | MultipleTrigger;

export type SimpleTrigger =
  | TimerDefinition
  | MessageDefinition
  | SignalDefinition
  | ConditionDefinition
  /** Code null catches every error. */
  | { readonly type: 'error'; readonly code: string | null }
  | { readonly type: 'escalation'; readonly code: string | null }
  | { readonly type: 'compensation' }
  | { readonly type: 'cancel' };

/** `all`: only when each of them has happened (parallel multiple), else when any has. */
export interface MultipleTrigger {
  readonly type: 'multiple';
  readonly all: boolean;
  readonly triggers: readonly SimpleTrigger[];
}

export type Throws =
  | { readonly type: 'error'; readonly code: Expression }
  | { readonly type: 'terminate' }
  | { readonly type: 'escalation'; readonly code: Expression }
  | { readonly type: 'signal'; readonly name: Expression }
  /** `activity`: id of the one that is undone; null: all of the scope. */
  | { readonly type: 'compensation'; readonly activity: string | null }
  | { readonly type: 'cancel' }
  | { readonly type: 'multiple'; readonly throws: readonly Throws[] };
