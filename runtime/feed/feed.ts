/**
 * Follows the journal for those who watch: by the horizon of transactions, never by `id > last`. What a transaction below
 * the horizon has written is all visible and stays; what is above may still come in any order. One process looks once for
 * all its listeners, and only while there are some.
 */
import type { Queryable } from '../port/database.ts';
import { identityStreamKey } from '../../engine/identity/index.ts';

export interface Change {
  /** `<transaction>.<stream>.<seq>`: where a listener that was away goes on. */
  readonly position: string;
  readonly stream: bigint;
  readonly topic: 'case' | 'definitions' | 'directory';
}

export type Listener = (changes: readonly Change[]) => void;

const everyMs = 300;
const pageMax = 2_000;
const firstOfMessages = 2n ** 38n << 24n;

interface Place {
  readonly xid: string;
  readonly stream: bigint;
  readonly seq: number;
}

interface Row extends Record<string, unknown> {
  readonly xid: string;
  readonly stream: bigint;
  readonly seq: number;
  readonly is_case: boolean;
}

const placeOf = (position: string): Place | undefined => {
  const [, xid, stream, seq] = /^(\d{1,20})\.(\d{1,19})\.(\d{1,9})$/.exec(position) ?? [];
  return xid === undefined || stream === undefined || seq === undefined ? undefined : { xid, stream: BigInt(stream), seq: Number(seq) };
};

const changeOf = ({ xid, stream, seq, is_case: isCase }: Row): Change[] => {
  const position = `${xid}.${stream}.${seq}`;
  if (stream === identityStreamKey) return [{ position, stream, topic: 'directory' }];
  if (stream >= firstOfMessages) return [];
  return [{ position, stream, topic: isCase ? 'case' : 'definitions' }];
};

export class Feed {
  readonly #database: Queryable;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<Listener>();
  #place: Place | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #isClosed = false;

  constructor(database: Queryable, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  /** From now on. The function ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#schedule(0);
    return () => void this.#listeners.delete(listener);
  }

  /** What has happened since a position; undefined: too much, or it is no position. */
  async since(position: string): Promise<readonly Change[] | undefined> {
    const place = placeOf(position);
    if (place === undefined) return undefined;
    const rows = await this.#read(place);
    return rows.length >= pageMax ? undefined : rows.flatMap(changeOf);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #schedule(afterMs: number): void {
    if (this.#isClosed || this.#looking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), afterMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    this.#looking = true;
    try {
      this.#place ??= await this.#horizon();
      const rows = await this.#read(this.#place);
      const last = rows.at(-1);
      if (last !== undefined) this.#place = { xid: last.xid, stream: last.stream, seq: last.seq };
      const changes = rows.flatMap(changeOf);
      if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#looking = false;
      // Nobody watches: whoever comes next begins at the horizon of then.
      if (this.#listeners.size > 0) this.#schedule(everyMs);
      else this.#place = undefined;
    }
  }

  async #horizon(): Promise<Place> {
    const [row] = await this.#database.query<{ xid: string }>('select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text xid');
    return { xid: row?.xid ?? '0', stream: 2n ** 63n - 1n, seq: 2 ** 31 - 1 };
  }

  #read({ xid, stream, seq }: Place): Promise<Row[]> {
    return this.#database.query<Row>(
      `select s.xid::text xid, s.stream, s.seq, exists (select from process_instance i where i.key = s.stream) is_case from step s
       where (s.xid, s.stream, s.seq) > ($1::text::xid8, $2::int8, $3::int4) and s.xid < pg_snapshot_xmin(pg_current_snapshot())
       order by s.xid, s.stream, s.seq limit ${pageMax}`,
      [xid, stream, seq],
    );
  }
}
