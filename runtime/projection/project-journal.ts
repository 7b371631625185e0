/** From the journal to rows, page by page: of everything, or of one stream. */
import { CanonicalTexts, instantText, openDetached } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';
import { writeRows } from '../postgres/write-rows.ts';
import { streamSteps } from '../query/case-steps.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { projectionRows } from './projection-rows.ts';

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

/** Steps of which little is held, however large they are. */
const pageBytes = 4 << 20;

async function* pagesOf(transaction: Queryable, stream: bigint): AsyncGenerator<readonly Paged[]> {
  let [page, bytes]: [Paged[], number] = [[], 0];
  for await (const { record, payload } of streamSteps(transaction, stream)) {
    page.push({ stream, record, payload });
    bytes += record.length + (payload?.length ?? 0);
    if (page.length < pageSize && bytes < pageBytes) continue;
    yield page;
    [page, bytes] = [[], 0];
  }
  if (page.length > 0) yield page;
}

export interface ProjectionOrder {
  /** Default: all streams. */
  readonly stream?: bigint;
  /** Temporary tables of the same names; default: those that searches read. */
  readonly into?: 'pg_temp';
  /** Told the steps after every page. */
  readonly onProgress?: ((steps: number) => void) | undefined;
}

/** Steps projected. @throws UnknownTypeError where a newer release has written. */
export const projectJournal = async (transaction: Queryable, kinds: StreamKinds, { stream: only, into, onProgress }: ProjectionOrder): Promise<number> => {
  let steps = 0;
  for await (const page of only === undefined ? pagesOfAll(transaction) : pagesOf(transaction, only)) {
    const rows = projectionRows();
    const texts = new CanonicalTexts();
    for (const { stream, record, payload } of page) {
      const step = openDetached(record, payload, kinds.shapes);
      const kind = kinds.of(step.command.type);
      const projection = { rows, stream, at: instantText(step.at), texts };
      for (const event of step.events) kind.project(event, projection, step.command);
    }
    await writeRows(transaction, rows, into);
    steps += page.length;
    onProgress?.(steps);
  }
  return steps;
};
