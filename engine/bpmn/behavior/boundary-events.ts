/** Events on the boundary of an activity. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { activate, complete, takeResult, terminate } from '../lifecycle.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/**
 * The event happened: an interrupting one ends the activity first. When that takes more than this command may do, the
 * event is there, activating, and goes on when the activity is gone.
 */
export const triggerBoundaryEvent = (game: TokenGame, activity: Ordinal, event: FlowNode, variables: JsonObject): void => {
  const scope = game.scopeOf(activity);
  if (!event.interrupting) return goOn(game, activate(game, event, scope, { attachedTo: activity }), event, variables);
  const waits = game.state.elements.count(activity) > 0;
  const instance = waits ? activate(game, event, scope, { attachedTo: activity, phase: 'activating' }) : undefined;
  if (instance !== undefined) takeResult(game, instance, event, variables);
  terminate(game, activity, instance);
  if (instance === undefined) goOn(game, activate(game, event, scope, { attachedTo: activity }), event, variables);
};

const goOn = (game: TokenGame, instance: Ordinal, event: FlowNode, variables: JsonObject): void => {
  takeResult(game, instance, event, variables);
  complete(game, instance, event);
};
