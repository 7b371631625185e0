/** The buffer of published messages: a projection of the message streams. */
import { instantText } from '../../engine/journal/index.ts';
import { reject, type Json, type Rejection } from '../../engine/case/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';

export interface PublishedMessage {
  readonly key: bigint;
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId: string | null;
  readonly timeToLiveMs: number;
  readonly variables: { readonly [name: string]: Json };
  /** Epoch ms. */
  readonly at: number;
}

/** Expiry beyond the year 9999 cannot be written; such a message simply stays. */
const expiryMax = Date.UTC(9999, 11, 31);

const insertMessages = `insert into message (key, name, correlation_key, message_id, variables, published_at, expires_at)
  select * from unnest($1::text::int8[], $2::text::text[], $3::text::text[], $4::text::text[], $5::text::text[],
    $6::text::timestamptz[], $7::text::timestamptz[])`;

export const writeMessages = async (database: Queryable, messages: readonly PublishedMessage[]): Promise<void> => {
  if (messages.length === 0) return;
  await database.query(insertMessages, [
    arrayLiteral(messages.map((message) => message.key)),
    arrayLiteral(messages.map((message) => message.name)),
    arrayLiteral(messages.map((message) => message.correlationKey)),
    arrayLiteral(messages.map((message) => message.messageId)),
    arrayLiteral(messages.map((message) => JSON.stringify(message.variables))),
    arrayLiteral(messages.map((message) => instantText(message.at))),
    arrayLiteral(messages.map((message) => instantText(Math.min(message.at + message.timeToLiveMs, expiryMax)))),
  ]);
};

const messageIdLock = 4712;

/**
 * Of two messages with one id only one may look at a time. All locks of a batch are taken at once, in
 * one order, and before those of correlations: two batches cannot wait for each other in a circle.
 */
export const lockMessageIds = async (
  database: Queryable,
  messages: readonly Pick<PublishedMessage, 'name' | 'correlationKey' | 'messageId'>[],
): Promise<void> => {
  const named = messages.filter(({ messageId }) => messageId !== null);
  if (named.length === 0) return;
  await database.query(
    `select pg_advisory_xact_lock(${messageIdLock}, lock) from (
       select distinct hashtext(name || chr(31) || correlation_key || chr(31) || id) lock
       from unnest($1::text::text[], $2::text::text[], $3::text::text[]) message(name, correlation_key, id) order by 1) locks`,
    [
      arrayLiteral(named.map(({ name }) => name)),
      arrayLiteral(named.map(({ correlationKey }) => correlationKey)),
      arrayLiteral(named.map(({ messageId }) => messageId)),
    ],
  );
};

export const duplicateMessage = (id: string): Rejection =>
  reject('ALREADY_EXISTS', `Expected to publish a new message with id '${id}', but a message with that id was already published`);

/** Refuses a message whose id is still buffered; its id is locked. */
export const refuseBufferedIds = async (
  database: Queryable,
  { name, correlationKey, messageId }: Pick<PublishedMessage, 'name' | 'correlationKey'> & { readonly messageId: string },
  at: string,
): Promise<Rejection | undefined> => {
  const rows = await database.query(
    `select from message where name = $1 and correlation_key = $2 and message_id = $3 and expires_at > $4::timestamptz`,
    [name, correlationKey, messageId, at],
  );
  return rows.length === 0 ? undefined : duplicateMessage(messageId);
};
