import { sql } from 'drizzle-orm';
import { fault } from '../postgres/schema.ts';
import type { Queryable } from '../port/database.ts';
import { always } from './condition.ts';
import { run } from './search.ts';

export interface Fault {
  readonly faultId: string;
  readonly caseKey: string | null;
  readonly command: string;
  readonly message: string;
  readonly createdAt: string;
}

/** Newest first; `before`: only those older than the fault with this id. */
export const readFaults = async (database: Queryable, { limit, before }: { readonly limit: number; readonly before?: string | undefined }): Promise<Fault[]> => {
  const where = before === undefined ? always : sql`${fault.id} < ${BigInt(before)}::int8`;
  const rows = await run(
    database,
    sql`select ${fault.id}, ${fault.stream}, ${fault.command}, ${fault.message}, ${fault.createdAt} from ${fault}
      where ${where} order by ${fault.id} desc limit ${limit}::int8`,
  );
  return rows.map(([id, stream, command, message, createdAt]) => ({
    faultId: String(id),
    caseKey: stream === null ? null : String(stream),
    command: String(command),
    message: String(message),
    createdAt: String(createdAt),
  }));
};
