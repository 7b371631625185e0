/**
 * Work that Postgres knows of and that nobody seems to do: its hint was lost, or it has only just
 * become due. Every question is bounded and asked anew each time; none follows a position.
 */
import { instantText } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';

const typesWithJobs = `select t.type from unnest($1::text::text[]) t(type)
  where exists (select from job where job.type = t.type and state in ('CREATED', 'FAILED', 'RETRIES_UPDATED')
    and retries > 0 and (available_at <= $2::timestamptz or lease is not null and available_at <= $3::timestamptz
      or lease is null and available_at = created_at and available_at > $3::timestamptz))`;

/**
 * Those of the types that have jobs which could have been taken since `since`, or whose lease is over
 * at `now`: of these no hint is on its way, for their worker has died. Both epoch ms. What is of a time
 * to come was made before the clock was set back.
 */
export const typesWithDueJobs = async (
  database: Queryable,
  types: readonly string[],
  { since, now }: { readonly since: number; readonly now: number },
): Promise<string[]> => {
  if (types.length === 0) return [];
  const rows = await database.query<{ type: string }>(typesWithJobs, [arrayLiteral(types), instantText(since), instantText(now)]);
  return rows.map((row) => row.type);
};

/** What was made so much later than now was made before the clock was set back. */
const leapMs = 60_000;

export interface DueTimer {
  readonly key: bigint;
  /** Epoch ms. */
  readonly due: number;
}

/** A timer of a case that has an incident of its own waits for a person: fired again it would only be refused again. */
const waitsForNobody = `not exists (select from incident where incident.key between (timer.key >> 24) << 24 and timer.key | 16777215
  and incident.state = 'ACTIVE' and incident.element_instance_key = (timer.key >> 24) << 24)`;

/** The first `max` timers due until `until`, epoch ms; those that start cases among them. */
export const dueTimers = async (database: Queryable, until: number, max: number): Promise<DueTimer[]> => {
  const rows = await database.query<{ key: bigint; due_at: string }>(
    `(select key, due_at from timer where due_at <= $1::timestamptz and ${waitsForNobody} order by due_at, key limit $2)
     union all (select key, due_at from start_timer where due_at <= $1::timestamptz order by due_at, key limit $2)
     order by due_at, key limit $2`,
    [instantText(until), max],
  );
  return rows.map((row) => ({ key: row.key, due: Date.parse(row.due_at) }));
};

/** Cases for which commands have waited in the inbox since before `since`, epoch ms, or since before the clock was set back. */
export const casesWithMail = async (database: Queryable, since: number, max: number): Promise<bigint[]> => {
  const rows = await database.query<{ target: bigint }>(
    `select distinct target from (select target from inbox where created_at <= $1::timestamptz or created_at > $2::timestamptz
       order by created_at limit $3) waiting`,
    [instantText(since), instantText(since + leapMs), max],
  );
  return rows.map((row) => row.target);
};
