/**
 * Bringing messages and subscriptions together, in the transaction that wrote either of them.
 * Publishing and subscribing take an advisory lock on (name, correlation key) after they have
 * written and before they look, so that neither can miss the other.
 */
import { caseKeyOf, ordinalOf } from '../../engine/kernel/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { assignMessages, type Assignment, type BufferedMessage, type OpenSubscription } from './assign-messages.ts';

export interface Correlation {
  readonly name: string;
  readonly correlationKey: string;
}

const lockClass = 4711;

const literals = (pairs: readonly Correlation[]): [string, string] => [
  arrayLiteral(pairs.map((pair) => pair.name)),
  arrayLiteral(pairs.map((pair) => pair.correlationKey)),
];

/** Takes the locks of all pairs in one order, so that two batches cannot wait for each other in a circle. */
export const lockCorrelations = async (database: Queryable, pairs: readonly Correlation[]): Promise<void> => {
  await database.query(
    `select pg_advisory_xact_lock(${lockClass}, lock) from (
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
  join message_subscription s on s.message_name = pair.name and s.correlation_key = pair.correlation_key
  join process_instance i on i.key = (s.key >> 24) << 24
  join process_definition d on d.key = i.definition_key
  where s.state = 'CREATED' and not (s.once and exists (
    select from message_correlation c where c.subscription_key = s.key and c.state = 'pending'))`;

const bufferedMessages = `select m.key, m.name, m.correlation_key, m.variables,
    array(select c.process_id from message_correlation c where c.message_key = m.key) taken_by
  from unnest($1::text::text[], $2::text::text[]) pair(name, correlation_key)
  join message m on m.name = pair.name and m.correlation_key = pair.correlation_key
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
  const [names, keys] = literals(pairs);
  const [subscriptions, messages] = await Promise.all([
    database.query<SubscriptionRow>(openSubscriptions, [names, keys]),
    database.query<MessageRow>(bufferedMessages, [names, keys, context.at, arrayLiteral(context.published)]),
  ]);
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

/** A message that found its subscription closed is free again for other subscriptions of the process. */
export const releaseCorrelations = async (database: Queryable, subscriptions: readonly bigint[]): Promise<Correlation[]> => {
  const rows = await database.query<{ name: string; correlation_key: string }>(
    `with gone as (delete from message_correlation
       where subscription_key = any($1::text::int8[]) and state = 'pending' returning message_key)
     select distinct m.name, m.correlation_key from gone join message m on m.key = gone.message_key`,
    [arrayLiteral(subscriptions)],
  );
  return rows.map((row) => ({ name: row.name, correlationKey: row.correlation_key }));
};
