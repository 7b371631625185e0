/**
 * The life of an element instance: activate, enter, complete, terminate. `enter` and `complete` can be
 * run again when an incident in their phase is resolved.
 */
import { cancelAttached } from '../case/attached.ts';
import { isContentEnding } from '../case/ending.ts';
import type { EventOf } from '../case/event.ts';
import { raiseIncident } from '../case/incident.ts';
import { assertTransition, enterPhase } from '../case/phase.ts';
import type { Job } from '../case/state.ts';
import { propagateAll, setAllLocal } from '../case/variable.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { isFailure, type Failure } from '../work/failure.ts';
import { cancelCatches } from './behavior/catching.ts';
import { recordCompensation } from './behavior/compensation-record.ts';
import { applyInputs, evaluateOutputs } from './behavior/io-mapping.ts';
import { askListener, hasListeners } from './behavior/listeners.ts';
import type { FlowNode } from './model.ts';
import type { TokenGame } from './token-game.ts';

type Activation = Partial<Pick<EventOf<'ElementActivated'>, 'consumes' | 'attachedTo' | 'phase' | 'loop' | 'compensates'>>;

/** Makes the element instance; `enter` starts what it does. */
export const activate = (game: TokenGame, node: FlowNode, scope: Ordinal, activation: Activation = {}): Ordinal => {
  const ordinal = game.draft.peekOrdinal();
  const waits = hasListeners(node, 'start') && activation.compensates === undefined;
  game.draft.emit({ type: 'ElementActivated', ordinal, element: node.id, kind: node.kind, scope, ...(waits ? { phase: 'activating' as const } : {}), ...activation });
  game.activations += 1;
  game.touch(scope);
  return ordinal;
};

export const enter = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  const listens = hasListeners(node, 'start');
  // Its listeners have been asked already, and what stopped it came after them.
  if (listens && game.state.elements.get(instance)?.phase === 'active') return begin(game, instance, node);
  const failure = applyInputs(game, instance, node);
  if (failure !== undefined) raiseIncident(game.draft, instance, { ...failure, phase: 'activate' });
  else if (!listens || !askListener(game, instance, node, { when: 'start', at: 0 })) begin(game, instance, node);
};

const begin = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  const failure = game.behaviorOf(node).onActivate(game, instance, node);
  if (failure !== undefined) raiseIncident(game.draft, instance, { ...failure, phase: 'activate' });
};

/** What it waited for before its work is done. */
const beginWork = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  enterPhase(game.draft, instance, 'active');
  begin(game, instance, node);
};

/**
 * Takes in the result of an element's work. With output mappings it stays local and only they leave
 * the element; without, every variable goes up from the element to the first scope that has its name:
 * one that an input mapping made stays inside.
 */
export const takeResult = (game: TokenGame, instance: Ordinal, node: FlowNode, result: JsonObject): void => {
  if (node.outputs.length > 0) setAllLocal(game.draft, instance, result);
  else propagateAll(game.draft, instance, result);
};

export const complete = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  const { draft } = game;
  if (instance === 0) {
    cancelCatches(game, 0, node);
    return draft.emit({ type: 'CaseCompleted' });
  }
  const element = game.state.elements.get(instance);
  const listens = element?.compensates === undefined && hasListeners(node, 'end');
  if (listens && element?.phase === 'completing') {
    if (!askListener(game, instance, node, { when: 'end', at: 0 })) finish(game, instance, node);
    return;
  }
  const next = element?.compensates === true ? nothingFollows : whatFollows(game, instance, node);
  if (isFailure(next)) return raiseIncident(draft, instance, { ...next, phase: 'complete' });
  const scope = game.scopeOf(instance);
  // What the start event of an event sub-process maps is that one's own.
  (node.kind === 'startEvent' && node.trigger !== null ? setAllLocal : propagateAll)(draft, scope, next.written);
  if (!listens) return goFrom(game, instance, node, next);
  enterPhase(draft, instance, 'completing');
  askListener(game, instance, node, { when: 'end', at: 0 });
};

/** Everything that it waited for before it is left is done: its outputs are written, its flows are chosen now. */
const finish = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  const next = whatFollows(game, instance, node);
  if (isFailure(next)) raiseIncident(game.draft, instance, { ...next, phase: 'complete' });
  else goFrom(game, instance, node, next);
};

/** The next listener is asked, or the element begins or is left. What a start listener gives is the element's own. */
export const listenerDone = (game: TokenGame, { instance, purpose, listener = 0 }: Job, result: JsonObject): void => {
  const node = game.nodeOf(instance);
  const when = purpose === 'startListener' ? 'start' : 'end';
  if (when === 'start') setAllLocal(game.draft, instance, result);
  else propagateAll(game.draft, game.scopeOf(instance), result);
  if (askListener(game, instance, node, { when, at: listener + 1 })) return;
  if (when === 'start') beginWork(game, instance, node);
  else finish(game, instance, node);
};

