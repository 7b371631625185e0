/**
 * The compiled graph of one executable process: ids resolved, flows wired, expressions compiled.
 * It is frozen once compiled, and shared by all cases of the definition.
 */
import type { IncidentErrorType, ElementKind } from '../case/event.ts';
import type { Expression } from '../work/expression.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { TokenGame } from './token-game.ts';

export interface ProcessModel {
  readonly id: string;
  /** The none start event of the process. */
  readonly start: FlowNode;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  readonly inclusiveJoins: readonly InclusiveJoin[];
}

/** For each incoming flow of the gateway, from where a token can still come to it. */
export interface InclusiveJoin {
  readonly node: FlowNode;
  readonly upstream: readonly { readonly flow: string; readonly reached: ReadonlySet<string> }[];
}

export interface SequenceFlow {
  readonly id: string;
  /** Position in the document; what is taken up together is taken up in this order. */
  readonly index: number;
  readonly source: FlowNode;
  readonly target: FlowNode;
  readonly condition: Expression | null;
}

export interface FlowNode {
  readonly id: string;
  readonly name: string | null;
  readonly kind: ElementKind;
  /** Id of the sub-process it stands in; `null` for the process itself. */
  readonly parent: string | null;
  readonly behavior: ElementBehavior;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** The events on the activity's boundary, in document order. */
  readonly boundaryEvents: readonly FlowNode[];
  /** What a catching event or receive task waits for. */
  readonly trigger: Trigger | null;
  /** For boundary events: whether the activity ends when it is triggered. */
  readonly interrupting: boolean;
  /** For sub-processes: their none start event. */
  readonly start: FlowNode | null;
}

/** An input or output mapping; `path` is its dotted target. */
export interface Mapping {
  readonly source: Expression | null;
  readonly path: readonly [string, ...string[]];
}

export type Trigger =
  | { readonly type: 'timer'; readonly timer: TimerDefinition }
  | { readonly type: 'message'; readonly message: MessageDefinition }
  /** Code `null` catches every error. */
  | { readonly type: 'error'; readonly code: string | null };

export interface TimerDefinition {
  readonly type: 'date' | 'duration' | 'cycle';
  readonly expression: Expression;
}

export interface MessageDefinition {
  readonly name: Expression;
  readonly correlationKey: Expression;
}

/** Why an element cannot go on. It becomes an incident in the phase that was being run. */
export interface Failure {
  readonly errorType: IncidentErrorType;
  readonly message: string;
}

export const isFailure = (value: object): value is Failure => 'errorType' in value;

/** What a kind of element does at the points of its life. */
export interface ElementBehavior {
  /**
   * Which tokens it waits for when it has several incoming flows: one on each (parallel), or all that
   * can still come (inclusive). Without it every token activates it.
   */
  readonly joins?: 'parallel' | 'inclusive';
  /**
   * Its input mappings are applied: do the work, or create what it waits for. Everything that can
   * fail is evaluated before the first event, so that a failure leaves nothing behind and the
   * activation can be run again.
   */
  onActivate(game: TokenGame, instance: Ordinal, node: FlowNode): Failure | undefined;
  /**
   * Which flows to take on completion; without it all outgoing ones. `written` is what the output
   * mappings are about to write: nothing is written when no flow can be chosen.
   */
  chooseFlows?(game: TokenGame, instance: Ordinal, node: FlowNode, written: JsonObject): Failure | readonly SequenceFlow[];
  /** It has just completed in `scope`, before its flows are taken. */
  onCompleted?(game: TokenGame, scope: Ordinal): void;
  /** An event behind it was triggered (event-based gateway). */
  onEvent?(game: TokenGame, instance: Ordinal, event: FlowNode): Ordinal;
}
