import { sql } from 'drizzle-orm';
import { arrayLiteral } from '../port/array-literal.ts';
import { processInstance } from '../projection/case-tables.ts';
import type { Queryable } from '../port/database.ts';
import { run } from './search.ts';

/** Those of the cases that have ended, each with its state. */
export const endedCases = async (database: Queryable, keys: readonly bigint[]): Promise<Map<bigint, 'COMPLETED' | 'TERMINATED'>> => {
  const rows = await run(
    database,
    sql`select ${processInstance.key}, ${processInstance.state} from ${processInstance}
      where ${processInstance.key} = any(${arrayLiteral(keys)}::text::int8[]) and ${processInstance.state} <> 'ACTIVE'`,
  );
  return new Map(rows.map(([key, state]) => [key as bigint, state as 'COMPLETED' | 'TERMINATED']));
};
