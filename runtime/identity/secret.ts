/** Secrets that the server makes: 256 random bits, of which only the hash is kept. */
import { createHash, randomBytes } from 'node:crypto';

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** A name that nobody guesses or reads anything into: letters and digits. */
export const newId = (length: number): string => newSecret().replaceAll(/[-_]/g, 'x').slice(0, length);

/** In hex: `decode($1, 'hex')` in statements. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
