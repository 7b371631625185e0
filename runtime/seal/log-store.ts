/**
 * The log as rows. Whoever appends holds the lock of the log until his transaction ends; whoever reads needs none, for
 * what stands in the log does not change.
 */
import { checkpointStreamKey } from '../../engine/checkpoint/index.ts';
import type { Hash, Page, PagePlace, ReadNode, ReadPages, StreamHead } from '../../engine/proof/index.ts';
import { base64urlOf, recordOf } from '../../engine/journal/index.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Queryable } from '../port/database.ts';

/** Hashes of one tile, of which all nodes within are made. */
const tileLevels = 8;
const tileWidth = 2 ** tileLevels;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const hexes = (hashes: readonly Uint8Array[]): string => arrayLiteral(hashes.map(hex));

/** false: somebody else appends just now. Held until the transaction ends. */
export const lockLog = async (transaction: Queryable): Promise<boolean> => {
  const [row] = await transaction.query<{ mine: boolean }>(`select pg_try_advisory_xact_lock(hashtext('acta log')) mine`);
  return row?.mine === true;
};

/** Up to where the journal was read. */
export interface Reading {
  readonly [column: string]: unknown;
  readonly number: bigint;
  readonly size: bigint;
  readonly cluster: string;
  readonly xid: string;
  readonly stream: bigint;
  readonly seq: number;
}

/** Before anything was read. */
const nothing: Reading = { number: 0n, size: 0n, cluster: '', xid: '0', stream: 0n, seq: -1 };

export const lastReading = async (database: Queryable): Promise<Reading> => {
  const [row] = await database.query<Reading>('select number, size, cluster, xid::text xid, stream, seq from log_reading order by number desc limit 1');
  return row ?? nothing;
};

export const addReading = (transaction: Queryable, { number, size, cluster, xid, stream, seq }: Reading): Promise<unknown> =>
  transaction.query('insert into log_reading (number, size, cluster, xid, stream, seq) values ($1, $2, $3, $4::text::xid8, $5, $6)', [number, size, cluster, xid, stream, seq]);

export interface UnsealedStep {
  readonly [column: string]: unknown;
  readonly xid: string;
  readonly stream: bigint;
  readonly seq: number;
  readonly hash: Uint8Array;
}

export interface Horizon {
  readonly cluster: string;
  /** Transactions below have all ended. */
  readonly xmin: string;
  /** No transaction has this number yet. */
  readonly xmax: string;
  /** Steps say that they were written by such a one: another cluster has written them. */
  readonly hasForeign: boolean;
}

export const readHorizon = async (database: Queryable): Promise<Horizon> => {
  const [row] = await database.query<Horizon & { [column: string]: unknown }>(
    `select system_identifier::text cluster, pg_snapshot_xmin(pg_current_snapshot())::text xmin, pg_snapshot_xmax(pg_current_snapshot())::text xmax,
       exists (select from step where xid >= pg_snapshot_xmax(pg_current_snapshot())) "hasForeign" from pg_control_system()`,
  );
  if (row === undefined) throw new Error('Expected the database to tell its transactions, but it did not');
  return row;
};

const notSealed = 'not exists (select from log_leaf l where l.stream = s.stream and l.seq = s.seq)';

/** Steps behind a place, of transactions below the horizon: all of them are visible, and none can come between any more. */
export const unsealedAfter = (database: Queryable, { xid, stream, seq }: Pick<Reading, 'xid' | 'stream' | 'seq'>, max: number): Promise<UnsealedStep[]> =>
  database.query<UnsealedStep>(
    `select s.xid::text xid, s.stream, s.seq, s.hash from step s
     where (s.xid, s.stream, s.seq) > ($1::text::xid8, $2::int8, $3::int4) and s.xid < pg_snapshot_xmin(pg_current_snapshot()) and ${notSealed}
     order by s.xid, s.stream, s.seq limit ${max}`,
    [xid, stream, seq],
  );

/** Whatever is not sealed, whatever its transaction's number says: of a journal that another cluster has written. */
export const unsealedAnywhere = (database: Queryable, max: number): Promise<UnsealedStep[]> =>
  database.query<UnsealedStep>(`select s.xid::text xid, s.stream, s.seq, s.hash from step s where ${notSealed} order by s.xid, s.stream, s.seq limit ${max}`);

