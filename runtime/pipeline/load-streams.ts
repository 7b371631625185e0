/**
 * Streams from the database: snapshots where there are some, and the steps after what is known. What is known is
 * trusted by the hash of its last step, not by its length: a database may be replaced by an older copy of itself.
 */
import { base64urlOf, carriedAfter, foldStep, openDetached, restoreSnapshot, UnknownTypeError, type Preceding } from '../../engine/journal/index.ts';
import { UnknownEventError } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { sha256 } from '../sha256.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { readBroken, type Break, type BrokenStream } from './broken-streams.ts';
import { broughtBy, newStream, nextSeq, type HotStream } from './hot-streams.ts';

/** Without a step: the stream has none, or none from what is known on. */
interface FoundRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  /** What is known of the stream stands in the database. */
  readonly stands: boolean;
  readonly record: Uint8Array | null;
  readonly hash: Uint8Array;
  readonly payload: string | null;
}

/**
 * `lateral … offset 0`: one look into the primary key per stream, whatever the planner thinks of the table. It begins
 * at the last step that is known, which stays behind where it is that one and nothing follows.
 */
const missingSteps = `select known.stream, found.record, found.hash, found.payload,
    known.seq = 0 or exists (select from step where step.stream = known.stream and step.seq = known.seq - 1 and step.hash = known.head) stands
  from unnest($1::text::int8[], $2::text::int4[], $3::text::bytea[]) known(stream, seq, head)
  left join lateral (select step.seq, step.record, step.hash, step.payload from step
    where step.stream = known.stream and step.seq >= known.seq - 1 order by step.seq limit $4 offset 0) found on true
  where found.seq is distinct from known.seq - 1 or found.hash is distinct from known.head`;

/** Steps of a stream that are read at once; one without a snapshot may have many more. */
const pageSteps = 500;

export interface Loaded {
  /** Streams that exist; a key without any step is left out. */
  readonly streams: ReadonlyMap<bigint, HotStream>;
  /** Streams that a newer version has written to, with what this one does not know. */
  readonly unreadable: ReadonlyMap<bigint, Error>;
  /** Cases of which a step does not follow the one before it. */
  readonly broken: ReadonlyMap<bigint, BrokenStream>;
}

class Loading {
  readonly streams = new Map<bigint, HotStream>();
  readonly unreadable = new Map<bigint, Error>();
  readonly breaks = new Map<bigint, Break>();
  /** What is known of them is of another past of the database. */
  readonly ofAnotherPast = new Set<bigint>();
  readonly #kinds: StreamKinds;

  constructor(kinds: StreamKinds) {
    this.#kinds = kinds;
  }

  /** The streams of which there may be more. */
  async foldPage(database: Queryable, keys: readonly bigint[]): Promise<bigint[]> {
    const seqs = keys.map((key) => this.#next(key));
    const heads = keys.map((key) => this.#head(key));
    const rows = await database.query<FoundRow>(missingSteps, [arrayLiteral(keys), arrayLiteral(seqs), arrayLiteral(heads), pageSteps + 1]);
    for (const row of rows) this.#take(row);
    if (rows.length < pageSteps) return [];
    return keys.filter((key, index) => this.streams.has(key) && this.#next(key) - (seqs[index] ?? 0) >= pageSteps);
  }

  #next(key: bigint): number {
    const stream = this.streams.get(key);
    return stream === undefined ? 0 : nextSeq(stream);
  }

  /** As Postgres reads bytes. */
  #head(key: bigint): string | null {
    const head = this.streams.get(key)?.head ?? null;
    return head === null ? null : `\\x${Buffer.from(head.hash).toString('hex')}`;
  }

  #take({ stream, stands, record, hash, payload }: FoundRow): void {
    if (!stands) {
      this.ofAnotherPast.add(stream);
      this.streams.delete(stream);
    }
    const isOver = !stands || this.unreadable.has(stream) || this.breaks.has(stream);
    if (record !== null && !isOver) this.#fold({ stream, record, hash, payload });
  }

  #fold(row: StepRow): void {
    const known = this.streams.get(row.stream);
    try {
      const { named, ...step } = openDetached(row.record, row.payload, this.#kinds.shapes);
      const stream = known ?? newStream(this.#kinds.of(step.command.type));
      if (isEnding(stream.kind)) requireLink(stream, step);
      const carried = carriedAfter(named, stream.head);
      foldStep(stream.state, step, stream.kind.decider.evolve);
      stream.head = { ...carried, seq: step.seq, hash: row.hash };
      stream.bytes += broughtBy(row.payload, step.events);
      this.streams.set(row.stream, stream);
    } catch (error) {
      if (error instanceof UnknownTypeError || error instanceof UnknownEventError) this.unreadable.set(row.stream, error);
      else this.breaks.set(row.stream, { seq: this.#next(row.stream), head: known?.head ?? null, error: error instanceof Error ? error : new Error(String(error)) });
      this.streams.delete(row.stream);
    }
  }
}

interface StepRow {
  readonly stream: bigint;
  readonly record: Uint8Array;
  readonly hash: Uint8Array;
  readonly payload: string | null;
}

/** A stream that never ends cannot be closed: it goes on with what stands, and verifying it tells of the rest. */
const isEnding = ({ decider }: HotStream['kind']): boolean => decider.shape.endings.length > 0;

/** @throws Error when the step is not the next one, or not behind the last one. */
const requireLink = (stream: HotStream, { seq, prev }: { readonly seq: number; readonly prev: string | null }): void => {
  const expected = nextSeq(stream);
  if (seq !== expected) throw new Error(`Expected step ${expected}, but step ${seq} stands there`);
  if (prev !== (stream.head === null ? null : base64urlOf(stream.head.hash))) throw new Error(`Expected step ${seq} to name the hash of the step before it, but it names another`);
};

/** `hot`: what is known already, to be brought up to date. */
export const loadStreams = async (
  database: Queryable,
  kinds: StreamKinds,
  keys: readonly bigint[],
  hot: ReadonlyMap<bigint, HotStream>,
): Promise<Loaded> => {
  const loading = new Loading(kinds);
  for (const key of keys) {
    const known = hot.get(key);
    if (known !== undefined) loading.streams.set(key, known);
  }
  const bringUpToDate = async (cold: readonly bigint[], all: readonly bigint[]): Promise<void> => {
    const snapshots = cold.length === 0 ? new Map<bigint, HotStream>() : await readSnapshots(database, kinds, cold);
    for (const [key, stored] of snapshots) loading.streams.set(key, stored);
    for (let behind = all; behind.length > 0; ) behind = await loading.foldPage(database, behind);
  };
  await bringUpToDate(keys.filter((key) => !hot.has(key)), keys);
  const again = [...loading.ofAnotherPast];
  if (again.length > 0) await bringUpToDate(again, again);
  return { streams: loading.streams, unreadable: loading.unreadable, broken: await readBroken(database, loading.breaks) };
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
