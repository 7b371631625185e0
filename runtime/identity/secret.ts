/** Secrets that the server makes: 256 random bits, of which only the hash is kept. */
import { createHash, randomBytes } from 'node:crypto';

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** In hex: `decode($1, 'hex')` in statements. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
