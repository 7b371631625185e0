/**
 * The inbox of a case: commands that other streams (or the case itself) wrote for it. They are taken
 * out under the case's lock, in order per source, in the transaction of the step they cause.
 */
import type { Command } from '../../engine/case/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';

export interface InboxCommand {
  readonly target: bigint;
  readonly id: string;
  readonly command: Exclude<Command, { type: 'CreateCase' }>;
}

interface InboxRow {
  readonly [column: string]: unknown;
  readonly source: bigint;
  readonly source_seq: number;
  readonly n: number;
  readonly target: bigint;
  readonly command: string;
}

/** Commands that one batch takes out; what is left waits for the next one. */
export const inboxMax = 1_000;

/** Only whoever holds the lock of the case takes from its inbox, so `ctid` names the rows that were seen. */
const takeOut = `with taken as (delete from inbox where ctid = any(array(
      select ctid from inbox where target = any($1::text::int8[]) order by created_at, source, source_seq, n limit $2))
    returning source, source_seq, n, target, command, created_at)
  select source, source_seq, n, target, command from taken order by created_at, source, source_seq, n`;

export const takeFromInbox = async (database: Queryable, targets: readonly bigint[], max = inboxMax): Promise<InboxCommand[]> => {
  if (targets.length === 0) return [];
  const rows = await database.query<InboxRow>(takeOut, [arrayLiteral(targets), max]);
  return rows.map((row) => ({
    target: row.target,
    id: `inbox:${row.source}:${row.source_seq}:${row.n}`,
    command: JSON.parse(row.command) as InboxCommand['command'],
  }));
};

export interface Continuation {
  readonly stream: bigint;
  readonly seq: number;
}

/** A case that stopped at its limit of activations goes on by a command to itself. */
export const putContinuations = async (database: Queryable, continuations: readonly Continuation[], at: string): Promise<void> => {
  if (continuations.length === 0) return;
  await database.query(
    `insert into inbox (source, source_seq, target, n, command, created_at)
     select r.stream, r.seq, r.stream, 0, '{"type":"Continue"}', $3::timestamptz
     from unnest($1::text::int8[], $2::text::int4[]) r(stream, seq)`,
    [
      arrayLiteral(continuations.map((continuation) => continuation.stream)),
      arrayLiteral(continuations.map((continuation) => continuation.seq)),
      at,
    ],
  );
};
