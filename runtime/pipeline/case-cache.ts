/** The hot cases of this process, least recently used first out. Truth is the journal; any entry may be dropped. */
import { initialState, limits, type CaseState } from '../../engine/case/index.ts';

export interface HotCase {
  readonly state: CaseState;
  /** Hash of the last step's record; null before the first. */
  head: Uint8Array | null;
  /** `seq` at which the last snapshot was taken. */
  snapshotSeq: number;
  /** What that snapshot takes. */
  snapshotBytes: number;
  /** What the state takes as JSON, at most and about: its last snapshot, and what the steps since have brought. */
  bytes: number;
}

/** A case before its first step. */
export const unbornCase = (): HotCase => ({ state: initialState(), head: null, snapshotSeq: 0, snapshotBytes: 0, bytes: 0 });

/** What an event may add to a state, its values aside. */
const bytesPerEvent = 150;

/** Values that a step brings stand in its payload. What it takes away is seen at the next snapshot. */
export const broughtBy = (payload: string | null, events: readonly unknown[]): number =>
  (payload?.length ?? 0) + events.length * bytesPerEvent;

/** What a cold start would have to read has become long. */
export const isSnapshotDue = ({ state, snapshotSeq, snapshotBytes, bytes }: HotCase): boolean =>
  state.seq - snapshotSeq >= limits.stepsPerSnapshot || bytes - snapshotBytes > Math.max(limits.bytesPerSnapshot, snapshotBytes);

export interface CacheLimits {
  readonly cases: number;
  readonly bytes: number;
}

export class CaseCache {
  readonly #cases = new Map<bigint, HotCase>();
  readonly #limits: CacheLimits;
  #bytes = 0;

  constructor(limits: CacheLimits) {
    this.#limits = limits;
  }

  /** Takes the case out: while a batch works on it, nobody else has it, and a failure simply does not put it back. */
  take(key: bigint): HotCase | undefined {
    const hot = this.#cases.get(key);
    if (hot === undefined) return undefined;
    this.#cases.delete(key);
    this.#bytes -= hot.bytes;
    return hot;
  }

  /** Nobody changes the case as long as it is here. One that is larger than the cache is kept, alone. */
  put(key: bigint, hot: HotCase): void {
    this.take(key);
    this.#cases.set(key, hot);
    this.#bytes += hot.bytes;
    for (const oldest of this.#cases.keys()) {
      const isFull = this.#cases.size > this.#limits.cases || this.#bytes > this.#limits.bytes;
      if (!isFull || this.#cases.size === 1) return;
      this.take(oldest);
    }
  }

  get size(): number {
    return this.#cases.size;
  }

  clear(): void {
    this.#cases.clear();
    this.#bytes = 0;
  }
}