export const addLeaves = (transaction: Queryable, first: bigint, steps: readonly UnsealedStep[]): Promise<unknown> =>
  transaction.query(
    `insert into log_leaf (index, stream, seq, hash)
     select $1::int8 + n - 1, stream, seq, decode(hash, 'hex') from unnest($2::text::int8[], $3::text::int4[], $4::text::text[]) with ordinality as given (stream, seq, hash, n)`,
    [first, arrayLiteral(steps.map(({ stream }) => stream)), arrayLiteral(steps.map(({ seq }) => seq)), hexes(steps.map(({ hash }) => hash))],
  );

export interface StoredNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

/** Of these levels nodes are stored. */
export const isStored = (level: number): boolean => level % tileLevels === 0;

export const addNodes = (transaction: Queryable, nodes: readonly StoredNode[]): Promise<unknown> =>
  transaction.query(
    `insert into log_node (level, index, hash) select level, index, decode(hash, 'hex') from unnest($1::text::int2[], $2::text::int8[], $3::text::text[]) as given (level, index, hash)`,
    [arrayLiteral(nodes.map(({ level }) => level)), arrayLiteral(nodes.map(({ index }) => index)), hexes(nodes.map(({ hash }) => hash))],
  );

/** Reads nodes of the tree as they are asked for, each tile once. */
export const nodesOf = (database: Queryable, hashChildren: (left: Hash, right: Hash) => Hash): ReadNode => {
  const tiles = new Map<string, Promise<Hash[]>>();
  const tile = (level: number, index: number): Promise<Hash[]> => {
    const name = `${level}/${index}`;
    const known = tiles.get(name) ?? readTile(database, level, index);
    tiles.set(name, known);
    return known;
  };
  return async (level, index) => {
    const [base, height] = [level - (level % tileLevels), level % tileLevels];
    const first = index * 2 ** height;
    const hashes = await tile(base, Math.floor(first / tileWidth));
    let row = hashes.slice(first % tileWidth, (first % tileWidth) + 2 ** height);
    if (row.length !== 2 ** height) throw new Error(`Expected node ${index} of level ${level} in the log, but it is not there`);
    while (row.length > 1) row = row.flatMap((left, at) => (at % 2 === 0 ? [hashChildren(left, row[at + 1] ?? left)] : []));
    return row[0] ?? new Uint8Array();
  };
};

const readTile = async (database: Queryable, level: number, index: number): Promise<Hash[]> => {
  const [table, own] = level === 0 ? ['log_leaf', 'true'] : ['log_node', `level = ${level}`];
  const rows = await database.query<{ hash: Uint8Array }>(`select hash from ${table} where ${own} and index >= $1::int8 and index < $1::int8 + ${tileWidth} order by index`, [index * tileWidth]);
  return rows.map(({ hash }) => hash);
};

export const pagesOf = (database: Queryable): ReadPages => async (places) => {
  const rows = await database.query<{ n: bigint; hashes: Uint8Array | null }>(
    `select n, p.hashes from unnest($1::text::int2[], $2::text::int8[]) with ordinality as asked (depth, prefix, n) left join log_page p using (depth, prefix) order by n`,
    [arrayLiteral(places.map(({ depth }: PagePlace) => depth)), arrayLiteral(places.map(({ prefix }) => prefix))],
  );
  return rows.map(({ hashes }) => hashes ?? undefined);
};

export const putPages = (transaction: Queryable, pages: readonly Page[]): Promise<unknown> =>
  transaction.query(
    `insert into log_page (depth, prefix, hashes) select depth, prefix, decode(hashes, 'hex') from unnest($1::text::int2[], $2::text::int8[], $3::text::text[]) as given (depth, prefix, hashes)
     on conflict (depth, prefix) do update set hashes = excluded.hashes`,
    [arrayLiteral(pages.map(({ depth }) => depth)), arrayLiteral(pages.map(({ prefix }) => prefix)), hexes(pages.map(({ hashes }) => hashes))],
  );

/** The streams with leaves in `[from, to)`, with their last ones there, and how many of them have none before. */
export const changedHeads = async (database: Queryable, from: bigint, to: bigint): Promise<{ readonly heads: readonly StreamHead[]; readonly added: number }> => {
  const rows = await database.query<{ stream: bigint; seq: number; hash: Uint8Array; added: boolean }>(
    `select changed.*, not exists (select from log_leaf old where old.stream = changed.stream and old.index < $1::int8) added
     from (select distinct on (stream) stream, seq, hash from log_leaf where index >= $1::int8 and index < $2::int8 order by stream, seq desc) changed`,
    [from, to],
  );
  const heads = rows.map(({ stream, seq, hash }) => ({ stream: String(stream), seq, hash: base64urlOf(hash) }));
  return { heads, added: rows.filter(({ added }) => added).length };
};

