/** Whether commands took effect before, and what came of them then. */
import { createHash } from 'node:crypto';
import { canonical, openDetached, type ShapeTable } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Entry } from './entry.ts';
import { refuse, type Result } from './submission.ts';

interface StepRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly seq: number;
  readonly command_id: string;
  readonly record: Uint8Array;
  readonly payload: string | null;
}

const findSteps = `select found.* from unnest($1::text::int8[], $2::text::text[]) asked(stream, id)
  cross join lateral (select step.stream, step.seq, step.command_id, step.record, step.payload from step
    where step.stream = asked.stream and step.command_id = asked.id offset 0) found`;

/** The results of those entries whose command id stands in their stream already. */
export const findRepeated = async (database: Queryable, entries: readonly Entry[], shapes: ShapeTable): Promise<Map<Entry, Result>> => {
  const asked = entries.filter((entry) => entry.stream !== undefined && entry.submission.kind !== 'drain');
  if (asked.length === 0) return new Map();
  const idOf = (entry: Entry): string => (entry.submission.kind === 'drain' ? '' : entry.submission.id);
  const rows = await database.query<StepRow>(findSteps, [
    arrayLiteral(asked.map((entry) => entry.stream ?? 0n)),
    arrayLiteral(asked.map(idOf)),
  ]);
  const found = new Map(rows.map((row) => [`${row.stream} ${row.command_id}`, row]));
  const results = new Map<Entry, Result>();
  for (const entry of asked) {
    const row = found.get(`${entry.stream} ${idOf(entry)}`);
    if (row !== undefined) results.set(entry, repeated(entry, row, shapes));
  }
  return results;
};

const repeated = ({ submission }: Entry, row: StepRow, shapes: ShapeTable): Result => {
  const step = openDetached(row.record, row.payload, shapes);
  const isPartial = step.erased || step.withheld.length > 0;
  if (submission.kind === 'command' && !isPartial && canonical(step.command) !== canonical(submission.command))
    return refuse(
      'ALREADY_EXISTS',
      `Expected to repeat the command with id '${submission.id}', but it was another command with the same id`,
    );
  return { kind: 'accepted', stream: row.stream, seq: row.seq, events: step.events, repeated: true };
};

const insertKeys = `insert into idempotency (key, fingerprint, stream, created_at)
  select r.*, $4::timestamptz from unnest($1::text::text[], $2::text::text[], $3::text::int8[]) r
  on conflict (key) do nothing`;

const readKeys = `select key, fingerprint, stream from idempotency where key = any($1::text::text[])`;

interface Claims {
  readonly refused: ReadonlyMap<Entry, Result>;
  /** Their key was taken by another entry of the same batch: its result must be in the journal first. */
  readonly tooEarly: ReadonlySet<Entry>;
}

/** Entries whose command stands in the batch already, under the same id: they wait for the answer of the first. */
export const sameCommands = (entries: readonly Entry[]): Set<Entry> => {
  const seen = new Set<string>();
  const same = new Set<Entry>();
  for (const entry of entries) {
    if (entry.submission.kind === 'drain' || entry.stream === undefined || !entry.mayRepeat) continue;
    const name = `${entry.stream} ${entry.submission.id}`;
    if (seen.has(name)) same.add(entry);
    seen.add(name);
  }
  return same;
};

/**
 * Creations with a client's key: the first one takes the key with its stream; a later one is led to
 * that stream, so that `findRepeated` finds the first one's step.
 */
export const claimIdempotencyKeys = async (database: Queryable, entries: readonly Entry[], at: string): Promise<Claims> => {
  const claims = entries.filter((entry) => keyOf(entry) !== '').sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const refused = new Map<Entry, Result>();
  const tooEarly = new Set<Entry>();
  if (claims.length === 0) return { refused, tooEarly };
  const held = await claimKeys(database, claims, at);
  const streams = new Set(claims.map((entry) => entry.stream));
  /** One entry of a batch writes to a stream that was claimed before (its creation was rejected then); others follow. */
  const led = new Set<bigint>();
  for (const entry of claims) {
    const row = held.get(keyOf(entry));
    if (row === undefined || row.stream === entry.stream) continue;
    if (row.fingerprint !== fingerprint(entry)) refused.set(entry, otherRequest(keyOf(entry)));
    else if (streams.has(row.stream) || led.has(row.stream)) tooEarly.add(entry);
    else {
      led.add(row.stream);
      entry.stream = row.stream;
      entry.mayRepeat = true;
    }
  }
  return { refused, tooEarly };
};

const keyOf = ({ submission }: Entry): string => ('idempotencyKey' in submission ? (submission.idempotencyKey ?? '') : '');

interface ClaimRow {
  readonly [column: string]: unknown;
  readonly key: string;
  readonly fingerprint: string;
  readonly stream: bigint;
}

const claimKeys = async (database: Queryable, claims: readonly Entry[], at: string): Promise<Map<string, ClaimRow>> => {
  const keys = arrayLiteral(claims.map(keyOf));
  await database.query(insertKeys, [
    keys,
    arrayLiteral(claims.map(fingerprint)),
    arrayLiteral(claims.map((entry) => entry.stream ?? 0n)),
    at,
  ]);
  const rows = await database.query<ClaimRow>(readKeys, [keys]);
  return new Map(rows.map((row) => [row.key, row]));
};

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

const otherRequest = (key: string): Result =>
  refuse('ALREADY_EXISTS', `Expected to repeat the request with Idempotency-Key '${key}', but it was another request with the same key`);

/** A hash: the values of the request are nobody's business once it was taken. */
const fingerprint = (entry: Entry): string => hash(textOf(entry));

const textOf = ({ submission }: Entry): string => {
  if (submission.kind === 'create')
    return canonical({
      definition: Object.fromEntries(Object.entries(submission.definition).map(([name, value]) => [name, String(value)])),
      create: submission.create,
    });
  return submission.kind === 'command' ? canonical(submission.command) : '';
};
