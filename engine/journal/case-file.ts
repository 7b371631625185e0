/**
 * A case file is a stream as one JSON document: what the API pages through, what an auditor keeps,
 * and what `verify` reads without a server. Each `record` is the exact text of the record's bytes,
 * so the records, one a line, are the stream's ndjson. Keys and definitions come from elsewhere.
 */
import { base64urlOf } from '../json/base64url.ts';
import { byCodeUnit } from '../json/canonical.ts';
import { definitionNamedIn } from './first-definition.ts';
import { leafHash, type Sha256 } from './hash.ts';
import { readRecord, recordTextOf, UnreadableStepError, type StepRecord, type TypedList } from './record.ts';
import { allShapes, shapeOf } from './shape-table.ts';
import type { StoredStep } from './step.ts';
import { verifyChain, type ChainExpectation, type ChainVerdict, type Head } from './verify-chain.ts';

export const caseFileFormat = 'acta-case-file/2';

export interface CaseFileStep {
  readonly record: string;
  /** null: erased, or there are no values. Single values may be withheld. */
  readonly payload: string | null;
}

export interface CaseFile {
  readonly format: typeof caseFileFormat;
  readonly log: string;
  /** Key of the stream, a decimal string. */
  readonly stream: string;
  readonly steps: readonly CaseFileStep[];
  /** Hashes of the definitions and decisions that the steps name, sorted. */
  readonly definitions: readonly string[];
  /** Of the last step in this document; without it, a slip in the last record would not show. */
  readonly head: Head;
  /** `seq` with which the next page starts; null on the last page and in a whole file. */
  readonly next: number | null;
}

/** A document that is no case file, or pages that do not follow each other. */
export class CaseFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CaseFileError';
  }
}

export interface PageOptions {
  /** Says that there are more steps, from this one on. */
  readonly next?: number | null;
  /** Which only a stream's first record names; needed for every other page. */
  readonly log?: string;
}

/** `steps` are consecutive steps of one stream, at least one. */
export const caseFileOf = (steps: readonly StoredStep[], sha256: Sha256, { next = null, log: given }: PageOptions = {}): CaseFile => {
  const texts = steps.map(({ record, payload }) => ({ record: recordTextOf(record), payload }));
  const [first, last] = [texts[0]?.record, texts.at(-1)?.record];
  if (first === undefined || last === undefined) throw new CaseFileError('Expected a case file to have steps, but it has none');
  const log = readable(first)?.log ?? given;
  if (log === undefined) throw new CaseFileError('Expected to be told the log of steps without the first one, but it was not given');
  const { stream, seq } = texts.flatMap(({ record }) => readable(record) ?? []).at(-1) ?? readRecord(last);
  const head = { seq, hash: base64urlOf(leafHash(last, sha256)) };
  return { format: caseFileFormat, log, stream, steps: texts, definitions: definitionsNamed(texts), head, next };
};

/** What deciding again needs: the definition of each step and the decisions it evaluated. */
const definitionsNamed = (steps: readonly CaseFileStep[]): string[] => {
  const hashes = new Set<string>();
  for (const { record: text } of steps) {
    const record = readable(text);
    if (record === undefined) continue;
    const { seq, command, events, definition = seq === 0 ? definitionNamedIn(command, allShapes.commands) : undefined } = record;
    if (typeof definition === 'string') hashes.add(definition);
    for (const event of events) {
      const hash = decisionOf(event);
      if (typeof hash === 'string') hashes.add(hash);
    }
  }
  return [...hashes].sort(byCodeUnit);
};

/** What is wrong with a record, verifying says. */
const readable = (text: string): StepRecord | undefined => {
  try {
    return readRecord(text);
  } catch (error) {
    if (error instanceof UnreadableStepError) return undefined;
    throw error;
  }
};

const evaluated = shapeOf(allShapes.events.byType, 'DecisionEvaluated');
const hashPlace = 1 + evaluated.record.findIndex(({ name }) => name === 'hash');

const decisionOf = (list: TypedList): unknown => (list[0] === evaluated.code && list.length - 1 <= evaluated.record.length ? list[hashPlace] : undefined);

const encoder = new TextEncoder();

/** The steps as bytes, for `verifyChain` and `openStep`. */
export const storedSteps = (file: CaseFile): StoredStep[] =>
  file.steps.map(({ record, payload }) => ({ record: encoder.encode(record), payload }));

