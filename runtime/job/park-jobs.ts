/** Jobs of a case that takes no commands: nobody is given one, for what he does would never be observed, and be done again and again. */
import { ordinalMax, siblingKey } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';

/** As a job with an incident has it. Its holder notices that he has lost it; with a worker's name its time is nobody's to compare. */
const park = `update job set available_at = '9999-12-31T00:00:00Z', lease = null, worker = coalesce(worker, '')
  where key between $1 and $2 and ended_at is null and available_at < '9999-12-31T00:00:00Z'`;

export const parkJobs = (database: Queryable, stream: bigint): Promise<unknown> => database.query(park, [stream, siblingKey(stream, ordinalMax)]);
