/**
 * The journal's hashes, each over its own domain, so that bytes of one kind can never be passed off
 * as another. SHA-256 itself is injected: `node:crypto` on servers, a library in browsers.
 */
import { base64urlOf } from '../json/base64url.ts';
import { canonical } from '../json/canonical.ts';

/** 32 bytes out. The data is lent for the call: it may not be kept. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

export const hashLength = 32;
export const secretLength = 32;

const encoder = new TextEncoder();
const stateDomain = 'acta/state/v1\0';
const snapshotDomain = 'acta/snapshot/v2\0';
/** The bytes in front of what is variable, with room for a hash or a secret behind the domain. */
const saltDomain = encoder.encode('acta/salt/v2\0');
const valueDomain = encoder.encode('\0acta/value/v2\0');
const commitmentDomain = encoder.encode('acta/commitment/v2\0');

/** Texts are encoded into the same bytes again and again: a fresh array for each costs more than its hash. */
const workspace = new Uint8Array(64 * 1024);

/** UTF-8 behind `offset` bytes that the caller fills; valid until the next call. */
const encode = (text: string, offset: number): Uint8Array => {
  const most = offset + text.length * 3;
  const space = most <= workspace.length ? workspace : new Uint8Array(most);
  return space.subarray(0, offset + encoder.encodeInto(text, space.subarray(offset)).written);
};

const hashBehind = (domain: Uint8Array, key: Uint8Array, text: string, sha256: Sha256): Uint8Array => {
  const bytes = encode(text, domain.length + key.length);
  bytes.set(domain);
  bytes.set(key, domain.length);
  return sha256(bytes);
};

/** RFC 6962 §2.1 leaf hash, `SHA-256(0x00 ‖ record)`: the chain's link is the Merkle log's leaf. */
export const leafHash = (recordText: string, sha256: Sha256): Uint8Array => {
  const bytes = encode(recordText, 1);
  bytes[0] = 0;
  return sha256(bytes);
};

/** The same of a record's bytes. */
export const leafHashOf = (record: Uint8Array, sha256: Sha256): Uint8Array => {
  const bytes = new Uint8Array(1 + record.length);
  bytes.set(record, 1);
  return sha256(bytes);
};

/** `SHA-256("acta/salt/v2" ‖ 0x00 ‖ secret ‖ path)` */
export const saltOf = (secret: Uint8Array, path: string, sha256: Sha256): Uint8Array => hashBehind(saltDomain, secret, path, sha256);

/**
 * `SHA-256(0x00 ‖ "acta/value/v2" ‖ 0x00 ‖ salt ‖ path ‖ 0x00 ‖ text)`, the leaf of a value. A canonical
 * text has no zero byte, so the last one of the bytes ends the path.
 */
export const valueHash = (salt: Uint8Array, path: string, text: string, sha256: Sha256): Uint8Array =>
  hashBehind(valueDomain, salt, `${path}\0${text}`, sha256);

/** RFC 6962 §2.1: the root of the tree over at least one leaf. */
const rootOf = (leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array => {
  const [only] = leaves;
  if (only !== undefined && leaves.length === 1) return only;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  const bytes = new Uint8Array(1 + 2 * hashLength);
  bytes[0] = 1;
  bytes.set(rootOf(leaves.slice(0, left), sha256), 1);
  bytes.set(rootOf(leaves.slice(left), sha256), 1 + hashLength);
  return sha256(bytes);
};

/**
 * `SHA-256("acta/commitment/v2" ‖ 0x00 ‖ root ‖ canonical list of the paths)`, base64url. The paths
 * stand here once more because a leaf alone does not show the path it was made of: a value that is
 * withheld can neither be given another name nor stand for two.
 */
export const commitmentOf = (paths: readonly string[], leaves: readonly Uint8Array[], sha256: Sha256): string =>
  base64urlOf(hashBehind(commitmentDomain, rootOf(leaves, sha256), canonical(paths), sha256));

/** `SHA-256("acta/state/v1" ‖ 0x00 ‖ text)`, base64url; `text` is the canonical text of a case's state. */
export const stateHashOf = (text: string, sha256: Sha256): string => base64urlOf(sha256(encode(stateDomain + text, 0)));

/** `SHA-256("acta/snapshot/v2" ‖ 0x00 ‖ text)`, base64url; `text` is the canonical text of what a snapshot holds. */
export const snapshotHashOf = (text: string, sha256: Sha256): string => base64urlOf(sha256(encode(snapshotDomain + text, 0)));