/** The records, one a line. */
export const ndjsonOf = (file: CaseFile): string => file.steps.map(({ record }) => `${record}\n`).join('');

type Fields = { readonly [name: string]: unknown };

const isStep = (value: unknown): value is CaseFileStep => {
  if (typeof value !== 'object' || value === null) return false;
  const { record, payload } = value as Fields;
  return typeof record === 'string' && (payload === null || typeof payload === 'string');
};

const isHead = (value: unknown): value is Head => {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, hash } = value as Fields;
  return Number.isSafeInteger(seq) && typeof hash === 'string';
};

const fileShape: { readonly [name in keyof CaseFile]: readonly [what: string, fits: (value: unknown) => boolean] } = {
  format: [`'${caseFileFormat}'`, (value) => value === caseFileFormat],
  log: ['a text', (value) => typeof value === 'string'],
  stream: ['a decimal key', (value) => typeof value === 'string'],
  steps: ['a list of records with payloads', (value) => Array.isArray(value) && value.length > 0 && value.every(isStep)],
  definitions: ['a list of hashes', (value) => Array.isArray(value) && value.every((hash) => typeof hash === 'string')],
  head: ['a step and its hash', isHead],
  next: ['a number or null', (value) => value === null || Number.isSafeInteger(value)],
};

/** A case file from its text or from the document parsed. Throws a `CaseFileError` that names what is wrong. */
export const readCaseFile = (source: unknown): CaseFile => {
  const document = typeof source === 'string' ? parsed(source) : source;
  if (typeof document !== 'object' || document === null) throw new CaseFileError('Expected a case file, but found no JSON object');
  for (const [name, [what, fits]] of Object.entries(fileShape))
    if (!fits((document as Fields)[name])) throw new CaseFileError(`Expected '${name}' of the case file to be ${what}, but it is not`);
  return document as CaseFile;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new CaseFileError('Expected a case file, but found no JSON');
  }
};

/** Pages in order as one file. Throws a `CaseFileError` when one does not continue the one before. */
export const joinPages = (pages: readonly CaseFile[]): CaseFile => {
  const [first] = pages;
  if (first === undefined) throw new CaseFileError('Expected at least one page, but there is none');
  let { next, head } = first;
  for (const [index, page] of pages.entries()) {
    const from = pageStart(page);
    if (index > 0 && next !== from) throw new CaseFileError(`Expected a page from step ${String(next)}, but found one from step ${from}`);
    if (page.log !== first.log || page.stream !== first.stream)
      throw new CaseFileError(`Expected pages of stream ${first.stream}, but found one of stream ${page.stream}`);
    ({ next, head } = page);
  }
  const definitions = [...new Set(pages.flatMap((page) => page.definitions))].sort(byCodeUnit);
  return { ...first, steps: pages.flatMap((page) => page.steps), definitions, head, next };
};

const pageStart = (page: CaseFile): number => {
  const [step] = page.steps;
  if (step === undefined) throw new CaseFileError('Expected a page to have steps, but it has none');
  return readRecord(step.record).seq;
};

export type CaseFileVerdict =
  | ChainVerdict
  | { readonly ok: false; readonly seq: number; readonly fault: 'file'; readonly message: string };

/**
 * Verifies the whole file: its chain, and that its own statements agree with its records. The file's
 * own head guards against slips only; `expect.head` from elsewhere guards against forgers.
 */
export const verifyCaseFile = (file: CaseFile, sha256: Sha256, expect: ChainExpectation = {}): CaseFileVerdict => {
  const { log, stream, head } = file;
  const verdict = verifyChain(storedSteps(file), sha256, { log, stream, head, ...expect });
  if (!verdict.ok) return verdict;
  const refuse = (message: string): CaseFileVerdict => ({ ok: false, seq: verdict.head.seq, fault: 'file', message });
  if (log !== verdict.log || stream !== verdict.stream || head.seq !== verdict.head.seq || head.hash !== verdict.head.hash)
    return refuse('Expected the file to state the log, stream and head of its records, but it states others');
  if (file.next !== null) return refuse(`Expected a whole file, but it is a page and goes on with step ${file.next}`);
  if (file.definitions.join() !== definitionsNamed(file.steps).join())
    return refuse('Expected the definitions that the steps name, but the file lists others');
  return verdict;
};