export interface StoredHeads {
  readonly [column: string]: unknown;
  readonly size: bigint;
  readonly streams: bigint;
  readonly root: Uint8Array;
}

export const lastHeads = async (database: Queryable): Promise<StoredHeads | undefined> => {
  const [row] = await database.query<StoredHeads>('select size, streams, root from log_heads order by size desc limit 1');
  return row;
};

export const addHeads = (transaction: Queryable, { size, streams, root }: StoredHeads): Promise<unknown> =>
  transaction.query(`insert into log_heads (size, streams, root) values ($1, $2, decode($3, 'hex'))`, [size, streams, hex(root)]);

export interface StoredCheckpoint {
  readonly [column: string]: unknown;
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly headsSeq: number;
  readonly headsSize: bigint;
  readonly note: string;
  /** ISO. */
  readonly signedAt: string;
}

const checkpointColumns = `size, root, heads_seq "headsSeq", heads_size "headsSize", note, signed_at "signedAt"`;

/** The newest of a log, or that of a size. */
export const storedCheckpoint = async (database: Queryable, origin: string, size?: bigint): Promise<StoredCheckpoint | undefined> => {
  const [row] = size === undefined
    ? await database.query<StoredCheckpoint>(`select ${checkpointColumns} from log_checkpoint where origin = $1 order by size desc limit 1`, [origin])
    : await database.query<StoredCheckpoint>(`select ${checkpointColumns} from log_checkpoint where origin = $1 and size = $2::int8`, [origin, size]);
  return row;
};

export const addCheckpoint = (transaction: Queryable, origin: string, { size, root, headsSeq, headsSize, note, signedAt }: StoredCheckpoint): Promise<unknown> =>
  transaction.query(
    `insert into log_checkpoint (origin, size, root, heads_seq, heads_size, note, signed_at) values ($1, $2, decode($3, 'hex'), $4, $5, $6, $7::text::timestamptz)`,
    [origin, size, hex(root), headsSeq, headsSize, note, signedAt],
  );

/** Whether anything but the sealer's own steps stands in `[from, to)`. */
export const hasHappened = async (database: Queryable, from: bigint, to: bigint): Promise<boolean> => {
  const [row] = await database.query<{ has: boolean }>(
    `select exists (select from log_leaf where index >= $1::int8 and index < $2::int8 and stream <> ${checkpointStreamKey}) has`, [from, to]);
  return row?.has === true;
};

/** Where a step stands in the log. */
export const leafIndex = async (database: Queryable, stream: bigint, seq: number): Promise<bigint | undefined> => {
  const [row] = await database.query<{ index: bigint }>('select index from log_leaf where stream = $1 and seq = $2', [stream, seq]);
  return row?.index;
};

/** The last step of a stream among the first `size` leaves. */
export const headAsOf = async (database: Queryable, stream: bigint, size: bigint): Promise<StreamHead | undefined> => {
  const [row] = await database.query<{ seq: number; hash: Uint8Array }>(
    'select seq, hash from log_leaf where stream = $1 and index < $2::int8 order by seq desc limit 1', [stream, size]);
  return row === undefined ? undefined : { stream: String(stream), seq: row.seq, hash: base64urlOf(row.hash) };
};

export interface WaitingSteps {
  /** Steps that are in no log yet. */
  readonly isBehind: boolean;
  /** `at` of the oldest of them, ISO. */
  readonly since: string | null;
  /** Who holds them off: transactions that write and have not ended. */
  readonly culprit: string | null;
}

/** What keeps the log from taking the next step; asked only when there is one. */
export const readWaiting = async (database: Queryable, { xid, stream, seq }: Pick<Reading, 'xid' | 'stream' | 'seq'>): Promise<WaitingSteps> => {
  const [step] = await database.query<{ record: Uint8Array }>(
    `select s.record from step s where (s.xid, s.stream, s.seq) > ($1::text::xid8, $2::int8, $3::int4) and ${notSealed} order by s.xid, s.stream, s.seq limit 1`,
    [xid, stream, seq],
  );
  if (step === undefined) return { isBehind: false, since: null, culprit: null };
  const [culprit] = await database.query<{ said: string }>(
    `select format('process %s of %s (%s)', pid, coalesce(usename, 'somebody'), coalesce(nullif(application_name, ''), 'no name')) said from pg_stat_activity
     where backend_xid is not null and pid <> pg_backend_pid() order by age(backend_xid) desc limit 1`,
  );
  return { isBehind: true, since: recordOf(step.record)?.at ?? null, culprit: culprit?.said ?? null };
};
