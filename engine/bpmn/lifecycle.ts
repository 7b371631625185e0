/**
 * The life of an element instance: activate, enter, complete, terminate. `enter` and `complete` can be
 * run again when an incident in their phase is resolved.
 */
import type { EventOf } from '../case/event.ts';
import { raiseIncident } from '../case/incident.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { CaseState } from '../case/state.ts';
import { propagateAll, setAllLocal } from '../case/variable.ts';
import { cancelAttached } from '../case/attached.ts';
import { applyInputs, evaluateOutputs } from './behavior/io-mapping.ts';
import { isFailure, type FlowNode } from './model.ts';
import type { TokenGame } from './token-game.ts';

type Activation = Partial<Pick<EventOf<'ElementActivated'>, 'consumes' | 'attachedTo'>>;

/** Makes the element instance; `enter` starts what it does. */
export const activate = (game: TokenGame, node: FlowNode, scope: Ordinal, activation: Activation = {}): Ordinal => {
  const ordinal = game.draft.nextOrdinal();
  game.draft.emit({ type: 'ElementActivated', ordinal, element: node.id, kind: node.kind, scope, ...activation });
  game.activations += 1;
  return ordinal;
};

export const enter = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  const failure = applyInputs(game, instance, node) ?? node.behavior.onActivate(game, instance, node);
  if (failure !== undefined) raiseIncident(game.draft, instance, { ...failure, phase: 'activate' });
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
  const outputs = evaluateOutputs(game, instance, node);
  if (isFailure(outputs)) return raiseIncident(draft, instance, { ...outputs, phase: 'complete' });
  const flows = node.behavior.chooseFlows?.(game, instance, node, outputs.variables) ?? node.outgoing;
  if (isFailure(flows)) return raiseIncident(draft, instance, { ...flows, phase: 'complete' });
  const scope = game.scopeOf(instance);
  if (node.outputs.length > 0) propagateAll(draft, scope, outputs.variables);
  cancelAttached(draft, instance);
  draft.emit({ type: 'ElementCompleted', ordinal: instance });
  node.behavior.onCompleted?.(game, scope);
  for (const flow of flows) game.take(flow, scope);
  if (flows.length === 0) completeScopeIfDone(game, scope);
};

/** A scope is done when nothing lives in it and no token waits in it; the case is the outermost scope. */
const completeScopeIfDone = (game: TokenGame, scope: Ordinal): void => {
  const content = game.draft.state.scopes[scope];
  if (content === undefined || content.children > 0) return;
  for (const _flow in content.tokens) return;
  if (scope === 0) game.draft.emit({ type: 'CaseCompleted' });
  else complete(game, scope, game.nodeOf(scope));
};

/** Ends the element instance and everything in it, innermost first. */
export const terminate = (game: TokenGame, instance: Ordinal): void => {
  const { draft } = game;
  if (draft.state.scopes[instance] !== undefined) terminateContent(game, instance);
  cancelAttached(draft, instance);
  draft.emit({ type: 'ElementTerminated', ordinal: instance });
};

/** Ends everything in the scope and drops the tokens that wait in it; the scope itself lives on. */
export const terminateContent = (game: TokenGame, scope: Ordinal): void => {
  for (const child of childrenOf(game.draft.state, scope)) terminate(game, child);
  for (const _flow in game.draft.state.scopes[scope]?.tokens ?? {})
    return game.draft.emit({ type: 'TokensDropped', scope });
};

const childrenOf = (state: CaseState, scope: Ordinal): readonly Ordinal[] =>
  Object.keys(state.elements)
    .map(Number)
    .filter((ordinal) => state.elements[ordinal]?.scope === scope);
