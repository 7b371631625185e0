/** The journal of one case, and what deciding it again needs. */
import { sql } from 'drizzle-orm';
import type { Definitions, StoredStep } from '../../engine/journal/index.ts';
import type { DefinitionLibrary } from '../library/definition-library.ts';
import { step } from '../postgres/schema.ts';
import { processDefinition } from '../projection/definition-tables.ts';
import type { Queryable } from '../port/database.ts';
import { run } from './search.ts';

export interface JournalStep extends StoredStep {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** Steps `from` (inclusive) on, at most `limit`, in order. */
export const readSteps = async (database: Queryable, stream: bigint, from = 0, limit = 2_147_483_647): Promise<JournalStep[]> => {
  const rows = await run(
    database,
    sql`select ${step.seq}, ${step.record}, ${step.payload}, ${step.hash} from ${step}
      where ${step.stream} = ${stream}::int8 and ${step.seq} >= ${from}::int4 order by ${step.seq} limit ${limit}::int8`,
  );
  return rows.map(([seq, record, payload, hash]) => ({
    seq: seq as number,
    record: record as Uint8Array,
    payload: payload as string | null,
    hash: hash as Uint8Array,
  }));
};

/** Bytes of one page, about. */
const pageBytes = 4 << 20;
const pageStepsMax = 500;

/** All steps from `from` on, in pages as large as the steps before let expect: however long the case is, little of it is held. */
export async function* streamSteps(database: Queryable, stream: bigint, from = 0): AsyncGenerator<JournalStep> {
  let limit = 50;
  for (let next = from; ; ) {
    const page = await readSteps(database, stream, next, limit);
    yield* page;
    if (page.length < limit) return;
    next = (page.at(-1)?.seq ?? next) + 1; // steps may be missing
    const bytes = page.reduce((sum, { record, payload }) => sum + record.length + (payload?.length ?? 0), 0);
    limit = Math.max(1, Math.min(pageStepsMax, Math.floor((pageBytes * page.length) / bytes)));
  }
}

/** Definitions by hash from the library, which compiles what it does not hold yet. */
export const storedDefinitions = (database: Queryable, library: DefinitionLibrary): Definitions => ({
  executable: async (hash, id) => {
    const [row] = await run(
      database,
      sql`select ${processDefinition.key}, ${processDefinition.version}, ${processDefinition.dialect} from ${processDefinition}
        where ${processDefinition.hash} = ${hash}::text and ${processDefinition.id} = ${id}::text limit 1`,
    );
    if (row === undefined) return undefined;
    const [key, version, dialect] = row;
    return library.prepare(database, { key: String(key), id, version: Number(version), hash, dialect: dialect as 'bpmn' | 'statechart' });
  },
  decision: async (hash) => {
    try {
      return await library.prepareDecision(database, hash);
    } catch {
      return undefined; // not stored here any more: the verdict says so
    }
  },
});
