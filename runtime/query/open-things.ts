/** What is open in a case, as searches show it. */
import type { OpenThings } from '../../engine/case/index.ts';
import { ordinalMax, ordinalOf, ranges, siblingKey, streamNumberOf } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';

const open = [
  `select 'userTasks' kind, key, null name, null correlation_key from user_task where key between $1 and $2 and state = 'CREATED'`,
  `select 'jobs', key, null, null from job where key between $1 and $2 and ended_at is null`,
  `select 'timers', key, null, null from timer where key between $1 and $2`,
  `select 'subscriptions', key, message_name, correlation_key from message_subscription where key between $1 and $2 and state = 'CREATED'`,
  `select 'incidents', key, null, null from incident where key between $1 and $2 and state = 'ACTIVE'`,
  `select 'called', key, null, null from process_instance where parent_key between $1 and $2 and state = 'ACTIVE'`,
  `select 'parent', parent_key, null, null from process_instance where key = $1 and parent_key is not null`,
  // Who sent the command with which it began stands in the id of that.
  `select 'startedBy', split_part(command_id, ':', 2)::int8, null, null from step where stream = $1 and seq = 0 and command_id like 'inbox:%'`,
  `select 'elements', key, null, null from element_instance where key between $1 and $2 and state = 'ACTIVE'`,
].join(' union all ');

interface OpenRow {
  readonly [column: string]: unknown;
  readonly kind: keyof OpenThings;
  readonly key: bigint;
  readonly name: string | null;
  readonly correlation_key: string | null;
}

const isOfMessages = (key: bigint): boolean => streamNumberOf(key) >= ranges.messages && streamNumberOf(key) < ranges.identity;

export const readOpenThings = async (database: Queryable, stream: bigint): Promise<OpenThings> => {
  const rows = await database.query<OpenRow>(open, [stream, siblingKey(stream, ordinalMax)]);
  const of = (kind: keyof OpenThings): readonly number[] => rows.filter((row) => row.kind === kind).map((row) => ordinalOf(row.key));
  return {
    userTasks: of('userTasks'), jobs: of('jobs'), timers: of('timers'), incidents: of('incidents'), elements: of('elements'),
    called: rows.flatMap(({ kind, key }) => (kind === 'called' ? [key] : [])),
    startedBy: rows.find(({ kind, key }) => kind === 'startedBy' && isOfMessages(key))?.key ?? null,
    parent: rows.find(({ kind }) => kind === 'parent')?.key ?? null,
    subscriptions: rows.flatMap(({ kind, key, name, correlation_key: correlationKey }) =>
      kind === 'subscriptions' ? [{ ordinal: ordinalOf(key), messageName: name ?? '', correlationKey: correlationKey ?? '' }] : []),
  };
};
