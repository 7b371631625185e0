/**
 * A case file is a stream as one document: what an auditor keeps, and what `verify` reads without a server. Each
 * `record` is the exact text of the record's bytes. It carries what its steps were decided by and what proves that
 * nothing is missing, and no trust: whose word counts, the reader knows from elsewhere.
 */
import { base64urlOf, bytesOfBase64url } from '../json/base64url.ts';
import { byCodeUnit, canonical, NotCanonicalError } from '../json/canonical.ts';
import { definitionNamedIn } from './first-definition.ts';
import { leafHash, type Sha256 } from './hash.ts';
import { isDigest, readRecord, recordTextOf, UnreadableStepError, type StepRecord, type TypedList } from './record.ts';
import { allShapes, shapeOf } from './shape-table.ts';
import type { StoredStep } from './step.ts';
import { verifyChain, type ChainExpectation, type ChainVerdict, type Head } from './verify-chain.ts';

export const caseFileFormat = 'acta-case-file/3';

export interface CaseFileStep {
  readonly record: string;
  /** null: erased, or there are no values. Single values may be withheld. */
  readonly payload: string | null;
}

/** Where a leaf stands in the log, and the hashes beside its way to the root, base64, the nearest first (RFC 6962). */
export interface LeafProof {
  readonly index: number;
  readonly path: readonly string[];
}

/** What proves that the steps are in the log of an installation, and that none is missing. */
export interface CaseProof {
  /** The signed note, with the lines of witnesses. */
  readonly checkpoint: string;
  /** Tokens of RFC 3161 over the note's text, base64 of DER. */
  readonly timeStamps: readonly string[];
  /** The step of the stream of checkpoints that names the root of all heads; and from this stream's head to that root. */
  readonly heads: LeafProof & { readonly record: string; readonly head: Head; readonly siblings: readonly string[] };
  /** The last step of the stream in the log of the checkpoint. */
  readonly last: LeafProof & { readonly seq: number };
  /** Public keys of the log as it names them, for comparing: nobody trusts them for standing here. */
  readonly keys: readonly string[];
}

/** When and for whom the file was made, and the hash of each other part of it: a slip is named by it, a forger writes another. */
export interface Manifest {
  readonly made: string;
  readonly for: string | null;
  /** Hex SHA-256 of the canonical text of each other member. */
  readonly parts: { readonly [member: string]: string };
  /** The same of the three members above. */
  readonly whole: string;
}

export interface CaseFile {
  readonly format: typeof caseFileFormat;
  readonly log: string;
  /** Key of the stream, a decimal string. */
  readonly stream: string;
  readonly steps: readonly CaseFileStep[];
  /** Hashes of the definitions and decisions that the steps name, sorted. */
  readonly definitions: readonly string[];
  /** Definitions, decisions and forms by the hex SHA-256 of their text, as far as they are given along. */
  readonly sources: { readonly [hash: string]: string };
  /** Of the last step in this document; without it, a slip in the last record would not show. */
  readonly head: Head;
  /** null: of an installation that has signed nothing yet. */
  readonly proof: CaseProof | null;
  readonly manifest: Manifest;
}

/** A document that is no case file. */
export class CaseFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CaseFileError';
  }
}

export interface CaseFileParts {
  /** Which only a stream's first record names; needed where that cannot be read. */
  readonly log?: string;
  readonly sources?: CaseFile['sources'];
  readonly proof?: CaseProof | null;
  /** ISO instant. */
  readonly made: string;
  readonly for?: string | null;
}

/** `steps` are all steps of a stream, at least one. */
export const caseFileOf = (steps: readonly StoredStep[], sha256: Sha256, parts: CaseFileParts): CaseFile => {
  const texts = steps.map(({ record, payload }) => ({ record: recordTextOf(record), payload }));
  const [first, last] = [texts[0]?.record, texts.at(-1)?.record];
  if (first === undefined || last === undefined) throw new CaseFileError('Expected a case file to have steps, but it has none');
  const log = readable(first)?.log ?? parts.log;
  if (log === undefined) throw new CaseFileError('Expected to be told the log of steps without the first one, but it was not given');
  const { stream, seq } = texts.flatMap(({ record }) => readable(record) ?? []).at(-1) ?? readRecord(last);
  const content = {
    format: caseFileFormat, log, stream, steps: texts, definitions: namedBy(texts).definitions, sources: parts.sources ?? {},
    head: { seq, hash: base64urlOf(leafHash(last, sha256)) }, proof: parts.proof ?? null,
  } as const;
  return { ...content, manifest: manifestOf(content, { made: parts.made, for: parts.for ?? null }, sha256) };
};

