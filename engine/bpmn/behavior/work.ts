/** Activities that wait: for a person, a worker, a message; with the events on their boundary. */
import type { Ordinal } from '../../stream/key.ts';
import { prepareJob, prepareUserTask, type Beginning } from '../../work/begin.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import type { ElementBehavior } from '../element/behavior.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { prepareCatches } from './catching.ts';
import { prepareTrigger } from './trigger.ts';

type Prepare = (game: TokenGame, instance: Ordinal, node: FlowNode) => Beginning | Failure;

/** Its work begins when the events on its boundary are waited for; nothing begins when one of them cannot be. */
const waitingFor = (prepare: Prepare): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    const begin = prepare(game, instance, node);
    if (isFailure(begin)) return begin;
    const arm = prepareCatches(game, instance, node);
    if (isFailure(arm)) return arm;
    arm();
    begin();
    return undefined;
  },
});

export const workedByJob = waitingFor((game, instance, node) => {
  if (node.work?.type !== 'job') throw new Error(`Expected '${node.id}' to have a job, but it has none`);
  return prepareJob(game.ctx, game.site(node, instance), { instance, name: node.name }, node.work);
});

export const workedByPerson = waitingFor((game, instance, node) => {
  if (node.work?.type !== 'userTask') throw new Error(`Expected '${node.id}' to have a user task, but it has none`);
  return prepareUserTask(game.ctx, game.site(node, instance), { instance, name: node.name }, node.work);
});

export const receiving = waitingFor(prepareTrigger);
