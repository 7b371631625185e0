/** Work for a job worker: its type, its retries, its headers. */
import type { EventOf } from '../../kernel/event.ts';
import type { Expression } from '../../kernel/expression.ts';
import type { Json } from '../../kernel/json.ts';
import type { Ordinal } from '../../kernel/key.ts';
import { isFailure, type ElementBehavior, type Failure } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { armBoundaryEvents } from './boundary-events.ts';
import { evaluateAs, evaluateText } from './typed-value.ts';

export interface JobDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  readonly headers: { readonly [name: string]: string };
}

const toRetries = (value: Json): number | undefined => {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
};

type JobAspects = Pick<EventOf<'JobCreated'>, 'jobType' | 'retries'>;

const evaluateJob = (game: TokenGame, instance: Ordinal, job: JobDefinition): JobAspects | Failure => {
  const type = evaluateText(game, instance, { what: 'the job type', expression: job.type });
  if (isFailure(type)) return type;
  const aspect = { what: 'the job retries', expression: job.retries };
  const retries = evaluateAs(game, instance, aspect, 'a whole number, 0 or more', toRetries);
  if (isFailure(retries)) return retries;
  return { jobType: type.value, retries: retries.value };
};

/** An element whose work is one job. */
export const workedByJob = (job: JobDefinition): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    const aspects = evaluateJob(game, instance, job);
    if (isFailure(aspects)) return aspects;
    const failure = armBoundaryEvents(game, instance, node);
    if (failure !== undefined) return failure;
    const { draft } = game;
    const base = { type: 'JobCreated', ordinal: draft.nextOrdinal(), instance, element: node.id } as const;
    draft.emit({ ...base, ...aspects, headers: job.headers });
    return undefined;
  },
});
