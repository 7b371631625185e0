/** What can be undone is recorded when it completes: an activity with a handler, and a scope in which something can be. */
import { ownVariables } from '../../case/variable.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

export const recordCompensation = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  const { state, draft } = game;
  if (node.compensatedBy === undefined && state.compensables.count(instance) === 0 && game.graph.compensationIn(node) === undefined) return;
  draft.emit({
    type: 'CompensationRecorded', ordinal: draft.peekOrdinal(), instance, element: node.id, kind: node.kind, scope: game.scopeOf(instance),
    variables: ownVariables(state, instance),
  });
};
