import { describe, expect, it } from 'vitest';
import { UnknownEventError } from '../stream/decider.ts';
import { evolveMessages } from './evolve.ts';
import { MessageState } from './state.ts';

describe('folding messages', () => {
  it.each(['MessagePublished.2', 'constructor', '__proto__'])('refuses an event %s that it does not know', (type) => {
    expect(() => evolveMessages(new MessageState(), { type } as never)).toThrow(UnknownEventError);
  });

  it('passes over what is about things that are gone', () => {
    const state = new MessageState();
    const before = JSON.stringify(state);
    for (const type of ['MessageAssigned', 'CorrelationConfirmed', 'CorrelationRefused', 'CorrelationReleased'] as const)
      evolveMessages(state, { type, message: 1, subscription: 2 });
    expect(JSON.stringify(state)).toBe(before);
  });
});
