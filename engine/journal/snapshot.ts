/**
 * A snapshot is a case's state with what its next record carries on, so that a cold case need not fold
 * its whole history. It is a cache: one that is damaged or of another shape is ignored, and the steps
 * are folded from the first. It holds values, so erasing a case's payloads means dropping its snapshot.
 */
import { restoreState, type CaseSnapshot, type CaseState } from '../case/index.ts';
import { canonical } from '../json/canonical.ts';
import { snapshotHashOf, stateHashOf, type Sha256 } from './hash.ts';
import type { Carried } from './step.ts';

/** Raised whenever the shape of `CaseState` changes, at any depth. */
export const snapshotVersion = 2;

export interface Restored {
  readonly state: CaseState;
  readonly carried: Carried;
}

/** base64url; equal for equal states. */
export const stateHash = (state: CaseState, sha256: Sha256): string => stateHashOf(canonical(state.toJSON()), sha256);

interface Content {
  readonly state: CaseSnapshot;
  readonly carried: Carried;
}

const hashOf = (content: Content, sha256: Sha256): string => snapshotHashOf(canonical(content), sha256);

/** Throws a `NotCanonicalError` when the state holds what is not JSON. */
export const snapshotOf = (state: CaseState, { log, definition, versions, zone }: Carried, sha256: Sha256): string => {
  const content = { carried: { log, definition, versions, zone }, state: state.toJSON() };
  return JSON.stringify({ v: snapshotVersion, hash: hashOf(content, sha256), ...content });
};

/** `undefined` when the text is damaged or of another version: fold the steps from the first. */
export const restoreSnapshot = (snapshot: string, sha256: Sha256): Restored | undefined => {
  const found = parsed(snapshot);
  if (found?.v !== snapshotVersion || found.state === undefined || found.carried === undefined) return undefined;
  const { state, carried } = found;
  return found.hash === hashOf({ state, carried }, sha256) ? { state: restoreState(state), carried } : undefined;
};

interface Snapshot extends Partial<Content> {
  readonly v?: number;
  readonly hash?: string;
}

const parsed = (text: string): Snapshot | null => {
  try {
    return JSON.parse(text) as Snapshot | null;
  } catch {
    return null;
  }
};
