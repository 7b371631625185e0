/** The streams of one batch: as the journal has them once they are locked, and with the steps that the batch adds. */
import { snapshotOf, type Preceding } from '../../engine/journal/index.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Queryable } from '../port/database.ts';
import { sha256 } from '../sha256.ts';
import type { AnyKind } from '../stream/stream-kind.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import type { WrittenStep } from '../past/known-past.ts';
import type { BrokenStream } from './broken-streams.ts';
import { isSnapshotDue, newStream, nextSeq, type HotStream } from './hot-streams.ts';
import { loadStreams } from './load-streams.ts';

export class BatchStreams {
  readonly #streams: Map<bigint, HotStream>;
  /** Streams that are as the journal has them. */
  readonly #loaded = new Set<bigint>();
  readonly #unreadable = new Map<bigint, Error>();
  readonly #broken = new Map<bigint, BrokenStream>();
  readonly #changed = new Set<bigint>();
  readonly #kinds: StreamKinds;
  readonly #isExclusive: boolean;

  /** `isExclusive`: no other process writes to the database, so hot streams are as the journal has them. */
  constructor(hot: ReadonlyMap<bigint, HotStream>, kinds: StreamKinds, isExclusive: boolean) {
    this.#streams = new Map(hot);
    this.#kinds = kinds;
    this.#isExclusive = isExclusive;
  }

  get all(): ReadonlyMap<bigint, HotStream> {
    return this.#streams;
  }

  get(key: bigint): HotStream | undefined {
    return this.#streams.get(key);
  }

  /** Why the stream cannot be folded by this program. */
  unreadable(key: bigint): Error | undefined {
    return this.#unreadable.get(key);
  }

  /** The case, if its steps do not follow each other. */
  broken(key: bigint): BrokenStream | undefined {
    return this.#broken.get(key);
  }

  /** An operator has closed it. */
  closed(key: bigint): void {
    const broken = this.#broken.get(key);
    if (broken !== undefined) broken.isClosed = true;
  }

  /** The step that was written last; undefined: none. */
  get newest(): WrittenStep | undefined {
    const stream = [...this.#changed].at(-1);
    const head = stream === undefined ? null : (this.#streams.get(stream)?.head ?? null);
    return stream === undefined || head === null ? undefined : { stream, seq: head.seq, hash: head.hash };
  }

  /** The stream, or one that is about to begin. */
  getOrBegin(key: bigint, kind: AnyKind): HotStream {
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const stream = newStream(kind);
    this.#streams.set(key, stream);
    return stream;
  }

  /** A stream without a step did not begin after all. */
  forgetUnbegun(key: bigint): void {
    if (this.#streams.get(key)?.head === null) this.#streams.delete(key);
  }

  isLoaded(key: bigint): boolean {
    return this.#loaded.has(key);
  }

  async load(transaction: Queryable, keys: readonly bigint[]): Promise<void> {
    const toLoad = keys.filter((key) => !(this.#isExclusive && this.#streams.has(key)));
    for (const key of keys) this.#loaded.add(key);
    if (toLoad.length === 0) return;
    const { streams, unreadable, broken } = await loadStreams(transaction, this.#kinds, toLoad, this.#streams);
    for (const key of toLoad) {
      const hot = streams.get(key);
      if (hot === undefined) this.#streams.delete(key);
      else this.#streams.set(key, hot);
    }
    for (const [key, error] of unreadable) this.#unreadable.set(key, error);
    for (const [key, stream] of broken) this.#broken.set(key, stream);
  }

  /** The state of the stream has the events of its next step, which is sealed. `brought`: bytes, about. */
  addStep(key: bigint, hot: HotStream, step: { readonly head: Preceding; readonly brought: number }): void {
    hot.head = step.head;
    hot.bytes += step.brought;
    this.#changed.add(key);
  }

  /** Of the streams with steps of this batch that are due for one; an ended stream is not asked again. */
  async writeSnapshots(transaction: Queryable): Promise<void> {
    const due = [...this.#changed].flatMap((key) => {
      const hot = this.#streams.get(key);
      return hot !== undefined && hot.head !== null && isSnapshotDue(hot) ? [{ key, hot, head: hot.head }] : [];
    });
    if (due.length === 0) return;
    const states = due.map(({ hot, head }) => snapshotOf(hot.kind.decider.kind, hot.state, head, sha256));
    for (const [index, { hot }] of due.entries()) {
      hot.snapshotSeq = nextSeq(hot);
      hot.snapshotBytes = states[index]?.length ?? 0;
      hot.bytes = hot.snapshotBytes;
    }
    await transaction.query(
      `insert into snapshot (stream, seq, state)
       select * from unnest($1::text::int8[], $2::text::int4[], $3::text::text[])
       on conflict (stream) do update set seq = excluded.seq, state = excluded.state`,
      [arrayLiteral(due.map(({ key }) => key)), arrayLiteral(due.map(({ hot }) => hot.snapshotSeq)), arrayLiteral(states)],
    );
  }
}
