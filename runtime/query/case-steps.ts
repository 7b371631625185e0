/** The journal of one case, and what deciding it again needs. */
import { sql } from 'drizzle-orm';
import type { Executable } from '../../engine/case/index.ts';
import type { DecisionModel } from '../../engine/dmn/index.ts';
import type { Definitions, StoredStep } from '../../engine/journal/index.ts';
import { DefinitionLibrary, ResourceError } from '../library/definition-library.ts';
import { step } from '../postgres/schema.ts';
import { processDefinition } from '../projection/definition-tables.ts';
import type { Queryable } from '../port/database.ts';
import { run } from './search.ts';

/** The row of a step. */
export interface JournalStep extends StoredStep {
  readonly stream: bigint;
  readonly seq: number;
  readonly commandId: string;
  readonly hash: Uint8Array;
  readonly timeline: number;
  /** Number of the transaction that wrote it. */
  readonly xid: bigint;
}

/** Steps `from` (inclusive) on, at most `limit`, in order. */
export const readSteps = async (database: Queryable, stream: bigint, from = 0, limit = 2_147_483_647): Promise<JournalStep[]> => {
  const rows = await run(
    database,
    sql`select ${step.seq}, ${step.record}, ${step.payload}, ${step.hash}, ${step.commandId}, ${step.timeline}, ${step.xid}::text from ${step}
      where ${step.stream} = ${stream}::int8 and ${step.seq} >= ${from}::int4 order by ${step.seq} limit ${limit}::int8`,
  );
  return rows.map(([seq, record, payload, hash, commandId, timeline, xid]) => ({
    stream,
    seq: seq as number,
    commandId: commandId as string,
    timeline: timeline as number,
    xid: BigInt(xid as string),
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

/** How the definitions of a case stand: each is what its hash names, or is not there, or somebody has changed it. */
export type DefinitionGrade = 'equal' | 'missing' | 'altered';

/** Definitions by hash, each compiled from what is stored now: what the library holds in memory proves nothing of it. */
export class StoredDefinitions implements Definitions {
  /** The worst of those that were asked for. */
  grade: DefinitionGrade = 'equal';
  readonly #database: Queryable;
  readonly #library = new DefinitionLibrary();

  constructor(database: Queryable) {
    this.#database = database;
  }

  async executable(hash: string, id: string): Promise<Executable | undefined> {
    const [row] = await run(
      this.#database,
      sql`select ${processDefinition.key}, ${processDefinition.version}, ${processDefinition.dialect} from ${processDefinition}
        where ${processDefinition.hash} = ${hash}::text and ${processDefinition.id} = ${id}::text limit 1`,
    );
    if (row === undefined) return this.#without('missing');
    const [key, version, dialect] = row;
    const definition = { key: String(key), id, version: Number(version), hash, dialect: dialect as 'bpmn' | 'statechart' };
    return this.#graded(this.#library.prepare(this.#database, definition));
  }

  decision(hash: string): Promise<DecisionModel | undefined> {
    return this.#graded(this.#library.prepareDecision(this.#database, hash));
  }

  async #graded<T>(preparing: Promise<T>): Promise<T | undefined> {
    try {
      return await preparing;
    } catch (error) {
      if (!(error instanceof ResourceError)) throw error;
      return this.#without(error.grade);
    }
  }

  #without(grade: 'missing' | 'altered'): undefined {
    if (this.grade !== 'altered') this.grade = grade;
    return undefined;
  }
}
