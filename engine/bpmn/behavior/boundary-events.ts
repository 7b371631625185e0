/** Events on the boundary of an activity. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { activate, complete, takeResult, terminate } from '../lifecycle.ts';
import type { Failure, FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { armTriggers } from './trigger.ts';

/** Their expressions see the scope around the activity, not what is local to it. */
export const armBoundaryEvents = (game: TokenGame, activity: Ordinal, node: FlowNode): Failure | undefined =>
  node.boundaryEvents.length === 0
    ? undefined
    : armTriggers(game, activity, game.scopeOf(activity), node.boundaryEvents);

/** The event happened: an interrupting one ends the activity first. */
export const triggerBoundaryEvent = (
  game: TokenGame,
  activity: Ordinal,
  event: FlowNode,
  variables: JsonObject,
): void => {
  const scope = game.scopeOf(activity);
  if (event.interrupting) terminate(game, activity);
  const instance = activate(game, event, scope, { attachedTo: activity });
  takeResult(game, instance, event, variables);
  complete(game, instance, event);
};
