/**
 * C2SP signed-note: a text and signatures under it, one a line. Who reads it goes by keys of his own: signatures of
 * others are passed over, and a wrong one of a key that he knows refuses the note. c2sp.org/signed-note,
 * c2sp.org/tlog-cosignature. Signing and verifying Ed25519 is the platform's: `node:crypto`, WebCrypto in browsers.
 */
import { base64Of, bytesOfBase64 } from '../json/base64.ts';
import type { Sha256 } from '../journal/hash.ts';
import { sameHash } from './merkle-tree.ts';

/** Whether the 64 bytes are this Ed25519 key's signature (RFC 8032) of the message. */
export type VerifyEd25519 = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;

/** A note that is none, or whose signature by a known key is wrong. */
export class NoteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoteError';
  }
}

/** What a key signs: the text of a log, or that and the time at which a witness saw it. */
export type KeyKind = 'log' | 'witness';
const typeOf: { readonly [kind in KeyKind]: number } = { log: 0x01, witness: 0x04 };

export interface PublicKey {
  readonly name: string;
  readonly kind: KeyKind;
  /** 32 bytes, Ed25519. */
  readonly key: Uint8Array;
  /** 4 bytes that name the key in a note. */
  readonly id: Uint8Array;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const joined = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const bytes = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const whole = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A name without white space and plus signs; what it may be else, is free. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

/** @throws NoteError when the name cannot be one. */
export const publicKey = ({ name, kind, key }: Omit<PublicKey, 'id'>, sha256: Sha256): PublicKey => {
  if (!isKeyName(name)) throw new NoteError(`Expected the name of a key without spaces and plus signs, but it is '${name}'`);
  return { name, kind, key, id: sha256(joined(name, '\n', Uint8Array.of(typeOf[kind]), key)).slice(0, 4) };
};

/** A key as people pass it on: `<name>+<hex id>+<base64 of its type and bytes>`. */
export const keyText = ({ name, kind, key, id }: PublicKey): string => `${name}+${hexOf(id)}+${base64Of(joined(Uint8Array.of(typeOf[kind]), key))}`;

/** @throws NoteError */
export const readKey = (text: string, sha256: Sha256): PublicKey => {
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = bytesOfBase64(encoded);
  const kind = (['log', 'witness'] as const).find((one) => typeOf[one] === bytes?.[0]);
  if (bytes === undefined || kind === undefined || bytes.length !== 33)
    throw new NoteError(`Expected a key of the form name+id+base64 for Ed25519, but found '${text.slice(0, 200)}'`);
  const key = publicKey({ name, kind, key: bytes.subarray(1) }, sha256);
  if (hexOf(key.id) !== id) throw new NoteError(`Expected the key ${name} to have the id ${hexOf(key.id)}, but it says ${id}`);
  return key;
};

/** The whole fingerprint of a key, for people to compare: SHA-256 of its bytes, hex. */
export const fingerprintOf = ({ key }: PublicKey, sha256: Sha256): string => hexOf(sha256(key));

interface Signature {
  readonly name: string;
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
}

export interface SignedNote {
  /** With its last line feed: what is signed. */
  readonly text: string;
  readonly signatures: readonly Signature[];
}

const signaturesMax = 64;

const readSignature = (line: string): Signature => {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = bytesOfBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) throw new NoteError(`Expected a signature line of a note, but found '${line.slice(0, 200)}'`);
  return { name, id: bytes.slice(0, 4), bytes: bytes.slice(4) };
};

/** No control characters but line feeds, and nothing that is not Unicode. */
const isPlain = (text: string): boolean =>
  Array.from(text).every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 0x0a || (code >= 0x20 && code !== 0x7f && (code < 0xd800 || code > 0xdfff));
  });

/** @throws NoteError */
export const readNote = (note: string): SignedNote => {
  if (!isPlain(note)) throw new NoteError('Expected a note without control characters, but it has some');
  const border = note.lastIndexOf('\n\n');
  if (border < 0 || !note.endsWith('\n')) throw new NoteError('Expected a signed note: a text, an empty line and signatures, but it is not');
  const lines = note.slice(border + 2).split('\n').slice(0, -1);
  if (lines.length === 0 || lines.length > signaturesMax) throw new NoteError(`Expected a note with 1 to ${signaturesMax} signatures, but it has ${lines.length}`);
  return { text: note.slice(0, border + 1), signatures: lines.map(readSignature) };
};

/** What a witness signs. `time` in seconds since 1970. */
export const cosignedMessage = (text: string, time: number): Uint8Array => encoder.encode(`cosignature/v1\ntime ${time}\n${text}`);
export const signedMessage = (text: string): Uint8Array => encoder.encode(text);

const u64 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
};

/** The line under a note; `time` only of a witness. */
export const signatureLine = ({ name, id }: PublicKey, signature: Uint8Array, time?: number): string =>
  `\u2014 ${name} ${base64Of(joined(id, ...(time === undefined ? [] : [u64(time)]), signature))}\n`;

export interface VerifiedSignature {
  readonly key: PublicKey;
  /** Seconds since 1970; null: of a log, which says no time. */
  readonly time: number | null;
}

const messageOf = ({ kind }: PublicKey, text: string, bytes: Uint8Array): { readonly message: Uint8Array; readonly signature: Uint8Array; readonly time: number | null } => {
  if (kind === 'log') return { message: signedMessage(text), signature: bytes, time: null };
  if (bytes.length !== 72) return { message: new Uint8Array(), signature: new Uint8Array(), time: null };
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  return { message: cosignedMessage(text, time), signature: bytes.subarray(8), time };
};

/** The signatures of the keys given, each at most once. @throws NoteError when one of them is wrong. */
export const verifySignatures = async ({ text, signatures }: SignedNote, keys: readonly PublicKey[], verify: VerifyEd25519): Promise<VerifiedSignature[]> => {
  const verified: VerifiedSignature[] = [];
  for (const { name, id, bytes } of signatures) {
    const key = keys.find((one) => one.name === name && sameHash(one.id, id));
    if (key === undefined || verified.some((one) => one.key === key)) continue;
    const { message, signature, time } = messageOf(key, text, bytes);
    if (signature.length !== 64 || !(await verify(key.key, message, signature)))
      throw new NoteError(`Expected the signature of ${name} (${hexOf(key.id)}) to be of this note, but it is not`);
    verified.push({ key, time });
  }
  return verified;
};

/** UTF-8 of bytes from outside. @throws NoteError */
export const noteTextOf = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new NoteError('Expected a note in UTF-8, but it is not');
  }
};
