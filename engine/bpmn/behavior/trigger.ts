/** Waiting for what triggers an event: its timer runs, its message, signal or condition is subscribed to. */
import type { Ordinal } from '../../stream/key.ts';
import { prepareCondition, prepareMessage, prepareSignal, prepareTimer, type Beginning } from '../../work/begin.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import type { FlowNode, SimpleTrigger } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/** All that can trigger the event. */
export const triggersOf = ({ trigger }: FlowNode): readonly SimpleTrigger[] => {
  if (trigger === null) return none;
  return trigger.type === 'multiple' ? trigger.triggers : [trigger];
};

const none: readonly SimpleTrigger[] = [];

/**
 * Evaluates what the event waits for, on behalf of `instance`, whose variables it sees; nothing is emitted yet. Only the
 * correlation key of a boundary event is looked up around its activity, as in Camunda 8.
 */
export const prepareTrigger = (game: TokenGame, instance: Ordinal, event: FlowNode): Beginning | Failure => {
  const beginnings: Beginning[] = [];
  for (const trigger of triggersOf(event)) {
    const beginning = prepareSimple(game, instance, event, trigger);
    if (isFailure(beginning)) return beginning;
    beginnings.push(beginning);
  }
  const [only] = beginnings;
  return beginnings.length === 1 && only !== undefined ? only : () => beginnings.forEach((begin) => begin());
};

const isAll = ({ trigger }: FlowNode): boolean => trigger?.type === 'multiple' && trigger.all;

const prepareSimple = (game: TokenGame, instance: Ordinal, event: FlowNode, trigger: SimpleTrigger): Beginning | Failure => {
  const catching = { instance, target: event.id, once: event.interrupting || isAll(event) };
  switch (trigger.type) {
    case 'timer':
      return prepareTimer(game.ctx, game.site(event, instance), catching, trigger);
    case 'message': {
      const keyScope = event.kind === 'boundaryEvent' ? game.scopeOf(instance) : instance;
      return prepareMessage(game.ctx, { name: game.site(event, instance), key: game.site(event, keyScope) }, catching, trigger);
    }
    case 'signal':
      return prepareSignal(game.ctx, game.site(event, instance), catching, trigger.name);
    case 'condition':
      return prepareCondition(game.ctx, catching);
    default:
      return nothingToDo;
  }
};

const nothingToDo: Beginning = () => undefined;

/** Whether an event that needs all of its triggers still waits for one. */
export const stillWaits = (game: TokenGame, instance: Ordinal, event: FlowNode): boolean => {
  if (!isAll(event)) return false;
  const { timers, subscriptions, signals, conditions } = game.state;
  for (const table of [timers, subscriptions, signals, conditions])
    for (const [, { target }] of table.in(instance)) if (target === event.id) return true;
  return false;
};

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
