/**
 * Cases whose steps do not follow each other: one is missing, names another predecessor, or cannot be read. Their
 * state is not known, so they take no commands; an operator can end them, on the record.
 */
import { openDetached, type Preceding } from '../../engine/journal/index.ts';
import { engineVersions, type Typed } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';

export interface Break {
  /** The first step that is missing or does not follow. */
  readonly seq: number;
  /** The step before it; null: there is none. */
  readonly head: Preceding | null;
  readonly error: Error;
}

export interface BrokenStream extends Break {
  /** The last step that stands, wherever the break is. */
  readonly last: { readonly seq: number; readonly hash: Uint8Array };
  /** It ended nevertheless: an operator has closed it. */
  isClosed: boolean;
}

const lastSteps = `select asked.stream, found.seq, found.hash, found.record, found.payload from unnest($1::text::int8[]) asked(stream)
  cross join lateral (select seq, hash, record, payload from step where step.stream = asked.stream order by seq desc limit 1) found`;

interface LastRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly record: Uint8Array;
  readonly payload: string | null;
}

const ends = ({ record, payload }: LastRow): boolean => {
  try {
    return openDetached(record, payload).last;
  } catch {
    return false;
  }
};

export const readBroken = async (database: Queryable, breaks: ReadonlyMap<bigint, Break>): Promise<Map<bigint, BrokenStream>> => {
  if (breaks.size === 0) return new Map();
  const rows = await database.query<LastRow>(lastSteps, [arrayLiteral([...breaks.keys()])]);
  return new Map(rows.flatMap((row) => {
    const found = breaks.get(row.stream);
    return found === undefined ? [] : [[row.stream, { ...found, last: { seq: row.seq, hash: row.hash }, isClosed: ends(row) }]];
  }));
};

export const isClosing = ({ type }: Typed): boolean => type === 'CloseCase';

export const brokenSentence = (stream: bigint, { seq, error }: BrokenStream, type: string): string =>
  `Expected to decide ${type}, but the record of case '${stream}' is broken at step ${seq}: ${error.message}. It can be read; all that an operator can do with it is to close it (acta close)`;

/** Behind the last step that stands, with what is known to be carried on there. */
export const headBehind = ({ head, last }: BrokenStream, { log, zone }: { readonly log: string; readonly zone: string }): Preceding => ({
  ...(head ?? { log, zone, definition: null, versions: engineVersions }), ...last,
});
