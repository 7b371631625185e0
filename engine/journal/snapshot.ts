/**
 * A snapshot is a case's state with its hash, so that a cold case need not fold its whole history.
 * It is a cache: one that is damaged or of another shape is ignored, and the steps are folded from
 * the first. It holds values, so erasing a case's payloads means dropping its snapshot.
 */
import type { CaseState } from '../case/index.ts';
import { canonical } from '../json/canonical.ts';
import { stateHashOf, type Sha256 } from './hash.ts';

/** Raised whenever the shape of `CaseState` changes, at any depth. */
export const snapshotVersion = 1;

/** base64url; equal for equal states, whatever the order of their members. */
export const stateHash = (state: CaseState, sha256: Sha256): string => stateHashOf(canonical(state), sha256);

/**
 * Throws a `NotCanonicalError` when the state holds what is not JSON. The text keeps the order of
 * members, for a restored state must iterate like the hot one it was taken from.
 */
export const snapshotOf = (state: CaseState, sha256: Sha256): string =>
  JSON.stringify({ v: snapshotVersion, hash: stateHash(state, sha256), state });

/** `undefined` when the text is damaged or of another version: fold the steps from the first. */
export const restoreSnapshot = (snapshot: string, sha256: Sha256): CaseState | undefined => {
  const found = parsed(snapshot);
  if (found?.v !== snapshotVersion || found.state === undefined) return undefined;
  return found.hash === stateHash(found.state, sha256) ? found.state : undefined;
};

interface Snapshot {
  readonly v?: number;
  readonly hash?: string;
  readonly state?: CaseState;
}

const parsed = (text: string): Snapshot | null => {
  try {
    return JSON.parse(text) as Snapshot | null;
  } catch {
    return null;
  }
};