const goFrom = (game: TokenGame, instance: Ordinal, node: FlowNode, next: Following): void => {
  const undoes = game.state.elements.get(instance)?.compensates === true;
  const scope = game.scopeOf(instance);
  if (!undoes) recordCompensation(game, instance, node);
  leave(game, instance, 'ElementCompleted');
  if (!undoes) game.behaviorOf(node).onCompleted?.(game, scope, node);
  for (const flow of next.flows) for (let token = node.completionQuantity ?? 1; token > 0; token -= 1) game.take(flow, scope);
  if (next.flows.length > 0) return;
  if (next.hasLeft === undefined) completeScopeIfDone(game, scope);
  else next.hasLeft();
};

interface Following {
  readonly written: JsonObject;
  readonly flows: readonly string[];
  readonly hasLeft: (() => void) | undefined;
}

const nothingFollows: Following = { written: {}, flows: [], hasLeft: undefined };

/** Everything that can fail is evaluated before the first event. */
const whatFollows = (game: TokenGame, instance: Ordinal, node: FlowNode): Following | Failure => {
  const outputs = evaluateOutputs(game, instance, node);
  if (isFailure(outputs)) return outputs;
  const { chooseFlows, result } = game.behaviorOf(node);
  const written = result === undefined ? outputs.variables : { ...outputs.variables, ...result(game, instance, node) };
  const flows = chooseFlows?.(game, instance, node, written) ?? node.outgoing;
  if (isFailure(flows)) return flows;
  const scope = game.scopeOf(instance);
  const around = game.nodeOf(scope);
  const isUndone = game.state.elements.get(scope)?.compensates === true;
  const hasLeft = isUndone || flows.length > 0 ? undefined : game.behaviorOf(around).contentCompletes?.(game, scope, around, { instance, node, written });
  return hasLeft !== undefined && isFailure(hasLeft) ? hasLeft : { written, flows, hasLeft };
};

/** What it waits for goes with it. */
export const leave = (game: TokenGame, instance: Ordinal, type: 'ElementCompleted' | 'ElementTerminated'): void => {
  const { draft } = game;
  const scope = game.scopeOf(instance);
  cancelAttached(draft, instance);
  assertTransition(draft.state.elements.get(instance)?.phase ?? 'terminating', type === 'ElementCompleted' ? 'completed' : 'terminated');
  draft.emit({ type, ordinal: instance });
  game.touch(scope);
};

/** A scope is done when nothing lives in it and no token waits in it; the case is the outermost scope. */
export const completeScopeIfDone = (game: TokenGame, scope: Ordinal): void => {
  const { elements, tokens } = game.state;
  if (elements.has(scope) && elements.count(scope) === 0 && tokens.isEmpty(scope)) complete(game, scope, game.nodeOf(scope));
};

/**
 * Ends the element instance and everything in it, innermost first. What is too much for one command is left: the
 * instance is `terminating` until a later command has ended the rest, and `next` goes on then.
 */
export const terminate = (game: TokenGame, instance: Ordinal, next?: Ordinal): void => {
  cancelAttached(game.draft, instance);
  if (emptyScope(game, instance)) return finishTermination(game, instance, next);
  enterPhase(game.draft, instance, 'terminating', next);
  game.endLater(instance);
};

const finishTermination = (game: TokenGame, instance: Ordinal, next: Ordinal | undefined): void => {
  if (instance === 0) return game.draft.emit({ type: 'CaseTerminated' });
  leave(game, instance, 'ElementTerminated');
  goOn(game, next);
};

const goOn = (game: TokenGame, waiting: Ordinal | undefined): void => {
  if (waiting === undefined) return;
  const node = game.nodeOf(waiting);
  game.behaviorOf(node).onMayGoOn?.(game, waiting, node);
};

/** Ends everything in the scope but one element instance and drops the tokens that wait in it; false when something is left for later. */
export const emptyScope = (game: TokenGame, scope: Ordinal, spared?: Ordinal): boolean => {
  const { state, draft } = game;
  if (!state.tokens.isEmpty(scope)) draft.emit({ type: 'TokensDropped', scope });
  for (const [child] of state.elements.in(scope)) {
    if (child === spared) continue;
    if (!game.mayTerminate) return false;
    game.terminations += 1;
    cancelAttached(draft, child);
    if (!emptyScope(game, child)) return false;
    leave(game, child, 'ElementTerminated');
  }
  return true;
};

/** Ends everything in the scope, which then completes. */
export const endContent = (game: TokenGame, scope: Ordinal): void => {
  if (!emptyScope(game, scope)) goOnLater(game, scope);
};

/** The scope goes on with `next`, or completes, when a later command has ended everything else in it. */
export const goOnLater = (game: TokenGame, scope: Ordinal, next?: Ordinal): void => {
  enterPhase(game.draft, scope, 'completing', next);
  game.endLater(scope);
};

/** Goes on ending what an earlier command had to leave; what is in something that is being ended too goes with that. */
export const goOnEnding = (game: TokenGame, instance: Ordinal): void => {
  const element = game.state.elements.get(instance);
  if (element === undefined || isContentEnding(game.state, element.scope)) return;
  const interruptedBy = element.phase === 'completing' ? element.next : undefined;
  if (!emptyScope(game, instance, interruptedBy)) return game.endLater(instance);
  if (element.phase === 'terminating') return finishTermination(game, instance, element.next);
  if (interruptedBy === undefined) return complete(game, instance, game.nodeOf(instance));
  enterPhase(game.draft, instance, 'active');
  goOn(game, interruptedBy);
};
