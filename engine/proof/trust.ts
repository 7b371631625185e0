/**
 * Whose word an auditor takes, said by the auditor: which keys sign for which log, which witnesses there are and how
 * many of them are enough, and whose time stamps count. It never comes with a file.
 */
import type { Sha256 } from '../journal/hash.ts';
import { readKey, type PublicKey } from './signed-note.ts';

export interface Trust {
  readonly logs: readonly { readonly origin: string; readonly keys: readonly PublicKey[] }[];
  readonly witnesses: readonly PublicKey[];
  /** So many of the witnesses must have seen a checkpoint. */
  readonly quorum: number;
  /** Certificates in PEM, of those who issue the certificates of time stamps. */
  readonly timeStampAuthorities: string | null;
}

export const noTrust: Trust = { logs: [], witnesses: [], quorum: 1, timeStampAuthorities: null };

/** A document that says nothing that could be trusted. */
export class TrustError extends Error {}

type Fields = { readonly [name: string]: unknown };
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const textsOf = (value: unknown, what: string): readonly string[] => {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw new TrustError(`Expected ${what} to be a list of keys (name+id+base64), but it is not`);
  return value;
};

const keysOf = (value: unknown, what: string, kind: PublicKey['kind'], sha256: Sha256): PublicKey[] =>
  textsOf(value, what).map((text) => {
    const key = readKey(text, sha256);
    if (key.kind !== kind) throw new TrustError(`Expected ${what} to be keys of a ${kind}, but ${key.name} is one of a ${key.kind}`);
    return key;
  });

const membersOf = ['logs', 'witnesses', 'quorum', 'timeStampAuthorities'];

/** @throws TrustError, NoteError */
export const readTrust = (document: unknown, sha256: Sha256): Trust => {
  if (!isFields(document)) throw new TrustError('Expected an object that says whom to trust, but it is none');
  const stranger = Object.keys(document).find((name) => !membersOf.includes(name));
  if (stranger !== undefined) throw new TrustError(`Expected only ${membersOf.join(', ')}, but found '${stranger}'`);
  const { logs = [], witnesses = [], quorum = 1, timeStampAuthorities = null } = document;
  if (!Array.isArray(logs)) throw new TrustError("Expected 'logs' to be a list, but it is not");
  const read = logs.map((one: unknown, at) => {
    if (!isFields(one) || typeof one['origin'] !== 'string') throw new TrustError(`Expected logs[${at}] to have an 'origin' and 'keys', but it has not`);
    return { origin: one['origin'], keys: keysOf(one['keys'], `logs[${at}].keys`, 'log', sha256) };
  });
  if (timeStampAuthorities !== null && typeof timeStampAuthorities !== 'string') throw new TrustError("Expected 'timeStampAuthorities' to be certificates in PEM, but it is not");
  const seen = keysOf(witnesses, 'witnesses', 'witness', sha256);
  if (typeof quorum !== 'number' || !Number.isSafeInteger(quorum) || quorum < 1 || (seen.length > 0 && quorum > seen.length))
    throw new TrustError(`Expected 'quorum' to be a number from 1 to that of the witnesses, but it is ${String(quorum)}`);
  return { logs: read, witnesses: seen, quorum, timeStampAuthorities };
};
