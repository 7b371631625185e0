/** Changing how long a job's holder has, by whoever knows its key. */
import { instantText } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';

const move = `update job set available_at = $2::timestamptz where key = $1 and lease is not null and ended_at is null returning key`;

/** `until`: epoch ms. `free`: nobody holds the job; `missing`: there is no such job, or it has ended. */
export const setJobTimeout = async (database: Queryable, key: bigint, until: number): Promise<'moved' | 'free' | 'missing'> => {
  const moved = await database.query(move, [key, instantText(until)]);
  if (moved.length > 0) return 'moved';
  const live = await database.query('select key from job where key = $1 and ended_at is null', [key]);
  return live.length > 0 ? 'free' : 'missing';
};
