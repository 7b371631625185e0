/** Work for a job worker: its type, its retries, its headers. */
import type { Ordinal } from '../../stream/key.ts';
import { isFailure, type ElementBehavior, type FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { armBoundaryEvents } from './boundary-events.ts';
import { evaluateAspects, type OptionalAspect } from './typed-value.ts';

export interface JobDefinition {
  readonly aspects: { readonly jobType: OptionalAspect<string>; readonly retries: OptionalAspect<number> };
  readonly headers: { readonly [name: string]: string };
}

const createJob = (
  { draft }: TokenGame,
  instance: Ordinal,
  node: FlowNode,
  job: { readonly jobType: string; readonly retries: number; readonly headers: JobDefinition['headers'] },
): void => {
  draft.emit({ type: 'JobCreated', ordinal: draft.nextOrdinal(), instance, element: node.id, ...job });
};

/** An element whose work is one job. */
export const workedByJob = ({ aspects, headers }: JobDefinition): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    const evaluated = evaluateAspects(game, instance, aspects);
    if (isFailure(evaluated)) return evaluated;
    const failure = armBoundaryEvents(game, instance, node);
    if (failure === undefined) createJob(game, instance, node, { ...evaluated.value, headers });
    return failure;
  },
});
