/**
 * A snapshot is a case's state as canonical text with its hash, so that a cold case need not fold
 * its whole history. It is a cache: one that is damaged or of another shape is ignored, and the
 * steps are folded from the first. It holds values, so erasing payloads means dropping it.
 */
import type { CaseState } from '../kernel/index.ts';
import { canonical } from './canonical.ts';
import { stateHashOf, type Sha256 } from './hash.ts';

/** Raised whenever the shape of `CaseState` changes, at any depth. */
export const snapshotVersion = 1;

const opening = '{"hash":"';
const middle = '","state":';
const closing = `,"v":${snapshotVersion}}`;
const hashEnd = opening.length + 43;

export const snapshotOf = (state: CaseState, sha256: Sha256): string => {
  const text = canonical(state);
  return opening + stateHashOf(text, sha256) + middle + text + closing;
};

/** The hash of a state, base64url; equal for equal states. */
export const stateHash = (state: CaseState, sha256: Sha256): string => stateHashOf(canonical(state), sha256);

/** `undefined` when the text is damaged or of another version: fold the steps from the first. */
export const restoreSnapshot = (snapshot: string, sha256: Sha256): CaseState | undefined => {
  const start = hashEnd + middle.length;
  if (!snapshot.startsWith(opening) || !snapshot.startsWith(middle, hashEnd) || !snapshot.endsWith(closing)) return undefined;
  const text = snapshot.slice(start, -closing.length);
  if (stateHashOf(text, sha256) !== snapshot.slice(opening.length, hashEnd)) return undefined;
  return JSON.parse(text) as CaseState;
};
