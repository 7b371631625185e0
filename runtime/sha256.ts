/** SHA-256 of this platform, for the journal. */
import { createHash, hash } from 'node:crypto';
import type { Sha256 } from '../engine/journal/index.ts';

/** `hash` (one call, no object) is the faster way where Node has it. */
export const sha256: Sha256 =
  typeof hash === 'function'
    ? (data) => hash('sha256', data, 'buffer')
    : (data) => createHash('sha256').update(data).digest();
