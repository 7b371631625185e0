/** Streams from the database: snapshots where there are some, and the steps after what is known. */
import { carriedAfter, foldStep, openDetached, restoreSnapshot, UnknownTypeError, type Preceding } from '../../engine/journal/index.ts';
import { UnknownEventError } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { sha256 } from '../sha256.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { broughtBy, newStream, nextSeq, type HotStream } from './hot-streams.ts';

interface StepRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly record: Uint8Array;
  readonly hash: Uint8Array;
  readonly payload: string | null;
}

/** `lateral … offset 0`: one look into the primary key per stream, whatever the planner thinks of the table. */
const missingSteps = `select found.* from unnest($1::text::int8[], $2::text::int4[]) known(stream, seq)
  cross join lateral (select step.stream, step.record, step.hash, step.payload from step
    where step.stream = known.stream and step.seq >= known.seq order by step.seq limit $3) found`;

/** Steps of a stream that are read at once; one without a snapshot may have many more. */
const pageSteps = 500;

export interface Loaded {
  /** Streams that exist; a key without any step is left out. */
  readonly streams: ReadonlyMap<bigint, HotStream>;
  /** Streams that a newer version has written to, with what this one does not know. */
  readonly unreadable: ReadonlyMap<bigint, Error>;
}

class Loading {
  readonly streams = new Map<bigint, HotStream>();
  readonly unreadable = new Map<bigint, Error>();
  readonly #kinds: StreamKinds;

  constructor(kinds: StreamKinds) {
    this.#kinds = kinds;
  }

  /** The streams of which there may be more. */
  async foldPage(database: Queryable, keys: readonly bigint[]): Promise<bigint[]> {
    const seqs = keys.map((key) => this.#next(key));
    const rows = await database.query<StepRow>(missingSteps, [arrayLiteral(keys), arrayLiteral(seqs), pageSteps]);
    for (const row of rows) this.#fold(row);
    if (rows.length < pageSteps) return [];
    return keys.filter((key, index) => !this.unreadable.has(key) && this.#next(key) - (seqs[index] ?? 0) >= pageSteps);
  }

  #next(key: bigint): number {
    const stream = this.streams.get(key);
    return stream === undefined ? 0 : nextSeq(stream);
  }

  #fold(row: StepRow): void {
    if (this.unreadable.has(row.stream)) return;
    try {
      const { named, ...step } = openDetached(row.record, row.payload, this.#kinds.shapes);
      const stream = this.streams.get(row.stream) ?? newStream(this.#kinds.of(step.command.type));
      const carried = carriedAfter(named, stream.head);
      foldStep(stream.state, step, stream.kind.decider.evolve);
      stream.head = { ...carried, seq: step.seq, hash: row.hash };
      stream.bytes += broughtBy(row.payload, step.events);
      this.streams.set(row.stream, stream);
    } catch (error) {
      if (!(error instanceof UnknownTypeError || error instanceof UnknownEventError)) throw error;
      this.unreadable.set(row.stream, error);
      this.streams.delete(row.stream);
    }
  }
}

/** `hot`: what is known already, to be brought up to date. */
export const loadStreams = async (
  database: Queryable,
  kinds: StreamKinds,
  keys: readonly bigint[],
  hot: ReadonlyMap<bigint, HotStream>,
): Promise<Loaded> => {
  const loading = new Loading(kinds);
  const cold = keys.filter((key) => !hot.has(key));
  const snapshots = cold.length === 0 ? new Map<bigint, HotStream>() : await readSnapshots(database, kinds, cold);
  for (const key of keys) {
    const known = hot.get(key) ?? snapshots.get(key);
    if (known !== undefined) loading.streams.set(key, known);
  }
  for (let behind = keys; behind.length > 0; ) behind = await loading.foldPage(database, behind);
  return loading;
};

/** Those of the streams that have a snapshot which is whole. */
export const readSnapshots = async (database: Queryable, kinds: StreamKinds, keys: readonly bigint[]): Promise<Map<bigint, HotStream>> => {
  const rows = await database.query<{ stream: bigint; seq: number; state: string; hash: Uint8Array }>(
    `select stored.stream, stored.seq, stored.state, last.hash from unnest($1::text::int8[]) asked(stream)
     cross join lateral (select * from snapshot where stream = asked.stream offset 0) stored
     cross join lateral (select hash from step where stream = stored.stream and seq = stored.seq - 1 offset 0) last`,
    [arrayLiteral(keys)],
  );
  const streams = new Map<bigint, HotStream>();
  for (const { stream, seq, state: text, hash } of rows) {
    const found = restoreSnapshot(text, sha256);
    // A damaged snapshot, or one of a kind that is not known, is only a slower start: the steps are folded from the first.
    const kind = found === undefined ? undefined : kinds.named(found.kind);
    if (found === undefined || kind === undefined) continue;
    const head: Preceding = { ...found.carried, seq: seq - 1, hash };
    streams.set(stream, { kind, state: kind.decider.restore(found.state), head, snapshotSeq: seq, snapshotBytes: text.length, bytes: text.length });
  }
  return streams;
};
