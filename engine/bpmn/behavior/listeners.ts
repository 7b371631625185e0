/**
 * Execution listeners: jobs that an element waits for, one after the other, before its work begins (its inputs are there)
 * and before it is left (its outputs are written). What a start listener gives is the element's own; what an end listener
 * gives leaves it.
 */
import { raiseIncident } from '../../case/incident.ts';
import type { Ordinal } from '../../stream/key.ts';
import { prepareJob } from '../../work/begin.ts';
import { isFailure } from '../../work/failure.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

type When = 'start' | 'end';

const purposes = { start: 'startListener', end: 'endListener' } as const;

export const hasListeners = (node: FlowNode, when: When): boolean => (node.listeners?.[when].length ?? 0) > 0;

/** Asks the listener at the place; false when there is none any more. */
export const askListener = (game: TokenGame, instance: Ordinal, node: FlowNode, { when, at }: { readonly when: When; readonly at: number }): boolean => {
  const definition = node.listeners?.[when][at];
  if (definition === undefined) return false;
  const begin = prepareJob(game.ctx, game.site(node, instance), { instance, name: node.name, purpose: purposes[when], listener: at }, definition);
  if (isFailure(begin)) raiseIncident(game.draft, instance, { ...begin, phase: when === 'start' ? 'activate' : 'complete' });
  else begin();
  return true;
};
