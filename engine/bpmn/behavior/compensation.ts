/**
 * Undoing what was completed (BPMN 2.0.2 §13.5.5): whoever asks for it waits, as the scope of the handlers, until all are
 * done. Newest first; what was in a scope that has completed is undone in a scope of its own, with its variables.
 */
import { setAllLocal } from '../../case/variable.ts';
import type { Compensable } from '../../case/state.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { FlowNode } from '../model.ts';
import { activate, completeScopeIfDone, enter } from '../lifecycle.ts';
import type { TokenGame } from '../token-game.ts';
import { beginEventSubProcess } from './event-sub-process.ts';

/** In an event sub-process it is the scope around that one that is undone, and what happened in the event sub-process itself. */
const compensatedScopes = (game: TokenGame, asking: Ordinal): readonly Ordinal[] => {
  const scope = game.scopeOf(asking);
  return game.nodeOf(scope).kind === 'eventSubProcess' ? [scope, game.scopeOf(scope)] : [scope];
};

type Recorded = readonly [Ordinal, Compensable];

/** @param activity id of the one that is undone; null: all. Whether there is anything to wait for. */
export const compensate = (game: TokenGame, asking: Ordinal, activity: string | null): boolean => {
  const all = compensatedScopes(game, asking).flatMap((scope) => [...game.state.compensables.in(scope)]);
  return undo(game, asking, all.filter(([, { element }]) => activity === null || element === activity));
};

const undo = (game: TokenGame, within: Ordinal, records: readonly Recorded[]): boolean => {
  for (const record of records.toSorted(([a], [b]) => b - a)) undoOne(game, within, record);
  return game.state.elements.count(within) > 0;
};

const undoOne = (game: TokenGame, within: Ordinal, [record, { element, kind, variables }]: Recorded): void => {
  const { graph, draft } = game;
  const node = graph.node(element, kind);
  const handler = node.compensatedBy === undefined ? undefined : graph.entry(node.compensatedBy);
  if (handler === undefined) return undoContent(game, within, { record, node, variables });
  const instance = activate(game, handler, within);
  draft.emit({ type: 'CompensationTriggered', ordinal: record, instance });
  setAllLocal(draft, instance, variables);
  enter(game, instance, handler);
};

/** By its own event sub-process for that, if it has one, else by the handlers of what is in it. */
const undoContent = (
  game: TokenGame,
  within: Ordinal,
  { record, node, variables }: { readonly record: Ordinal; readonly node: FlowNode; readonly variables: Compensable['variables'] },
): void => {
  const instance = activate(game, node, within, { compensates: true });
  game.draft.emit({ type: 'CompensationTriggered', ordinal: record, instance });
  setAllLocal(game.draft, instance, variables);
  const start = game.graph.compensationIn(node);
  if (start === undefined) undo(game, instance, [...game.state.compensables.in(instance)]);
  else beginEventSubProcess(game, instance, start, {});
  completeScopeIfDone(game, instance);
};
