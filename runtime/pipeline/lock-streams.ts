/**
 * One process works on a stream at a time. The lock is an advisory transaction lock on the stream's
 * key: nothing is written for it, it ends with the transaction, and nobody ever waits for it, so
 * there is nothing to deadlock. The journal's primary key guards what a lock could not.
 */
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';

const tryLock = `select stream from unnest($1::text::int8[]) stream where pg_try_advisory_xact_lock(stream)`;

/** The streams that could be locked now. */
export const lockStreams = async (database: Queryable, streams: readonly bigint[]): Promise<Set<bigint>> => {
  if (streams.length === 0) return new Set();
  const rows = await database.query<{ stream: bigint }>(tryLock, [arrayLiteral(streams)]);
  return new Set(rows.map((row) => row.stream));
};

/** Waits for the lock: for a command that was passed over too often and now runs alone. */
export const lockStream = async (database: Queryable, stream: bigint): Promise<void> => {
  await database.query('select pg_advisory_xact_lock($1::int8)', [stream]);
};
