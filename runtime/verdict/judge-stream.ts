/** Whether a stream holds: its chain of records, the columns beside them, its definitions, its decisions, and what was made from it. */
import type { Command, Event } from '../../engine/case/index.ts';
import { base64urlOf, openDetached, openStep, redecide, verifyStream, type CaseStep, type ChainVerdict, type RedecideVerdict } from '../../engine/journal/index.ts';
import type { Database } from '../port/database.ts';
import { compareStream, type ProjectionVerdict } from '../projection/compare.ts';
import { readSteps, StoredDefinitions, streamSteps, type DefinitionGrade, type JournalStep } from '../query/case-steps.ts';
import { sha256 } from '../sha256.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import { ColumnCheck, type ColumnVerdict } from './check-columns.ts';
import { judgeSnapshot, type SnapshotVerdict } from './judge-snapshot.ts';

export interface StreamVerdict {
  readonly stream: string;
  /** Of which kind of stream; null: its first record cannot be read, or a newer release began it. */
  readonly kind: string | null;
  /** Nothing that is said below speaks against the record, and deciding it again gives the same where that can be tried. */
  readonly verified: boolean;
  readonly chain: ChainVerdict;
  /** What follows is null where the chain does not hold. */
  readonly columns: ColumnVerdict | null;
  /** Of a case: the worst of the definitions that decided. */
  readonly definition: DefinitionGrade | null;
  /** Of a case. */
  readonly redecide: RedecideVerdict | null;
  readonly projections: Pick<ProjectionVerdict, 'verdict' | 'differences'> | null;
  /** null: it has none. */
  readonly snapshot: SnapshotVerdict | null;
}

/** `before`: who asks about many streams shares what was compiled. */
export interface JudgeContext {
  readonly database: Database;
  readonly kinds: StreamKinds;
  /** Names the journal. */
  readonly log: string;
  readonly definitions?: StoredDefinitions;
}

async function* opened(steps: AsyncIterable<JournalStep>): AsyncGenerator<CaseStep> {
  let before: CaseStep | null = null;
  for await (const { record, payload } of steps) {
    before = openStep<Command, Event>(record, payload, before);
    yield before;
  }
}

/** undefined: there is no such stream. The stream is read page by page, each time it is looked at. */
export const judgeStream = async ({ database, kinds, log, definitions = new StoredDefinitions(database) }: JudgeContext, stream: bigint): Promise<StreamVerdict | undefined> => {
  const [first] = await readSteps(database, stream, 0, 1);
  if (first === undefined) return undefined;
  const kind = kindOf(kinds, first);
  const columns = new ColumnCheck();
  const chain = await verifyStream(columns.watching(streamSteps(database, stream)), sha256, { log, stream: String(stream) });
  const about = { stream: String(stream), kind: kind?.decider.kind ?? null, chain };
  const unknown = { columns: null, definition: null, redecide: null, projections: null, snapshot: null };
  if (!chain.ok) return { ...about, ...unknown, verified: false };
  if (kind === undefined || chain.unknown.length > 0) return { ...about, ...unknown, columns: columns.verdict, verified: columns.verdict.ok };
  const isCase = kind.decider.kind === 'case';
  definitions.grade = 'equal';
  const again = isCase ? await redecide(opened(streamSteps(database, stream)), definitions) : null;
  const grade = isCase ? definitions.grade : null;
  const { verdict, differences } = await compareStream(database, kinds, stream);
  return {
    ...about, columns: columns.verdict, definition: grade, redecide: again, projections: { verdict, differences },
    snapshot: await judgeSnapshot(database, kinds, stream),
    verified: columns.verdict.ok && (again === null || again.verdict === 'equal') && (grade === null || grade === 'equal'),
  };
};

const kindOf = (kinds: StreamKinds, { record, payload }: JournalStep) => {
  try {
    return kinds.of(openDetached(record, payload, kinds.shapes).command.type);
  } catch {
    return undefined; // what is wrong with it, the chain says
  }
};

/** Which step has this record hash, base64url; undefined: none. */
export const seqOfHash = async (database: Database, stream: bigint, hash: string): Promise<number | undefined> => {
  for await (const step of streamSteps(database, stream)) if (base64urlOf(step.hash) === hash) return step.seq;
  return undefined;
};
