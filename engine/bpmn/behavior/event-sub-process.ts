/** Event sub-processes: their start events are waited for as long as the scope around them lives. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { raiseIncident } from '../../case/incident.ts';
import { isFailure } from '../../work/failure.ts';
import { activate, complete, emptyScope, goOnLater, takeResult } from '../lifecycle.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { cancelCatches, prepareCatches } from './catching.ts';

/** The start event happened: an interrupting one ends everything else in the scope first, and nothing else starts there any more. */
export const triggerEventSubProcess = (game: TokenGame, scope: Ordinal, start: FlowNode, variables: JsonObject): void => {
  if (!start.interrupting) return beginEventSubProcess(game, scope, start, variables);
  cancelCatches(game, scope, game.nodeOf(scope));
  if (emptyScope(game, scope)) return beginEventSubProcess(game, scope, start, variables);
  const node = game.graph.node(start.parent ?? '');
  const instance = activate(game, node, scope, { phase: 'activating' });
  takeResult(game, instance, start, variables);
  goOnLater(game, scope, instance);
};

export const beginEventSubProcess = (game: TokenGame, scope: Ordinal, start: FlowNode, variables: JsonObject): void => {
  const instance = activate(game, game.graph.node(start.parent ?? ''), scope);
  goOnWithEventSubProcess(game, instance, start, variables);
};

/** It is there, and what it had to wait for is gone. */
export const goOnWithEventSubProcess = (game: TokenGame, instance: Ordinal, start: FlowNode, variables: JsonObject): void => {
  const arm = prepareCatches(game, instance, game.nodeOf(instance));
  if (isFailure(arm)) return raiseIncident(game.draft, instance, { ...arm, phase: 'activate' });
  arm();
  const event = activate(game, start, instance);
  takeResult(game, event, start, variables);
  complete(game, event, start);
};

/** Whether an interrupting event sub-process has taken over the scope: it is all that is left in it. */
export const isInterrupted = (game: TokenGame, scope: Ordinal): boolean => {
  const { elements } = game.state;
  if (elements.get(scope)?.phase === 'completing') return true;
  const first = elements.first(scope);
  const node = first === undefined ? undefined : game.nodeOf(first);
  return node?.kind === 'eventSubProcess' && node.start !== null && game.graph.node(node.start).interrupting;
};
