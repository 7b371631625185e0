/**
 * What an element instance waits for beside its work: the events on its boundary and the start events of the event
 * sub-processes in it. They differ in where they stand, not in how they are waited for.
 */
import type { Ordinal } from '../../stream/key.ts';
import type { Beginning } from '../../work/begin.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { prepareTrigger } from './trigger.ts';

/** Start events of the event sub-processes in the scope. */
export const startEventsIn = (game: TokenGame, { eventSubProcesses = [] }: FlowNode): readonly FlowNode[] =>
  eventSubProcesses.flatMap((id) => {
    const { start } = game.graph.node(id);
    return start === null ? [] : [game.graph.node(start)];
  });

export const boundaryEventsOf = (game: TokenGame, node: FlowNode): readonly FlowNode[] => node.boundaryEvents.map((id) => game.graph.node(id));

/** Expressions see the variables of the element itself, its inputs among them. */
export const prepareCatches = (game: TokenGame, instance: Ordinal, node: FlowNode): Beginning | Failure => {
  const beginnings: Beginning[] = [];
  for (const event of [...boundaryEventsOf(game, node), ...startEventsIn(game, node)]) {
    const beginning = prepareTrigger(game, instance, event);
    if (isFailure(beginning)) return beginning;
    beginnings.push(beginning);
  }
  return () => beginnings.forEach((begin) => begin());
};

/** Nothing in the scope starts any more; what is on its boundary stays. */
export const cancelCatches = (game: TokenGame, scope: Ordinal, node: FlowNode): void => {
  const events = new Set(startEventsIn(game, node).map(({ id }) => id));
  if (events.size === 0) return;
  const { state, draft } = game;
  for (const [ordinal, { target }] of state.timers.in(scope)) if (events.has(target)) draft.emit({ type: 'TimerCanceled', ordinal });
  for (const [ordinal, { target }] of state.subscriptions.in(scope)) if (events.has(target)) draft.emit({ type: 'MessageSubscriptionClosed', ordinal });
  for (const [ordinal, { target }] of state.signals.in(scope)) if (events.has(target)) draft.emit({ type: 'SignalSubscriptionClosed', ordinal });
  for (const [ordinal, { target }] of state.conditions.in(scope)) if (events.has(target)) draft.emit({ type: 'ConditionClosed', ordinal });
};
