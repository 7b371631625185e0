/**
 * The compiled process as data: frozen, plain JSON, comparable. Nodes and flows name each other by id. What a
 * kind of element does is found in `element/`; lint, migration, replay and the browser read the same model.
 */
import type { ElementKind } from '../case/event.ts';
import type { MessageDefinition, TimerDefinition, WorkDefinition } from '../work/definition.ts';
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
  /** What an end event throws or does. */
  readonly throws: Throws | null;
  /** Of a catching event: whether what it stands at ends when it is triggered. */
  readonly interrupting: boolean;
  /** Of a process or sub-process: id of its none start event. */
  readonly start: string | null;
  /** What is done here, by a person, a worker or the engine. */
  readonly work: WorkDefinition | null;
}

/** An input or output mapping; `path` is its dotted target. */
export interface Mapping {
  readonly source: Expression | null;
  readonly path: readonly [string, ...string[]];
}

export type Trigger =
  | TimerDefinition
  | MessageDefinition
  /** Code null catches every error. */
  | { readonly type: 'error'; readonly code: string | null };

export type Throws = { readonly type: 'error'; readonly code: Expression } | { readonly type: 'terminate' };
