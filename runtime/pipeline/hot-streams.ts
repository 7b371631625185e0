/** The hot streams of this process, least recently used first out. Truth is the journal; any entry may be dropped. */
import type { Preceding } from '../../engine/journal/index.ts';
import { limits, type StreamState } from '../../engine/stream/index.ts';
import type { AnyKind } from '../stream/stream-kind.ts';

export interface HotStream {
  readonly kind: AnyKind;
  readonly state: StreamState;
  /** The last step; null before the first. */
  head: Preceding | null;
  /** `seq` of the step after which the last snapshot was taken, plus one. */
  snapshotSeq: number;
  /** What that snapshot takes. */
  snapshotBytes: number;
  /** What the state takes as JSON, at most and about: its last snapshot, and what the steps since have brought. */
  bytes: number;
}

/** A stream before its first step. */
export const newStream = (kind: AnyKind): HotStream => ({
  kind, state: kind.decider.initial(), head: null, snapshotSeq: 0, snapshotBytes: 0, bytes: 0,
});

/** `seq` of the step that comes next. */
export const nextSeq = ({ head }: HotStream): number => (head === null ? 0 : head.seq + 1);

/** What an event may add to a state, its values aside. */
const bytesPerEvent = 150;

/** Values that a step brings stand in its payload. What it takes away is seen at the next snapshot. */
export const broughtBy = (payload: string | null, events: readonly unknown[]): number =>
  (payload?.length ?? 0) + events.length * bytesPerEvent;

/**
 * What a cold start would have to read has become long. A snapshot is paid by the bytes since the last one: a large
 * state is written again only when steps have brought half of its size.
 */
export const isSnapshotDue = (hot: HotStream): boolean => {
  const steps = nextSeq(hot) - hot.snapshotSeq;
  const brought = hot.bytes - hot.snapshotBytes;
  if (brought > Math.max(limits.bytesPerSnapshot, hot.snapshotBytes)) return true;
  return steps >= limits.stepsPerSnapshot && brought * 2 >= hot.snapshotBytes;
};

export interface CacheLimits {
  readonly cases: number;
  readonly bytes: number;
}

export class HotStreams {
  readonly #streams = new Map<bigint, HotStream>();
  readonly #limits: CacheLimits;
  #bytes = 0;

  constructor(cacheLimits: CacheLimits) {
    this.#limits = cacheLimits;
  }

  /** Takes the stream out: while a batch works on it, nobody else has it, and a failure simply does not put it back. */
  take(key: bigint): HotStream | undefined {
    const hot = this.#streams.get(key);
    if (hot === undefined) return undefined;
    this.#streams.delete(key);
    this.#bytes -= hot.bytes;
    return hot;
  }

  /** Nobody changes the stream as long as it is here. One that is larger than the cache is kept, alone. */
  put(key: bigint, hot: HotStream): void {
    this.take(key);
    this.#streams.set(key, hot);
    this.#bytes += hot.bytes;
    for (const oldest of this.#streams.keys()) {
      const isFull = this.#streams.size > this.#limits.cases || this.#bytes > this.#limits.bytes;
      if (!isFull || this.#streams.size === 1) return;
      this.take(oldest);
    }
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Of their JSON, at most and about. */
  get bytes(): number {
    return this.#bytes;
  }

  clear(): void {
    this.#streams.clear();
    this.#bytes = 0;
  }
}
