/** From the journal to rows: of everything page by page, of one stream in memory. */
import { CanonicalTexts, instantText, openDetached } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';
import { writeRows } from '../postgres/write-rows.ts';
import { streamSteps } from '../query/case-steps.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { projectionRows, type ProjectionRows } from './projection-rows.ts';

const pageSize = 2_000;

interface StepRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly seq: number;
  readonly record: Uint8Array;
  readonly payload: string | null;
}

const nextPage = `select stream, seq, record, payload from step where (stream, seq) > ($1::int8, $2::int4)
  order by stream, seq limit ${pageSize}`;

type Paged = Pick<StepRow, 'stream' | 'record' | 'payload'>;

async function* pagesOfAll(transaction: Queryable): AsyncGenerator<readonly Paged[]> {
  let last = { stream: -1n, seq: -1 };
  for (;;) {
    const page: StepRow[] = await transaction.query<StepRow>(nextPage, [last.stream, last.seq]);
    const end = page.at(-1);
    if (end === undefined) return;
    yield page;
    last = end;
  }
}

export interface ProjectionOrder {
  /** Temporary tables of the same names; default: those that searches read. */
  readonly into?: 'pg_temp';
  /** Only these tables; default: all. */
  readonly only?: ReadonlySet<keyof ProjectionRows>;
  /** Told the steps after every page. */
  readonly onProgress?: ((steps: number) => void) | undefined;
}

const projectStep = (rows: ProjectionRows, kinds: StreamKinds, texts: CanonicalTexts, { stream, record, payload }: Paged): void => {
  const step = openDetached(record, payload, kinds.shapes);
  const kind = kinds.of(step.command.type);
  const projection = { rows, stream, at: instantText(step.at), texts };
  for (const event of step.events) kind.project(event, projection, step.command);
};

/** All rows of one stream, in memory. @throws UnknownTypeError where a newer release has written. */
export const projectStream = async (database: Queryable, kinds: StreamKinds, stream: bigint): Promise<{ readonly rows: ProjectionRows; readonly steps: number }> => {
  const rows = projectionRows();
  const texts = new CanonicalTexts();
  let steps = 0;
  for await (const { record, payload } of streamSteps(database, stream)) {
    projectStep(rows, kinds, texts, { stream, record, payload });
    steps += 1;
  }
  return { rows, steps };
};

/** Steps projected. @throws UnknownTypeError where a newer release has written. */
export const projectJournal = async (transaction: Queryable, kinds: StreamKinds, { into, only, onProgress }: ProjectionOrder): Promise<number> => {
  let steps = 0;
  for await (const page of pagesOfAll(transaction)) {
    const rows = projectionRows();
    const texts = new CanonicalTexts();
    for (const one of page) projectStep(rows, kinds, texts, one);
    await writeRows(transaction, rows, { into, only });
    steps += page.length;
    onProgress?.(steps);
  }
  return steps;
};
