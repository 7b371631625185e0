/** What may not be written yet ends its decision, whose state is then as it was. */
import type { Typed } from '../../engine/stream/index.ts';
import type { IsHeldBack } from '../readers/readable.ts';
import type { AnyKind } from '../stream/stream-kind.ts';

export class HeldBackError extends Error {
  readonly type: string;

  constructor(type: string, sentence = `Expected to record '${type}', but it may not be written yet`) {
    super(sentence);
    this.name = 'HeldBackError';
    this.type = type;
  }
}

/** Its events and what they send are let through only if everybody can read them. */
export const holdingBack = (decider: AnyKind['decider'], isHeldBack: IsHeldBack): AnyKind['decider'] => {
  const check = (typed: Typed): void => {
    if (isHeldBack(typed)) throw new HeldBackError(typed.type);
  };
  return {
    ...decider,
    decide: (context, command) => (check(command), decider.decide(context, command)),
    evolve: (state, event) => (check(event), decider.evolve(state, event)),
    outgoing: (stream, event, before) => {
      const sent = decider.outgoing(stream, event, before);
      for (const { command } of sent) check(command);
      return sent;
    },
  };
};
