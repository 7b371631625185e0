/** Whether the stored snapshot of a stream is what its steps fold to: whoever may write to the database could have put another there. */
import { canonical, carriedAfter, foldStep, openDetached, restoreSnapshot, type Preceding } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';
import { streamSteps } from '../query/case-steps.ts';
import { sha256 } from '../sha256.ts';
import { newStream } from '../pipeline/hot-streams.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';

export type SnapshotVerdict = 'equal' | 'differs';

/** null: there is none, or one that is ignored because it is damaged or of another version. */
export const judgeSnapshot = async (database: Queryable, kinds: StreamKinds, stream: bigint): Promise<SnapshotVerdict | null> => {
  const [row] = await database.query<{ seq: number; state: string }>('select seq, state from snapshot where stream = $1', [stream]);
  const stored = row === undefined ? undefined : restoreSnapshot(row.state, sha256);
  if (row === undefined || stored === undefined) return null;
  const folded = await foldTo(database, kinds, { stream, steps: row.seq });
  const found = { kind: stored.kind, carried: { ...stored.carried }, state: stored.state };
  return folded !== undefined && canonical(folded) === canonical(found) ? 'equal' : 'differs';
};

/** The stream after so many steps, as a snapshot has it; undefined: it has fewer. */
const foldTo = async (database: Queryable, kinds: StreamKinds, { stream, steps }: { readonly stream: bigint; readonly steps: number }) => {
  let folded: ReturnType<typeof newStream> | undefined;
  let seen = 0;
  for await (const { record, payload, hash } of streamSteps(database, stream)) {
    if (seen === steps) break;
    const { named, ...step } = openDetached(record, payload, kinds.shapes);
    folded ??= newStream(kinds.of(step.command.type));
    const before: Preceding | null = folded.head;
    foldStep(folded.state, step, folded.kind.decider.evolve);
    folded.head = { ...carriedAfter(named, before), seq: step.seq, hash };
    seen += 1;
  }
  if (folded === undefined || folded.head === null || seen < steps) return undefined;
  const { log, definition, versions, zone } = folded.head;
  return { kind: folded.kind.decider.kind, carried: { log, definition, versions, zone }, state: folded.state.toJSON() };
};
