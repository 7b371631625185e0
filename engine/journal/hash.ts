/**
 * The journal's three hashes, each over its own domain, so that bytes of one kind can never be
 * passed off as another. SHA-256 itself is injected: `node:crypto` on servers, a library in browsers.
 */
import { base64urlOf } from '../json/base64url.ts';

/** 32 bytes out. The data is lent for the call: it may not be kept. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

export const hashLength = 32;
export const saltLength = 32;

const encoder = new TextEncoder();
const commitmentDomain = encoder.encode('acta/commit/v1\0');
const stateDomain = 'acta/state/v1\0';

/** Texts are encoded into the same bytes again and again: a fresh array for each costs more than its hash. */
const workspace = new Uint8Array(64 * 1024);

/** UTF-8 behind `offset` bytes that the caller fills; valid until the next call. */
const encode = (text: string, offset: number): Uint8Array => {
  const most = offset + text.length * 3;
  const space = most <= workspace.length ? workspace : new Uint8Array(most);
  return space.subarray(0, offset + encoder.encodeInto(text, space.subarray(offset)).written);
};

/** RFC 6962 §2.1 leaf hash, `SHA-256(0x00 ‖ record)`: the chain's link is the Merkle log's leaf. */
export const leafHash = (recordText: string, sha256: Sha256): Uint8Array => {
  const bytes = encode(recordText, 1);
  bytes[0] = 0;
  return sha256(bytes);
};

/** `SHA-256("acta/commit/v1" ‖ 0x00 ‖ salt ‖ text)`, base64url; `text` is the payload without its salt. */
export const commitmentOf = (salt: Uint8Array, text: string, sha256: Sha256): string => {
  const bytes = encode(text, commitmentDomain.length + saltLength);
  bytes.set(commitmentDomain);
  bytes.set(salt, commitmentDomain.length);
  return base64urlOf(sha256(bytes));
};

/** `SHA-256("acta/state/v1" ‖ 0x00 ‖ text)`, base64url; `text` is the canonical text of a case's state. */
export const stateHashOf = (text: string, sha256: Sha256): string => base64urlOf(sha256(encode(stateDomain + text, 0)));
