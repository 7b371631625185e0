/** The whole journal, page by page of streams: who asks goes on where the last page ended. */
import type { Queryable } from '../port/database.ts';
import { projectionNames, projections } from '../projection/projection-rows.ts';
import { StoredDefinitions } from '../query/case-steps.ts';
import { columnOf } from '../table/table.ts';
import { judgeStream, type JudgeContext, type StreamVerdict } from './judge-stream.ts';

/** Rows that searches read and that are of no stream of the journal. */
export interface Stray {
  readonly table: string;
  readonly rows: number;
}

export interface JournalPage {
  readonly streams: number;
  readonly steps: number;
  /** Streams with anything that speaks against them. */
  readonly faults: readonly StreamVerdict[];
  /** The last stream that was judged; null: there are no more after those before. */
  readonly last: string | null;
  /** On the last page. */
  readonly strays: readonly Stray[] | null;
}

/** A page ends after so many streams, or with the stream that makes so many steps. */
const streamsMax = 200;
const stepsMax = 2_000;

/** One look into the index for each stream, however many steps it has. */
const streamsAfter = `with recursive next(stream) as (
    (select stream from step where stream > $1::int8 order by stream limit 1)
    union all select (select step.stream from step where step.stream > next.stream order by step.stream limit 1) from next where next.stream is not null)
  select stream from next where stream is not null limit ${streamsMax + 1}`;

const speaksAgainst = ({ verified, projections: rows, snapshot }: StreamVerdict): boolean => !verified || rows?.verdict === 'differs' || snapshot === 'differs';

export const judgeJournal = async (context: JudgeContext, after: bigint): Promise<JournalPage> => {
  const { database } = context;
  const definitions = new StoredDefinitions(database);
  const rows = await database.query<{ stream: bigint }>(streamsAfter, [after]);
  const faults: StreamVerdict[] = [];
  let [streams, steps] = [0, 0];
  let last: bigint | undefined;
  for (const { stream } of rows.slice(0, streamsMax)) {
    const verdict = await judgeStream({ ...context, definitions }, stream);
    if (verdict === undefined) continue;
    if (speaksAgainst(verdict)) faults.push(verdict);
    streams += 1;
    steps += verdict.chain.ok ? verdict.chain.steps : verdict.chain.seq;
    last = stream;
    if (steps >= stepsMax) break;
  }
  const isOver = last === undefined || last === rows.at(-1)?.stream;
  return { streams, steps, faults, last: isOver || last === undefined ? null : String(last), strays: isOver ? await database.transaction(readStrays) : null };
};

const readStrays = async (database: Queryable): Promise<Stray[]> => {
  const strays: Stray[] = [];
  await database.query('set local statement_timeout = 0'); // it reads whole tables
  for (const name of projectionNames) {
    const { owner, table, name: tableName } = projections[name];
    if (owner === undefined) continue;
    const column = columnOf(table, owner).name;
    const [row] = await database.query<{ n: bigint }>(
      `select count(*) n from ${tableName} where not exists (select from step where step.stream = (${tableName}.${column} >> 24) << 24)`);
    if (row !== undefined && row.n > 0n) strays.push({ table: tableName, rows: Number(row.n) });
  }
  return strays;
};

/** How many steps there are, about: what the database has counted, or all of them while they are few. */
export const journalSize = async (database: Queryable): Promise<number> => {
  const [estimate] = await database.query<{ n: number }>(
    `select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 n from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'step'::regclass`);
  if ((estimate?.n ?? 0) > 100_000) return Math.round(estimate?.n ?? 0);
  const [counted] = await database.query<{ n: bigint }>('select count(*) n from step');
  return Number(counted?.n ?? 0n);
};
