/** Keeping and giving back claimed jobs. Both touch only jobs that still carry the lease shown. */
import { instantText } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { ActivatedJob } from './activated-job.ts';

type Leased = Pick<ActivatedJob, 'key' | 'lease'>;

/** Rows are found and locked by key, in order: a batch that writes the same jobs does so as well (see write-rows.ts). */
const move = `update job set available_at = $3::timestamptz
  from (select * from unnest($1::text::int8[], $2::text::text[]) one(key, lease) order by key) held
  where job.key = any(array[held.key]) and job.lease = held.lease and job.ended_at is null
    and job.state in ('CREATED', 'FAILED', 'RETRIES_UPDATED') and job.retries > 0
  returning job.key`;

/** Sets when the jobs may be taken by others; the keys that are still held. `until`: epoch ms. */
export const moveLeases = async (database: Queryable, jobs: readonly Leased[], until: number): Promise<Set<bigint>> => {
  if (jobs.length === 0) return new Set();
  const rows = await database.query<{ key: bigint }>(move, [
    arrayLiteral(jobs.map((job) => job.key)),
    arrayLiteral(jobs.map((job) => job.lease)),
    instantText(until),
  ]);
  return new Set(rows.map((row) => row.key));
};

/** Gives jobs back that nobody started, for instance when the client of an activation is gone. */
export const releaseJobs = (database: Queryable, jobs: readonly Leased[], now: number): Promise<Set<bigint>> =>
  moveLeases(database, jobs, now);
