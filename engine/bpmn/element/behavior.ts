/** What a kind of element does at the points of its life. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { Failure } from '../../work/failure.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/** A child that completes. */
export interface Completing {
  readonly instance: Ordinal;
  readonly node: FlowNode;
  readonly written: JsonObject;
}

export interface ElementBehavior {
  /**
   * Its input mappings are applied: do the work, or create what it waits for. Everything that can
   * fail is evaluated before the first event, so that a failure leaves nothing behind and the
   * activation can be run again.
   */
  onActivate(game: TokenGame, instance: Ordinal, node: FlowNode): Failure | undefined;
  /**
   * Ids of the flows to take on completion; without it all outgoing ones. `written` is what the output
   * mappings are about to write: nothing is written when no flow can be chosen.
   */
  chooseFlows?(game: TokenGame, instance: Ordinal, node: FlowNode, written: JsonObject): Failure | readonly string[];
  /** It has just completed in `scope`, before its flows are taken. */
  onCompleted?(game: TokenGame, scope: Ordinal, node: FlowNode): void;
  /** What it writes around itself on completion, beside its output mappings. */
  result?(game: TokenGame, instance: Ordinal, node: FlowNode): JsonObject;
  /**
   * Something inside completes, with what its output mappings are about to write. Gives what is to be done when it
   * has left; without it, the scope completes when nothing is left in it.
   */
  contentCompletes?(game: TokenGame, scope: Ordinal, node: FlowNode, child: Completing): Failure | (() => void);
  /** It has more to begin than could be begun at once, or the next of its kind. */
  onAdvance?(game: TokenGame, instance: Ordinal, node: FlowNode): void;
  /** An event behind it was triggered (event-based gateway); gives the instance of that event. */
  onEvent?(game: TokenGame, instance: Ordinal, event: FlowNode): Ordinal;
  /** What it had to wait for, activating, has been terminated. */
  onMayGoOn?(game: TokenGame, instance: Ordinal, node: FlowNode): void;
}
