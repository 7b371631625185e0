/** A case read from its journal: steps, any state, and whether the record holds. */
import type { z } from 'zod';
import type { caseVerdict, caseState, journalPage, stepPage, streamVerdict } from '../../contract/case-history.ts';
import { base64urlOf, caseFileText, instantText, openDetached, recordOf, stateHash, stepDocument, verifyChain, type ChainVerdict, type DetachedStep } from '../../engine/journal/index.ts';
import { caseShape, type Command, type Event } from '../../engine/case/index.ts';
import { ordinalOf } from '../../engine/stream/index.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import { readErasures } from '../../runtime/erase/erase-case.ts';
import { caseStateAt } from '../../runtime/query/case-state.ts';
import { readSteps, streamSteps, type JournalStep } from '../../runtime/query/case-steps.ts';
import { keyParameter } from '../../runtime/query/condition.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { judgeJournal } from '../../runtime/verdict/judge-journal.ts';
import { judgeStream, seqOfHash, type StreamVerdict } from '../../runtime/verdict/judge-stream.ts';
import { notFound } from '../problem/problem-error.ts';
import { makeCaseFile, type FileOrder } from './case-file.ts';

const missing = (caseKey: string): Error => notFound(`Case with key '${caseKey}' not found`);

/** The key of a case is the one with ordinal 0; a key of something inside names no case. */
export const caseKeyParameter = (caseKey: string): bigint => {
  const key = keyParameter(caseKey);
  if (key <= 0n || ordinalOf(key) !== 0) throw missing(caseKey);
  return key;
};

const open = ({ record, payload }: JournalStep): DetachedStep<Command, Event> => openDetached<Command, Event>(record, payload);

/** Streams of messages and deployments are no cases; of a broken case the first step may be missing. */
const startsCase = (first: JournalStep | undefined): boolean =>
  first !== undefined && (recordOf(first.record) === undefined || Object.hasOwn(caseShape.commands, open(first).command.type));

const readCase = async ({ reads: database }: Runtime, caseKey: string): Promise<JournalStep[]> => {
  const steps = await readSteps(database, caseKeyParameter(caseKey));
  if (!startsCase(steps[0])) throw missing(caseKey);
  return steps;
};

/** Bytes of one page, about: one step is always given, however large. */
const pageBytes = 4 << 20;

/** Steps from `from` on, and where the page ends: at `limit`, or when it has become large. */
const readPage = async (database: Queryable, key: bigint, { from, limit }: PageOrder): Promise<{ readonly page: JournalStep[]; readonly next: number | null }> => {
  const page: JournalStep[] = [];
  let bytes = 0;
  for await (const one of streamSteps(database, key, from)) {
    if (page.length === limit || bytes > pageBytes) return { page, next: one.seq };
    page.push(one);
    bytes += one.record.length + (one.payload?.length ?? 0);
  }
  return { page, next: null };
};

interface PageOrder {
  readonly from: number;
  readonly limit: number;
}

type Broken = Omit<ChainVerdict & { readonly ok: false }, 'ok'>;

/** Where the record is broken, as far as these steps show. */
const brokenIn = (steps: readonly JournalStep[], key: bigint, log: string, before: JournalStep | undefined): Broken | null => {
  const after = before === undefined ? {} : { after: { seq: before.seq, hash: base64urlOf(before.hash) } };
  const chain = verifyChain(steps, sha256, { log, stream: String(key), ...after });
  if (chain.ok) return null;
  const { seq, fault, message } = chain;
  return { seq, fault, message };
};

/** A step that cannot be read is left out: where it stands is said. */
const readable = (steps: readonly JournalStep[]): JournalStep[] => steps.filter(({ record }) => recordOf(record) !== undefined);

export const stepsOfCase = async ({ reads: database, log }: Runtime, caseKey: string, order: PageOrder): Promise<z.input<typeof stepPage>> => {
  const key = caseKeyParameter(caseKey);
  const [before] = order.from === 0 ? [] : await readSteps(database, key, order.from - 1, 1);
  const { page, next } = await readPage(database, key, order);
  const [first] = order.from === 0 ? page : await readSteps(database, key, 0, 1);
  if (!startsCase(first)) throw missing(caseKey);
  const fault = page.length === 0 ? null : brokenIn(page, key, log, before?.seq === order.from - 1 ? before : undefined);
  return { caseKey, fault, erasures: await readErasures(database, key), steps: readable(page).map((one) => stepDocument(one, sha256)), next };
};

export const stateOfCase = async ({ reads: database, kinds }: Runtime, caseKey: string, seq: number | undefined): Promise<z.input<typeof caseState>> => {
  const found = await caseStateAt(database, kinds, caseKeyParameter(caseKey), seq);
  if (found === undefined) throw missing(caseKey);
  const { state, steps } = found;
  if (seq !== undefined && seq >= steps) throw notFound(`Expected a step ${seq} of case '${caseKey}', but it has ${steps} steps`);
  return { caseKey, seq: steps - 1, state: { ...state.toJSON() }, stateHash: stateHash(state, sha256) };
};

const judging = ({ reads, kinds, log }: Runtime) => ({ database: reads, kinds, log });

export const judgeCase = async (runtime: Runtime, caseKey: string, head: string | undefined): Promise<z.input<typeof caseVerdict>> => {
  const key = caseKeyParameter(caseKey);
  if (!startsCase((await readSteps(runtime.reads, key, 0, 1))[0])) throw missing(caseKey);
  const verdict = await judgeStream(judging(runtime), key);
  if (verdict === undefined) throw missing(caseKey);
  const { stream: _stream, kind: _kind, ...judged } = verdict;
  return { caseKey, ...wireVerdict(judged), ...(head === undefined ? {} : { head: await placeOf(runtime, key, head) }) };
};

const placeOf = async ({ reads: database }: Runtime, key: bigint, head: string) => {
  const seq = await seqOfHash(database, key, head);
  const isLast = seq !== undefined && (await readSteps(database, key, seq + 1, 1)).length === 0;
  return { seq: seq ?? null, isLast };
};

/** As the answer has it: plain objects. */
const wireVerdict = <T extends Omit<StreamVerdict, 'stream' | 'kind'>>({ chain, columns, redecide, projections, ...rest }: T) => ({
  ...rest,
  chain: { ...chain },
  columns: columns === null ? null : { ...columns },
  redecide: redecide === null ? null : { ...redecide },
  projections: projections === null ? null : { verdict: projections.verdict, differences: [...projections.differences] },
});

/** Any stream: a case, the messages of a name and a key, a deployment. */
export const judgeAnyStream = async (runtime: Runtime, stream: string): Promise<z.input<typeof streamVerdict>> => {
  const verdict = await judgeStream(judging(runtime), keyParameter(stream));
  if (verdict === undefined) throw notFound(`Stream with key '${stream}' not found`);
  return wireVerdict(verdict);
};

export const pageOfJournal = async (runtime: Runtime, after: string): Promise<z.input<typeof journalPage>> => {
  const { faults, strays, ...page } = await judgeJournal(judging(runtime), keyParameter(after));
  return { ...page, faults: faults.map(wireVerdict), strays: strays === null ? null : strays.map((stray) => ({ ...stray })) };
};

/** As its one text, for the file is that. */
export const fileOfCase = async (runtime: Runtime, caseKey: string, order: Omit<FileOrder, 'log' | 'made'>): Promise<string> => {
  const steps = await readCase(runtime, caseKey);
  const made = instantText(runtime.clock.now());
  return caseFileText(await makeCaseFile(runtime.reads, steps, { ...order, log: runtime.log, made }));
};
