import { describe, expect, it } from 'vitest';
import { cutMessage } from './cut-message.ts';
import { limits } from '../stream/limits.ts';

describe('a message that is too long', () => {
  it('is cut at the limit', () => {
    expect(cutMessage('x'.repeat(limits.messageLength + 5))).toHaveLength(limits.messageLength);
  });

  it('is never cut within a character', () => {
    const cut = cutMessage(`${'x'.repeat(limits.messageLength - 1)}😀😀`);

    expect(cut).toBe('x'.repeat(limits.messageLength - 1));
  });
});
