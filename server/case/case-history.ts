/** A case read from its journal: steps, any state, and whether the record holds. */
import type { z } from 'zod';
import type { caseVerdict, caseState, step, stepPage } from '../../contract/case-history.ts';
import { base64urlOf, caseFileOf, instantText, openDetached, openStep, redecide, stateHash, verifyStream, type CaseFile, type CaseStep, type DetachedStep } from '../../engine/journal/index.ts';
import { caseShape, type Command, type Event } from '../../engine/case/index.ts';
import { ordinalOf } from '../../engine/stream/index.ts';
import { compareProjections } from '../../runtime/projection/compare.ts';
import { caseStateAt } from '../../runtime/query/case-state.ts';
import { readSteps, StoredDefinitions, streamSteps, type JournalStep } from '../../runtime/query/case-steps.ts';
import { keyParameter } from '../../runtime/query/condition.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { notFound } from '../problem/problem-error.ts';

const missing = (caseKey: string): Error => notFound(`Case with key '${caseKey}' not found`);

/** The key of a case is the one with ordinal 0; a key of something inside names no case. */
export const caseKeyParameter = (caseKey: string): bigint => {
  const key = keyParameter(caseKey);
  if (key <= 0n || ordinalOf(key) !== 0) throw missing(caseKey);
  return key;
};

const utf8 = new TextDecoder();

const open = ({ record, payload }: JournalStep): DetachedStep<Command, Event> => openDetached<Command, Event>(record, payload);

/** Streams of messages and deployments are no cases; of a broken case the first step may be missing. */
const startsCase = (first: JournalStep | undefined): boolean => first !== undefined && Object.hasOwn(caseShape.commands, open(first).command.type);

const readCase = async ({ database }: Runtime, caseKey: string): Promise<JournalStep[]> => {
  const steps = await readSteps(database, caseKeyParameter(caseKey));
  if (!startsCase(steps[0])) throw missing(caseKey);
  return steps;
};

const wireStep = (stored: JournalStep): z.input<typeof step> => {
  const { seq, at, id, actor, onBehalfOf, command, events, answers, named, last, erased, withheld, prev } = open(stored);
  return {
    seq,
    at: instantText(at),
    id,
    actor,
    onBehalfOf: onBehalfOf ?? null,
    command: { ...command },
    events: events.map((event) => ({ ...event })),
    answers: { ...answers },
    ...(named.definition === undefined ? {} : { definition: named.definition }),
    ...(named.versions === undefined ? {} : { versions: named.versions }),
    last,
    erased,
    withheld: [...withheld],
    hash: base64urlOf(stored.hash),
    prev,
    record: utf8.decode(stored.record),
    payload: stored.payload,
  };
};

export const stepsOfCase = async (
  { database }: Runtime,
  caseKey: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<z.input<typeof stepPage>> => {
  const key = caseKeyParameter(caseKey);
  const found = await readSteps(database, key, from, limit + 1);
  const [first] = from === 0 ? found : await readSteps(database, key, 0, 1);
  if (!startsCase(first)) throw missing(caseKey);
  const page = found.slice(0, limit);
  return { caseKey, steps: page.map(wireStep), next: found.length > limit ? from + limit : null };
};

export const stateOfCase = async ({ database, kinds }: Runtime, caseKey: string, seq: number | undefined): Promise<z.input<typeof caseState>> => {
  const found = await caseStateAt(database, kinds, caseKeyParameter(caseKey), seq);
  if (found === undefined) throw missing(caseKey);
  const { state, steps } = found;
  if (seq !== undefined && seq >= steps) throw notFound(`Expected a step ${seq} of case '${caseKey}', but it has ${steps} steps`);
  return { caseKey, seq: steps - 1, state: { ...state.toJSON() }, stateHash: stateHash(state, sha256) };
};

async function* opened(steps: AsyncIterable<JournalStep>): AsyncGenerator<CaseStep> {
  let before: CaseStep | null = null;
  for await (const { record, payload } of steps) {
    before = openStep<Command, Event>(record, payload, before);
    yield before;
  }
}

/** The case is read page by page, each time: what is verified first is decided again, and compared with what searches read, only if it holds. */
export const judgeCase = async ({ database, kinds, log }: Runtime, caseKey: string): Promise<z.input<typeof caseVerdict>> => {
  const key = caseKeyParameter(caseKey);
  if (!startsCase((await readSteps(database, key, 0, 1))[0])) throw missing(caseKey);
  const chain = await verifyStream(streamSteps(database, key), sha256, { log, stream: String(key) });
  if (!chain.ok) return { caseKey, verified: false, chain: { ...chain }, definition: null, redecide: null, projections: null };
  const definitions = new StoredDefinitions(database);
  const again = await redecide(opened(streamSteps(database, key)), definitions);
  const { verdict, differences } = await compareProjections(database, kinds, { stream: key });
  return {
    caseKey, verified: again.verdict === 'equal' && definitions.grade === 'equal', chain: { ...chain }, definition: definitions.grade,
    redecide: { ...again }, projections: { verdict, differences: [...differences] },
  };
};

export const fileOfCase = async (runtime: Runtime, caseKey: string): Promise<CaseFile & { [member: string]: unknown }> => ({
  ...caseFileOf(await readCase(runtime, caseKey), sha256),
});
