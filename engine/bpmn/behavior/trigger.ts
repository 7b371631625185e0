/** Waiting for what triggers an event: its timer runs, or its message subscription is open. */
import type { Ordinal } from '../../stream/key.ts';
import { isFailure, type Failure, type FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateMessage, subscribe } from './message-subscription.ts';
import { evaluateTimer, schedule } from './timer.ts';

/** Starts the waiting whose expressions are already evaluated. */
export type Arming = () => void;

/** Evaluates what the event waits for in `scope`, on behalf of `instance`; nothing is emitted yet. */
export const prepareTrigger = (
  game: TokenGame,
  instance: Ordinal,
  scope: Ordinal,
  event: FlowNode,
): Arming | Failure => {
  const { trigger } = event;
  if (trigger?.type === 'timer') {
    const timer = evaluateTimer(game, scope, trigger.timer);
    return isFailure(timer) ? timer : () => schedule(game, instance, event.id, timer.value);
  }
  if (trigger?.type === 'message') {
    const message = evaluateMessage(game, scope, trigger.message);
    return isFailure(message) ? message : () => subscribe(game, instance, event, message.value);
  }
  return nothingToArm;
};

const nothingToArm: Arming = () => undefined;

/** Evaluates all before it arms any, so that a failure leaves nothing behind. */
export const armTriggers = (
  game: TokenGame,
  instance: Ordinal,
  scope: Ordinal,
  events: readonly FlowNode[],
): Failure | undefined => {
  const armings: Arming[] = [];
  for (const event of events) {
    const arming = prepareTrigger(game, instance, scope, event);
    if (isFailure(arming)) return arming;
    armings.push(arming);
  }
  for (const arm of armings) arm();
  return undefined;
};
