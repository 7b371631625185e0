/**
 * A snapshot is a stream's state with what its next record carries on, so that a cold stream need not fold
 * its whole history. It is a cache: one that is damaged or of another shape is ignored, and the steps
 * are folded from the first. It holds values, so erasing a case's payloads means dropping its snapshot.
 */
import type { CaseState } from '../case/index.ts';
import { canonical } from '../json/canonical.ts';
import type { StreamState } from '../stream/index.ts';
import { snapshotHashOf, stateHashOf, type Sha256 } from './hash.ts';
import type { Carried } from './step.ts';

/** Raised whenever the shape of a state changes, at any depth. */
export const snapshotVersion = 2;

export interface StoredState {
  /** Name of the kind of stream. */
  readonly kind: string;
  /** What `Decider.restore` takes. */
  readonly state: unknown;
  readonly carried: Carried;
}

/** base64url; equal for equal states. */
export const stateHash = (state: CaseState, sha256: Sha256): string => stateHashOf(canonical(state.toJSON()), sha256);

const hashOf = ({ kind, state, carried }: StoredState, sha256: Sha256): string => snapshotHashOf(canonical({ carried, kind, state }), sha256);

/** Throws a `NotCanonicalError` when the state holds what is not JSON. */
export const snapshotOf = (kind: string, state: StreamState, { log, definition, versions, zone }: Carried, sha256: Sha256): string => {
  const stored = { kind, carried: { log, definition, versions, zone }, state: state.toJSON() };
  return JSON.stringify({ v: snapshotVersion, hash: hashOf(stored, sha256), ...stored });
};

/** `undefined` when the text is damaged or of another version: fold the steps from the first. */
export const restoreSnapshot = (snapshot: string, sha256: Sha256): StoredState | undefined => {
  const found = parsed(snapshot);
  if (found?.v !== snapshotVersion || found.kind === undefined || found.state === undefined || found.carried === undefined) return undefined;
  const { kind, state, carried } = found;
  return found.hash === hashOf({ kind, state, carried }, sha256) ? { kind, state, carried } : undefined;
};

interface Snapshot extends Partial<StoredState> {
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
