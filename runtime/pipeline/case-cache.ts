/** The hot cases of this process, least recently used first out. Truth is the journal; any entry may be dropped. */
import type { CaseState } from '../../engine/kernel/index.ts';

export interface HotCase {
  readonly state: CaseState;
  /** Hash of the last step's record; null before the first. */
  head: Uint8Array | null;
  /** `seq` at which the last snapshot was taken. */
  snapshotSeq: number;
}

export class CaseCache {
  readonly #cases = new Map<bigint, HotCase>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Takes the case out: while a batch works on it, nobody else has it, and a failure simply does not put it back. */
  take(key: bigint): HotCase | undefined {
    const hot = this.#cases.get(key);
    this.#cases.delete(key);
    return hot;
  }

  put(key: bigint, hot: HotCase): void {
    this.#cases.set(key, hot);
    if (this.#cases.size <= this.#capacity) return;
    for (const oldest of this.#cases.keys()) {
      this.#cases.delete(oldest);
      return;
    }
  }

  get size(): number {
    return this.#cases.size;
  }

  clear(): void {
    this.#cases.clear();
  }
}
