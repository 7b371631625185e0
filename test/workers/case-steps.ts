/** The journal of a case, opened. */
import { openStep, type CaseStep } from '../../engine/journal/index.ts';
import type { Command, Event } from '../../engine/case/index.ts';
import type { Queryable } from '../../runtime/port/database.ts';

export const caseSteps = async (database: Queryable, caseKey: bigint): Promise<CaseStep[]> => {
  const rows = await database.query<{ record: Uint8Array; payload: string | null }>(
    'select record, payload from step where stream = $1 order by seq',
    [caseKey],
  );
  return rows.map((row) => openStep<Command, Event>(row.record, row.payload));
};
