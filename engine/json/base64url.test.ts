import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64urlOf, bytesOfBase64url } from './base64url.ts';

describe('base64url', () => {
  it('writes what Node writes, and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = base64urlOf(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(bytesOfBase64url(text)).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('reads one text per byte sequence only', () => {
    const text = base64urlOf(new Uint8Array(32).fill(255));
    const last = text.slice(0, -1);
    const accepted = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ').filter(
      (char) => bytesOfBase64url(last + char) !== undefined,
    );
    expect(accepted).toHaveLength(16); // the last of 43 digits holds 4 bits of the 256; its other 2 must be 0
    for (const bad of ['=', 'A', 'AA=', 'AA==', 'A A', 'ä', `${text}=`]) expect(bytesOfBase64url(bad)).toBeUndefined();
  });
});
