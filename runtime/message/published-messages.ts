/** The buffer of published messages: a projection of the message streams. */
import { instantText } from '../../engine/journal/index.ts';
import { reject, type Json, type Rejection } from '../../engine/kernel/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { lockCorrelations } from './correlate.ts';

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

/** Refuses a message whose id is still buffered; holds the lock of its correlation, so that two cannot pass at once. */
export const refuseBufferedIds = async (
  database: Queryable,
  message: Pick<PublishedMessage, 'name' | 'correlationKey' | 'messageId'>,
  at: string,
): Promise<Rejection | undefined> => {
  await lockCorrelations(database, [message]);
  const rows = await database.query(
    `select from message where name = $1 and correlation_key = $2 and message_id = $3 and expires_at > $4::timestamptz`,
    [message.name, message.correlationKey, message.messageId, at],
  );
  if (rows.length === 0) return undefined;
  return reject(
    'ALREADY_EXISTS',
    `Expected to publish a new message with id '${message.messageId}', but a message with that id was already published`,
  );
};
