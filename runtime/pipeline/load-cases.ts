/** Brings cases up to their last step: hot ones fold what other processes added, cold ones start from their snapshot. */
import { applyStep, openStep, restoreSnapshot } from '../../engine/journal/index.ts';
import type { Command, Event } from '../../engine/case/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { sha256 } from '../sha256.ts';
import { broughtBy, unbornCase, type HotCase } from './case-cache.ts';

interface StepRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly record: Uint8Array;
  readonly hash: Uint8Array;
  readonly payload: string | null;
}

/** `lateral … offset 0`: one look into the primary key per case, whatever the planner thinks of the table. */
const missingSteps = `select found.* from unnest($1::text::int8[], $2::text::int4[]) known(stream, seq)
  cross join lateral (select step.stream, step.record, step.hash, step.payload from step
    where step.stream = known.stream and step.seq >= known.seq order by step.seq limit $3) found`;

/** Steps of a case that are read at once; a case without a snapshot may have many more. */
const pageSteps = 500;

/** Cases that exist; a key without any step is left out. */
export const loadCases = async (
  database: Queryable,
  keys: readonly bigint[],
  hot: ReadonlyMap<bigint, HotCase>,
): Promise<Map<bigint, HotCase>> => {
  const cases = new Map<bigint, HotCase>();
  const cold = keys.filter((key) => !hot.has(key));
  const snapshots = cold.length === 0 ? new Map<bigint, HotCase>() : await readSnapshots(database, cold);
  for (const key of keys)
    cases.set(key, hot.get(key) ?? snapshots.get(key) ?? unbornCase());
  for (let behind = keys; behind.length > 0; ) behind = await foldPage(database, behind, cases);
  for (const [key, loaded] of cases) if (loaded.state.seq === 0) cases.delete(key);
  return cases;
};

/** The cases of which there may be more. */
const foldPage = async (database: Queryable, keys: readonly bigint[], cases: ReadonlyMap<bigint, HotCase>): Promise<bigint[]> => {
  const seqs = keys.map((key) => cases.get(key)?.state.seq ?? 0);
  const rows = await database.query<StepRow>(missingSteps, [arrayLiteral(keys), arrayLiteral(seqs), pageSteps]);
  for (const row of rows) {
    const loaded = cases.get(row.stream);
    if (loaded === undefined) continue;
    const step = openStep<Command, Event>(row.record, row.payload);
    applyStep(loaded.state, step);
    loaded.head = row.hash;
    loaded.bytes += broughtBy(row.payload, step.events);
  }
  if (rows.length < pageSteps) return [];
  return keys.filter((key, index) => (cases.get(key)?.state.seq ?? 0) - (seqs[index] ?? 0) >= pageSteps);
};

/** Those of the cases that have a snapshot which is whole. */
export const readSnapshots = async (database: Queryable, keys: readonly bigint[]): Promise<Map<bigint, HotCase>> => {
  const rows = await database.query<{ stream: bigint; seq: number; state: string; hash: Uint8Array }>(
    `select stored.stream, stored.seq, stored.state, last.hash from unnest($1::text::int8[]) asked(stream)
     cross join lateral (select * from snapshot where stream = asked.stream offset 0) stored
     cross join lateral (select hash from step where stream = stored.stream and seq = stored.seq - 1 offset 0) last`,
    [arrayLiteral(keys)],
  );
  const cases = new Map<bigint, HotCase>();
  for (const row of rows) {
    const state = restoreSnapshot(row.state, sha256);
    // A damaged snapshot is only a slower start: the steps are folded from the first.
    if (state !== undefined) cases.set(row.stream, { state, head: row.hash, snapshotSeq: row.seq, snapshotBytes: row.state.length, bytes: row.state.length });
  }
  return cases;
};