const encoder = new TextEncoder();
const hexDigest = (text: string, sha256: Sha256): string => Array.from(sha256(encoder.encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const manifestOf = (content: Omit<CaseFile, 'manifest'>, about: Pick<Manifest, 'made' | 'for'>, sha256: Sha256): Manifest => {
  const parts = Object.fromEntries(Object.entries(content).map(([name, part]) => [name, hexDigest(canonical(part), sha256)]));
  return { ...about, parts, whole: hexDigest(canonical({ ...about, parts }), sha256) };
};

/** The one text of a file. */
export const caseFileText = (file: CaseFile): string => `${canonical(file)}\n`;

interface Named {
  /** Hashes of what decided, sorted. */
  readonly definitions: string[];
  /** Hashes of forms that tasks have. */
  readonly forms: string[];
}

/** What deciding again needs: the definition of each step and the decisions it evaluated; and the forms that people saw. */
export const namedBy = (steps: readonly CaseFileStep[]): Named => {
  const [definitions, forms] = [new Set<string>(), new Set<string>()];
  for (const { record: text } of steps) {
    const record = readable(text);
    if (record === undefined) continue;
    const { seq, command, events, definition = seq === 0 ? definitionNamedIn(command, allShapes.commands) : undefined } = record;
    if (typeof definition === 'string') definitions.add(definition);
    for (const event of events) {
      const hash = fieldOf(event, 'DecisionEvaluated', 'hash');
      if (typeof hash === 'string') definitions.add(hash);
      const form = fieldOf(event, 'UserTaskCreated', 'form');
      if (typeof form === 'object' && form !== null && 'hash' in form && typeof form.hash === 'string') forms.add(form.hash);
    }
  }
  return { definitions: [...definitions].sort(byCodeUnit), forms: [...forms].sort(byCodeUnit) };
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

const fieldOf = (list: TypedList, type: string, field: string): unknown => {
  const shape = shapeOf(allShapes.events.byType, type);
  if (list[0] !== shape.code || list.length - 1 > shape.record.length) return undefined;
  return list[1 + shape.record.findIndex(({ name }) => name === field)];
};

/** The steps as bytes, for `verifyChain` and `openStep`. */
export const storedSteps = (file: Pick<CaseFile, 'steps'>): StoredStep[] =>
  file.steps.map(({ record, payload }) => ({ record: encoder.encode(record), payload }));

/** The records, one a line. */
export const ndjsonOf = (file: Pick<CaseFile, 'steps'>): string => file.steps.map(({ record }) => `${record}\n`).join('');

type Fields = { readonly [name: string]: unknown };
type Fits = (value: unknown) => boolean;

const isText: Fits = (value) => typeof value === 'string';
const isCount: Fits = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isListOf = (fits: Fits): Fits => (value) => Array.isArray(value) && value.every(fits);
const isMapOf = (fits: Fits): Fits => (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(fits);

/** Exactly these members. */
const isObject = (shape: { readonly [name: string]: Fits }): Fits => (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.keys(shape);
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name) && shape[name]?.((value as Fields)[name]) === true);
};

const isHead = isObject({ seq: isCount, hash: isDigest });
const isSibling: Fits = (value) => value === '' || isDigest(value);
const leaf = { index: isCount, path: isListOf(isText) };
const isProof = isObject({
  checkpoint: isText, timeStamps: isListOf(isText), keys: isListOf(isText),
  heads: isObject({ ...leaf, record: isText, head: isHead, siblings: isListOf(isSibling) }), last: isObject({ ...leaf, seq: isCount }),
});

const fileShape: { readonly [name in keyof CaseFile]: readonly [what: string, fits: Fits] } = {
  format: [`'${caseFileFormat}'`, (value) => value === caseFileFormat],
  log: ['a text', isText],
  stream: ['a decimal key', isText],
  steps: ['a list of records with payloads', (value) => Array.isArray(value) && value.length > 0 && value.every(isObject({ record: isText, payload: (payload) => payload === null || isText(payload) }))],
  definitions: ['a list of hashes', isListOf(isText)],
  sources: ['texts by their hashes', isMapOf(isText)],
  head: ['a step and its hash', isHead],
  proof: ['a proof or null', (value) => value === null || isProof(value)],
  manifest: ['when, for whom and hashes', isObject({ made: isText, for: (value) => value === null || isText(value), parts: isMapOf(isText), whole: isText })],
};

/**
 * A case file from its text, which must be canonical, or from the document parsed. Throws a `CaseFileError` that names what is wrong.
 * A fault that the server has found in its journal stands in a member of its own (`fault`), and such a document is no case file.
 */
export const readCaseFile = (source: unknown): CaseFile => {
  const document = typeof source === 'string' ? parsed(source) : source;
  if (typeof document !== 'object' || document === null) throw new CaseFileError('Expected a case file, but found no JSON object');
  for (const [name, [what, fits]] of Object.entries(fileShape))
    if (!fits((document as Fields)[name])) throw new CaseFileError(`Expected '${name}' of the case file to be ${what}, but it is not`);
  const stranger = Object.keys(document).find((name) => !Object.hasOwn(fileShape, name));
  if (stranger !== undefined) throw new CaseFileError(`Expected a case file to have no '${stranger}', but it has one`);
  return document as CaseFile;
};

const parsed = (text: string): unknown => {
  let document: unknown;
  try {
    document = JSON.parse(text);
    if (typeof document !== 'object' || `${canonical(document)}\n` === text) return document;
  } catch (error) {
    if (error instanceof NotCanonicalError) throw new CaseFileError(`Expected a case file in canonical JSON, but it cannot be written so: ${error.message}`);
    throw new CaseFileError('Expected a case file, but found no JSON');
  }
  throw new CaseFileError('Expected a case file in canonical JSON (RFC 8785) and one line feed, but it is written otherwise');
};

export type CaseFileVerdict =
  | ChainVerdict
  | { readonly ok: false; readonly seq: number; readonly fault: 'file'; readonly message: string };

/**
 * Verifies the whole file: its chain, and that its own statements agree with its records and its manifest. The file's
 * own head guards against slips only; `expect.head` from elsewhere guards against forgers.
 */
export const verifyCaseFile = (file: CaseFile, sha256: Sha256, expect: ChainExpectation = {}): CaseFileVerdict => {
  const { log, stream, head } = file;
  const verdict = verifyChain(storedSteps(file), sha256, { log, stream, head, ...expect });
  if (!verdict.ok) return verdict;
  const refuse = (message: string): CaseFileVerdict => ({ ok: false, seq: verdict.head.seq, fault: 'file', message });
  if (log !== verdict.log || stream !== verdict.stream || head.seq !== verdict.head.seq || head.hash !== verdict.head.hash)
    return refuse('Expected the file to state the log, stream and head of its records, but it states others');
  const named = namedBy(file.steps);
  if (file.definitions.join() !== named.definitions.join()) return refuse('Expected the definitions that the steps name, but the file lists others');
  const wrong = wrongSource(file, named, sha256) ?? wrongPart(file, sha256);
  return wrong === undefined ? verdict : refuse(wrong);
};

const wrongSource = ({ sources }: CaseFile, { definitions, forms }: Named, sha256: Sha256): string | undefined => {
  const known = new Set([...definitions, ...forms]);
  for (const [hash, text] of Object.entries(sources)) {
    if (!known.has(hash)) return `Expected sources that the steps name, but no step names ${hash}`;
    if (hexDigest(text, sha256) !== hash) return `Expected the source ${hash} to have this hash, but it is another text`;
  }
  return undefined;
};

const wrongPart = (file: CaseFile, sha256: Sha256): string | undefined => {
  const { manifest, ...content } = file;
  const expected = manifestOf(content, { made: manifest.made, for: manifest.for }, sha256);
  const { made, for: reader, parts, whole } = { ...manifest };
  const named = Object.keys({ ...expected.parts, ...parts }).find((name) => expected.parts[name] !== parts[name]);
  if (named !== undefined) return `Expected '${named}' to be as when the file was made, but its hash in the manifest is another`;
  return hexDigest(canonical({ made, for: reader, parts }), sha256) === whole ? undefined : 'Expected the manifest to be as when the file was made, but its own hash is another';
};

/** The bytes of a text of the file; empty where it is none, so that no hash fits. */
export const digestBytes = (text: string): Uint8Array => bytesOfBase64url(text) ?? new Uint8Array();
