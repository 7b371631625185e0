/**
 * The journal's three hashes, each over its own domain, so that bytes of one kind can never be
 * passed off as another. SHA-256 itself is injected: `node:crypto` on servers, a library in browsers.
 */
import { base64urlOf } from './base64url.ts';

/** 32 bytes out. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

export const hashLength = 32;
export const saltLength = 32;

const encoder = new TextEncoder();
const commitmentDomain = 'acta/commit/v1\0';
const stateDomain = 'acta/state/v1\0';
const saltPlace = '\0'.repeat(saltLength);

/** A record's bytes and its hash. */
export interface Leaf {
  readonly record: Uint8Array;
  readonly hash: Uint8Array;
}

/** RFC 6962 §2.1 leaf hash, `SHA-256(0x00 ‖ record)`: the chain's link is the Merkle log's leaf. */
export const leafOf = (recordText: string, sha256: Sha256): Leaf => {
  const bytes = encoder.encode(`\0${recordText}`);
  return { record: bytes.subarray(1), hash: sha256(bytes) };
};

/** `SHA-256("acta/commit/v1" ‖ 0x00 ‖ salt ‖ text)`, base64url; `text` is the payload without its salt. */
export const commitmentOf = (salt: Uint8Array, text: string, sha256: Sha256): string => {
  const bytes = encoder.encode(commitmentDomain + saltPlace + text);
  bytes.set(salt, commitmentDomain.length);
  return base64urlOf(sha256(bytes));
};

/** `SHA-256("acta/state/v1" ‖ 0x00 ‖ text)`, base64url; `text` is the canonical text of a case's state. */
export const stateHashOf = (text: string, sha256: Sha256): string =>
  base64urlOf(sha256(encoder.encode(stateDomain + text)));
