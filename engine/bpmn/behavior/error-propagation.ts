/** BPMN errors go from where they are thrown outward, to the nearest activity with a fitting boundary event. */
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { triggerBoundaryEvent } from './boundary-events.ts';

export interface ErrorCatch {
  readonly activity: Ordinal;
  readonly event: FlowNode;
}

/** On each level an event for exactly this code goes before one that catches every error. */
const catchAt = (node: FlowNode, errorCode: string): FlowNode | undefined => {
  let catchAll: FlowNode | undefined;
  for (const event of node.boundaryEvents) {
    if (event.trigger?.type !== 'error') continue;
    if (event.trigger.code === errorCode) return event;
    if (event.trigger.code === null) catchAll ??= event;
  }
  return catchAll;
};

/** The catch event for an error thrown at the element instance; `undefined` when nothing catches it. */
export const findErrorCatch = (game: TokenGame, thrownAt: Ordinal, errorCode: string): ErrorCatch | undefined => {
  for (let activity = thrownAt; activity !== 0; activity = game.scopeOf(activity)) {
    const event = catchAt(game.nodeOf(activity), errorCode);
    if (event !== undefined) return { activity, event };
  }
  return undefined;
};

export const catchError = (game: TokenGame, { activity, event }: ErrorCatch, variables: JsonObject): void =>
  triggerBoundaryEvent(game, activity, event, variables);
