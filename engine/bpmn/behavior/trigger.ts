/** Waiting for what triggers an event: its timer runs, or its message subscription is open. */
import type { Ordinal } from '../../stream/key.ts';
import { prepareMessage, prepareTimer, type Beginning } from '../../work/begin.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/**
 * Evaluates what the event waits for, on behalf of `instance`, whose variables it sees; nothing is emitted yet. Only the
 * correlation key of a boundary event is looked up around its activity, as in Camunda 8.
 */
export const prepareTrigger = (game: TokenGame, instance: Ordinal, event: FlowNode): Beginning | Failure => {
  const { trigger } = event;
  const catching = { instance, target: event.id, once: event.interrupting };
  if (trigger?.type === 'timer') return prepareTimer(game.ctx, game.site(event, instance), catching, trigger);
  if (trigger?.type === 'message') {
    const keyScope = event.kind === 'boundaryEvent' ? game.scopeOf(instance) : instance;
    return prepareMessage(game.ctx, { name: game.site(event, instance), key: game.site(event, keyScope) }, catching, trigger);
  }
  return nothingToDo;
};

const nothingToDo: Beginning = () => undefined;

/** Evaluates all before it arms any, so that a failure leaves nothing behind. */
export const armTriggers = (game: TokenGame, instance: Ordinal, events: readonly FlowNode[]): Failure | undefined => {
  const beginnings: Beginning[] = [];
  for (const event of events) {
    const beginning = prepareTrigger(game, instance, event);
    if (isFailure(beginning)) return beginning;
    beginnings.push(beginning);
  }
  for (const begin of beginnings) begin();
  return undefined;
};
