/** What an element instance waited for has come: where the event stands says what follows. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { complete, takeResult } from '../lifecycle.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { triggerBoundaryEvent } from './boundary-events.ts';
import { triggerEventSubProcess } from './event-sub-process.ts';
import { stillWaits } from './trigger.ts';

export const eventArrived = (game: TokenGame, instance: Ordinal, event: FlowNode, variables: JsonObject): void => {
  if (stillWaits(game, instance, event)) return takeResult(game, instance, event, variables);
  if (event.kind === 'boundaryEvent') return triggerBoundaryEvent(game, instance, event, variables);
  if (event.kind === 'startEvent') return triggerEventSubProcess(game, instance, event, variables);
  const catching = game.behaviorOf(game.nodeOf(instance)).onEvent?.(game, instance, event) ?? instance;
  takeResult(game, catching, event, variables);
  complete(game, catching, event);
};
