/** The condition of a sequence flow. */
import type { Ordinal } from '../../kernel/key.ts';
import type { SequenceFlow } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAs, type Typed } from './typed-value.ts';

export const isFulfilled = (game: TokenGame, instance: Ordinal, flow: SequenceFlow): Typed<boolean> => {
  if (flow.condition === null) return { value: true };
  const aspect = { what: `the condition of sequence flow '${flow.id}'`, expression: flow.condition };
  return evaluateAs(game, instance, aspect, 'true or false', (value) =>
    typeof value === 'boolean' ? value : undefined,
  );
};
