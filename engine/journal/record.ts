/** Reading a record and a payload back from their bytes. Everything that is not of version 1's shape is refused. */
import type { Answers } from '../case/index.ts';
import { instantOf } from '../time/instant-text.ts';
import type { Typed } from './step.ts';

/** A record as it stands in the journal; `at` is the instant's text, events lack their payload fields. */
export interface StepRecord {
  readonly v: 1;
  readonly log: string;
  readonly stream: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly at: string;
  readonly id: string;
  readonly actor: string | null;
  readonly onBehalfOf?: string;
  readonly command: Typed;
  readonly definition: string | null;
  readonly kernel: string;
  readonly events: readonly Typed[];
  readonly commitment: string;
}

type Fields = { readonly [name: string]: unknown };

export interface StepPayload {
  /** 32 bytes, base64url. */
  readonly salt: string;
  readonly command?: Fields;
  /** By the event's index. */
  readonly events?: { readonly [index: string]: Fields };
  readonly answers?: Answers;
}

/** Bytes or a text that are no step of a version that this release knows. */
export class UnreadableStepError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableStepError';
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTyped = (value: unknown): value is Typed => isFields(value) && typeof value['type'] === 'string';

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
/** 32 bytes in base64url: 43 digits, of which the last holds 4 bits and two zeros. */
const digest = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
const isDigest = (value: unknown): boolean => typeof value === 'string' && digest.test(value);

const streamKey = /^[1-9]\d{0,18}$/;

/** What each member of a record must be; `onBehalfOf` is the only one that may be absent. */
const recordShape: { readonly [name in keyof StepRecord]-?: readonly [what: string, fits: (value: unknown) => boolean] } = {
  v: ['1', (value) => value === 1],
  log: ['a text', isText],
  stream: ['a decimal key', (value) => typeof value === 'string' && streamKey.test(value)],
  seq: ['a whole number from 0', (value) => Number.isSafeInteger(value) && Number(value) >= 0],
  prev: ['a hash or null', (value) => value === null || isDigest(value)],
  at: ['an instant', (value) => typeof value === 'string' && instantOf(value) !== undefined],
  id: ['a text', isText],
  actor: ['a text or null', isTextOrNull],
  onBehalfOf: ['a text', (value) => value === undefined || isText(value)],
  command: ['an object with a type', isTyped],
  definition: ['a text or null', isTextOrNull],
  kernel: ['a text', isText],
  events: ['a list of objects with types', (value) => Array.isArray(value) && value.every(isTyped)],
  commitment: ['a hash', isDigest],
};
const recordNames = Object.entries(recordShape);

const parsed = (text: string, what: string): Fields => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableStepError(`Expected ${what} to be JSON, but it is not`);
  }
  if (!isFields(value)) throw new UnreadableStepError(`Expected ${what} to be an object, but it is not`);
  return value;
};

const refuseOthers = (fields: Fields, known: object, what: string): void => {
  const other = Object.keys(fields).find((name) => !Object.hasOwn(known, name));
  if (other !== undefined) throw new UnreadableStepError(`Expected ${what} to have only known members, but it has '${other}'`);
};

/** Throws an `UnreadableStepError` for another version, a missing or unknown member, or a wrong type. */
export const readRecord = (text: string): StepRecord => {
  const fields = parsed(text, 'the record');
  for (const [name, [what, fits]] of recordNames)
    if (!fits(fields[name])) throw new UnreadableStepError(`Expected the record's '${name}' to be ${what}, but it is not`);
  refuseOthers(fields, recordShape, 'the record');
  return fields as unknown as StepRecord;
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a record's bytes, which must be UTF-8 without a byte order mark. */
export const recordTextOf = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UnreadableStepError('Expected the record to be UTF-8, but it is not');
  }
};

const payloadShape = { salt: true, command: true, events: true, answers: true };

/** Throws an `UnreadableStepError` for an unknown member or a wrong type. */
export const readPayload = (text: string): StepPayload => {
  const fields = parsed(text, 'the payload');
  refuseOthers(fields, payloadShape, 'the payload');
  const { salt, command = {}, events = {}, answers = {} } = fields;
  if (!isDigest(salt)) throw new UnreadableStepError("Expected the payload's 'salt' to be 32 bytes in base64url, but it is not");
  if (!isFields(command) || !isFields(answers) || !isFields(events) || !Object.values(events).every(isFields))
    throw new UnreadableStepError("Expected the payload's parts to be objects, but one is not");
  return fields as unknown as StepPayload;
};
