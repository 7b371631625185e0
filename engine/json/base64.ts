/** RFC 4648 §4 with padding, as signed notes and tree hashes of others have it. One text per byte sequence. */
import { base64urlOf, bytesOfBase64url } from './base64url.ts';

export const base64Of = (bytes: Uint8Array): string => {
  const text = base64urlOf(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
};

/** `undefined` unless the text is exactly what `base64Of` writes for some bytes. */
export const bytesOfBase64 = (text: string): Uint8Array | undefined => {
  const bytes = bytesOfBase64url(text.replace(/={1,2}$/, '').replaceAll('+', '-').replaceAll('/', '_'));
  return bytes !== undefined && base64Of(bytes) === text ? bytes : undefined;
};
