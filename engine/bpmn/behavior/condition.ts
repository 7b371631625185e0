/** The condition of a sequence flow. */
import type { Ordinal } from '../../kernel/key.ts';
import { truth } from '../../kernel/value-type.ts';
import type { SequenceFlow } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAspect, type Typed } from './typed-value.ts';

export const isFulfilled = (game: TokenGame, instance: Ordinal, { id, condition }: SequenceFlow): Typed<boolean> =>
  condition === null
    ? { value: true }
    : evaluateAspect(game, instance, { what: `the condition of sequence flow '${id}'`, expression: condition, type: truth });
