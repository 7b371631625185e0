import { sql } from 'drizzle-orm';
import { fault } from '../postgres/schema.ts';
import type { Queryable } from '../port/database.ts';
import { always } from './condition.ts';
import { instant, key, nullable, text, type RowOf } from './field.ts';
import { select } from './search.ts';

const fields = {
  faultId: key(fault.id),
  caseKey: nullable(key(fault.stream)),
  command: text(fault.command),
  message: text(fault.message),
  createdAt: instant(fault.createdAt),
};

interface FaultOrder {
  readonly limit: number;
  /** Only those older than the fault with this id. */
  readonly before?: string | undefined;
}

/** Newest first. */
export const readFaults = (database: Queryable, { limit, before }: FaultOrder): Promise<RowOf<typeof fields>[]> => {
  const where = before === undefined ? always : sql`${fault.id} < ${BigInt(before)}::int8`;
  return select(database, fields, sql`${fault} where ${where} order by ${fault.id} desc limit ${limit}::int8`);
};
