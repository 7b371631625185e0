/**
 * Taking jobs: one statement finds what may be taken, skips what another claim or command holds, and
 * writes a lease. A lease is not case state; when its holder dies, the job is taken again after
 * `available_at`. Finding nothing is an ordinary answer.
 */
import type { JobPurpose } from '../../engine/case/index.ts';
import { randomBytes } from 'node:crypto';
import { instantText } from '../../engine/journal/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { streamKeyOf } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { ActivatedJob } from './activated-job.ts';
import { readVisibleVariables } from './visible-variables.ts';

export interface JobClaim {
  readonly type: string;
  /** Name of who works; shown to operators. */
  readonly worker: string;
  /** At most so many jobs. */
  readonly max: number;
  /** Length of the lease. */
  readonly timeoutMs: number;
  /** Epoch ms. */
  readonly now: number;
  /** Only these jobs, as far as they may be taken. */
  readonly keys?: readonly bigint[];
  /** Only variables of these names; absent or empty: all that are visible. */
  readonly fetchVariables?: readonly string[];
}

interface ClaimedRow {
  readonly [column: string]: unknown;
  readonly key: bigint;
  readonly element_instance_key: bigint;
  readonly element_id: string;
  readonly headers: string;
  readonly purpose: JobPurpose | null;
  readonly retries: number;
  readonly created_at: string;
  readonly tags: readonly string[];
  readonly root_key: bigint;
  readonly definition_key: bigint;
  readonly definition_id: string;
  readonly definition_version: number;
}

/**
 * The condition of the partial index `job_activatable`, word for word, so that it is used. A job that
 * nobody has had yet is there at once, also when the clock was set back since.
 */
const activatable = `type = $1 and state in ('CREATED', 'FAILED', 'RETRIES_UPDATED') and retries > 0
  and (available_at <= $2::timestamptz or lease is null and available_at = created_at)`;

const claim = (which: string): string => `
  with candidate as (
    select key from job where ${activatable} ${which} order by key limit $3 for update skip locked
  ), claimed as (
    update job set lease = $4, worker = $5, available_at = $6::timestamptz
    where job.key = any(array(select key from candidate))
    returning job.key, job.element_instance_key, job.element_id, job.headers, job.purpose, job.retries, job.created_at
  )
  select claimed.*, i.tags, i.root_key, d.key definition_key, d.id definition_id, d.version definition_version
  from claimed
  cross join lateral (select tags, definition_key, root_key from process_instance where key = (claimed.key >> 24) << 24 offset 0) i
  cross join lateral (select key, id, version from process_definition where key = i.definition_key offset 0) d
  order by claimed.key`;

const claimAny = claim('');
const claimThese = claim('and key = any($7::text::int8[])');

/** Takes up to `max` jobs of a type, oldest first, each for `timeoutMs`. */
export const claimJobs = async (database: Queryable, order: JobClaim): Promise<ActivatedJob[]> => {
  if (order.max < 1 || order.keys?.length === 0) return [];
  const { type, worker, keys, now, fetchVariables } = order;
  const lease = randomBytes(12).toString('base64url');
  const deadline = now + order.timeoutMs;
  const parameters = [type, instantText(now), order.max, lease, worker, instantText(deadline)];
  const rows =
    keys === undefined
      ? await database.query<ClaimedRow>(claimAny, parameters)
      : await database.query<ClaimedRow>(claimThese, [...parameters, arrayLiteral(keys)]);
  if (rows.length === 0) return [];
  // A statement of its own: its snapshot is younger than every job row that was claimed.
  const instances = rows.map((row) => row.element_instance_key);
  const variables = await readVisibleVariables(database, instances, fetchVariables);
  return rows.map((row) => ({
    key: row.key,
    type,
    caseKey: streamKeyOf(row.key),
    rootKey: row.root_key,
    definitionKey: row.definition_key,
    definitionId: row.definition_id,
    definitionVersion: row.definition_version,
    elementId: row.element_id,
    elementInstanceKey: row.element_instance_key,
    headers: JSON.parse(row.headers) as { [name: string]: string },
    tags: row.tags,
    purpose: row.purpose,
    retries: row.retries,
    createdAt: Date.parse(row.created_at),
    worker,
    lease,
    deadline,
    variables: variables.get(row.element_instance_key) ?? ({} satisfies JsonObject),
  }));
};
