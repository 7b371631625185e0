/**
 * Bringing messages and subscriptions together, in the transaction that wrote either of them.
 * Publishing and subscribing take an advisory lock on (name, correlation key) after they have
 * written and before they look, so that neither can miss the other.
 */
import { caseKeyOf, ordinalOf } from '../../engine/case/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { assignMessages, type Assignment, type BufferedMessage, type OpenSubscription } from './assign-messages.ts';

export interface Correlation {
  readonly name: string;
  readonly correlationKey: string;
}

const correlationLock = 4711;

const literals = (pairs: readonly Correlation[]): [string, string] => [
  arrayLiteral(pairs.map((pair) => pair.name)),
  arrayLiteral(pairs.map((pair) => pair.correlationKey)),
];

/** Takes the locks of all pairs in one order, so that two batches cannot wait for each other in a circle. */
export const lockCorrelations = async (database: Queryable, pairs: readonly Correlation[]): Promise<void> => {
  await database.query(
    `select pg_advisory_xact_lock(${correlationLock}, lock) from (
       select distinct hashtext(name || chr(31) || correlation_key) lock
       from unnest($1::text::text[], $2::text::text[]) pair(name, correlation_key) order by 1) locks`,
    literals(pairs),
  );
};

interface SubscriptionRow {
  readonly [column: string]: unknown;
  readonly key: bigint;
  readonly message_name: string;
  readonly correlation_key: string;
  readonly once: boolean;
  readonly process_id: string;
}

interface MessageRow {
  readonly [column: string]: unknown;
  readonly key: bigint;
  readonly name: string;
  readonly correlation_key: string;
  readonly variables: string;
  readonly taken_by: readonly string[];
}

const openSubscriptions = `select s.key, s.message_name, s.correlation_key, s.once, d.id process_id
  from unnest($1::text::text[], $2::text::text[]) pair(name, correlation_key)
  cross join lateral (select * from message_subscription
    where message_name = pair.name and correlation_key = pair.correlation_key and state = 'CREATED' offset 0) s
  cross join lateral (select definition_key from process_instance where key = (s.key >> 24) << 24 offset 0) i
  cross join lateral (select id from process_definition where key = i.definition_key offset 0) d
  cross join lateral (select exists (select from message_correlation
    where subscription_key = s.key and state = 'pending') pending offset 0) c
  where not (s.once and c.pending)`;

const bufferedMessages = `select m.key, m.name, m.correlation_key, m.variables,
    array(select c.process_id from message_correlation c where c.message_key = m.key) taken_by
  from unnest($1::text::text[], $2::text::text[]) pair(name, correlation_key)
  cross join lateral (select * from message where name = pair.name and correlation_key = pair.correlation_key offset 0) m
  where m.expires_at > $3::timestamptz or m.key = any($4::text::int8[])`;

/**
 * Correlates what fits and writes the commands for the receiving cases into the inbox.
 * `published`: keys of messages of this transaction, which reach open subscriptions even with no time to live.
 * Returns the cases that have something in their inbox.
 */
export const correlate = async (
  database: Queryable,
  pairs: readonly Correlation[],
  context: { readonly at: string; readonly published: readonly bigint[] },
): Promise<bigint[]> => {
  const subscriptions = await database.query<SubscriptionRow>(openSubscriptions, literals(pairs));
  if (subscriptions.length === 0) return []; // However many messages are buffered, they are not read.
  const messages = await database.query<MessageRow>(bufferedMessages, [...literals(pairs), context.at, arrayLiteral(context.published)]);
  const assignments = pairs.flatMap((pair) => assignPair(pair, subscriptions, messages));
  if (assignments.length > 0) await writeAssignments(database, assignments, { messages, at: context.at });
  return assignments.map((assignment) => caseKeyOf(assignment.subscription));
};

const assignPair = (pair: Correlation, subscriptions: readonly SubscriptionRow[], messages: readonly MessageRow[]): Assignment[] => {
  const open: OpenSubscription[] = subscriptions
    .filter((row) => row.message_name === pair.name && row.correlation_key === pair.correlationKey)
    .map((row) => ({ key: row.key, processId: row.process_id, once: row.once }));
  const buffered: BufferedMessage[] = messages
    .filter((row) => row.name === pair.name && row.correlation_key === pair.correlationKey)
    .map((row) => ({ key: row.key, takenBy: new Set(row.taken_by) }));
  return assignMessages(buffered, open);
};

const writeAssignments = async (
  database: Queryable,
  assignments: readonly Assignment[],
  context: { readonly messages: readonly MessageRow[]; readonly at: string },
): Promise<void> => {
  const messages = new Map(context.messages.map((row) => [row.key, row]));
  const commands = assignments.map(({ message, subscription }) =>
    JSON.stringify({
      type: 'CorrelateMessage',
      subscription: ordinalOf(subscription),
      message: String(message),
      variables: JSON.parse(messages.get(message)?.variables ?? '{}'),
    }),
  );
  const message = arrayLiteral(assignments.map((assignment) => assignment.message));
  await Promise.all([
    database.query(
      `insert into message_correlation (message_key, process_id, subscription_key, state, correlated_at)
       select r.message, r.process, r.subscription, 'pending', $4::timestamptz
       from unnest($1::text::int8[], $2::text::text[], $3::text::int8[]) r(message, process, subscription)`,
      [
        message,
        arrayLiteral(assignments.map((assignment) => assignment.processId)),
        arrayLiteral(assignments.map((assignment) => assignment.subscription)),
        context.at,
      ],
    ),
    database.query(
      `insert into inbox (source, source_seq, n, target, command, created_at)
       select r.source, 0, r.n, r.target, r.command, $5::timestamptz
       from unnest($1::text::int8[], $2::text::int4[], $3::text::int8[], $4::text::text[]) r(source, n, target, command)`,
      [
        message,
        arrayLiteral(assignments.map((assignment) => ordinalOf(assignment.subscription))),
        arrayLiteral(assignments.map((assignment) => caseKeyOf(assignment.subscription))),
        arrayLiteral(commands),
        context.at,
      ],
    ),
  ]);
};

/** A message that its case could not take stays away from that process: offered again it would be refused again. */
export const refuseCorrelations = async (database: Queryable, subscriptions: readonly bigint[]): Promise<void> => {
  await database.query(
    `update message_correlation set state = 'refused' where subscription_key = any($1::text::int8[]) and state = 'pending'`,
    [arrayLiteral(subscriptions)],
  );
};

/** A message that found its subscription closed is free again for other subscriptions of the process. */
export const releaseCorrelations = async (database: Queryable, subscriptions: readonly bigint[]): Promise<Correlation[]> => {
  const rows = await database.query<{ name: string; correlation_key: string }>(
    `with gone as (delete from message_correlation
       where subscription_key = any($1::text::int8[]) and state = 'pending' returning message_key)
     select distinct m.name, m.correlation_key from gone
     cross join lateral (select name, correlation_key from message where key = gone.message_key offset 0) m`,
    [arrayLiteral(subscriptions)],
  );
  return rows.map((row) => ({ name: row.name, correlationKey: row.correlation_key }));
};
