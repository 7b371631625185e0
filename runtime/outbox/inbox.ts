/**
 * Commands between streams. They are written with the sender's step (or with the refusal of a command that it was
 * sent), wait in the inbox of their target, are read under the target's lock and taken out in order per source in the
 * transaction of the step that they cause.
 */
import { normalize } from '../../engine/json/normalize.ts';
import type { OutgoingCommand, Typed } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral, jsonLines } from '../port/array-literal.ts';

export interface InboxCommand {
  /** Where its row is. */
  readonly place: string;
  /** The stream that sent it. */
  readonly source: bigint;
  readonly target: bigint;
  /** Of the command: made of its source, the source's step, and its number there. */
  readonly id: string;
  readonly command: Typed;
}

interface InboxRow {
  readonly [column: string]: unknown;
  readonly place: string;
  readonly source: bigint;
  readonly target: bigint;
  readonly id: string;
  readonly command: string;
}

/** Commands that one batch takes out; what is left waits for the next one. */
export const inboxMax = 1_000;

const oldest = `select ctid::text place, source, target, id, command from inbox where target = any($1::text::int8[])
  order by created_at, source, source_seq, n limit $2`;

/** Only whoever holds the locks of the targets looks. */
export const readInbox = async (database: Queryable, targets: readonly bigint[], max = inboxMax): Promise<InboxCommand[]> => {
  if (targets.length === 0) return [];
  const rows = await database.query<InboxRow>(oldest, [arrayLiteral(targets), max]);
  // As the journal gives it back, so that whoever decides it again has its members in the same order.
  return rows.map(({ place, source, target, id, command }) => ({ place, source, target, id, command: normalize(JSON.parse(command)) as unknown as Typed }));
};

/** Nobody else takes from the inbox of a stream that is locked, so the places name the rows that were read. */
export const takeOut = async (database: Queryable, taken: readonly InboxCommand[]): Promise<void> => {
  if (taken.length > 0) await database.query('delete from inbox where ctid = any($1::text::tid[])', [arrayLiteral(taken.map(({ place }) => place))]);
};

interface Sent extends OutgoingCommand {
  readonly source: bigint;
  /** `seq` of the source's step, and the command's number there. */
  readonly seq: number;
  readonly n: number;
  readonly id: string;
}

const insertSent = `insert into inbox (source, source_seq, n, target, id, command, created_at)
  select r.source, r.seq, r.n, r.target, r.id, r.command, $7::timestamptz
  from unnest($1::text::int8[], $2::text::int4[], $3::text::int4[], $4::text::int8[], $5::text::text[], string_to_array($6::text, E'\\n'))
    r(source, seq, n, target, id, command)`;

/** What a batch sends. */
export class Outbox {
  readonly #sent: Sent[] = [];

  /** Targets of all that is sent. */
  get targets(): Set<bigint> {
    return new Set(this.#sent.map(({ target }) => target));
  }

  /** Targets of what the source sends. */
  targetsOf(source: bigint): Set<bigint> {
    return new Set(this.#sent.filter((sent) => sent.source === source).map(({ target }) => target));
  }

  /** Commands that follow from step `seq` of the source. */
  send(source: bigint, seq: number, commands: readonly OutgoingCommand[]): void {
    for (const [n, { target, command }] of commands.entries()) this.#sent.push({ source, seq, n, target, command, id: `inbox:${source}:${seq}:${n}` });
  }

  /** The answer of a stream, whose last step is `seq`, to a command that it has refused. */
  reply(source: bigint, seq: number, { target, command }: OutgoingCommand, refused: string): void {
    this.#sent.push({ source, seq, n: replyNumber + this.#sent.length, target, command, id: `${refused}:refused` });
  }

  async write(database: Queryable, at: string): Promise<void> {
    if (this.#sent.length === 0) return;
    await database.query(insertSent, [
      arrayLiteral(this.#sent.map(({ source }) => source)),
      arrayLiteral(this.#sent.map(({ seq }) => seq)),
      arrayLiteral(this.#sent.map(({ n }) => n)),
      arrayLiteral(this.#sent.map(({ target }) => target)),
      arrayLiteral(this.#sent.map(({ id }) => id)),
      jsonLines(this.#sent.map(({ command }) => JSON.stringify(command))),
      at,
    ]);
  }
}

/** Behind the commands of the step itself. */
const replyNumber = 1_000_000;
