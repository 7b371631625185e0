import { siblingKey, ordinalMax } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';

export interface Comment {
  readonly key: string;
  /** null: erased. */
  readonly text: string | null;
  readonly by: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly userTaskKey: string | null;
}

/** Of a case, or of one of its tasks (`task`), the oldest first. */
export const readComments = async (database: Queryable, caseKey: bigint, task: bigint | null = null): Promise<Comment[]> => {
  const rows = await database.query<{ key: bigint; text: string | null; by: string | null; created_at: string; user_task_key: bigint | null }>(
    `select key, text, by, created_at, user_task_key from comment
     where key between $1::int8 and $2::int8 and ($3::int8 is null or user_task_key = $3::int8) order by key`,
    [caseKey, siblingKey(caseKey, ordinalMax), task],
  );
  return rows.map(({ key, text, by, created_at: at, user_task_key: of }) => ({ key: String(key), text, by, at, userTaskKey: of === null ? null : String(of) }));
};
