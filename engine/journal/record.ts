/** Reading a record back from its bytes. Everything that is not of version 2's shape is refused. */
import type { Json } from '../json/json.ts';
import { instantOf } from '../time/instant-text.ts';
import type { ActorKind, ActorMethod, Versions } from '../stream/index.ts';

/** A command or an event as the record has it: its type's code, then its record fields. */
export type TypedList = readonly [code: string, ...fields: Json[]];

/** An actor as the record has it; the method is left out when nothing was proven, and the engine itself is not named. */
export interface RecordActor {
  readonly id: string;
  readonly kind: Exclude<ActorKind, 'engine'>;
  readonly method?: ActorMethod;
}

/** A record as it stands in the journal; `at` is the instant's text. */
export interface StepRecord {
  readonly v: 2;
  readonly stream: string;
  readonly seq: number;
  readonly at: string;
  readonly id: string;
  readonly command: TypedList;
  readonly events: readonly TypedList[];
  readonly prev?: string;
  readonly actor?: RecordActor;
  readonly onBehalfOf?: RecordActor;
  readonly commitment?: string;
  readonly evidence?: string;
  readonly last?: true;
  readonly log?: string;
  readonly definition?: string | null;
  readonly versions?: Versions;
  readonly warnings?: readonly Json[];
  readonly zone?: string;
}

/** Bytes or a text that are no step of a version that this release knows. */
export class UnreadableStepError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableStepError';
  }
}

/** A command or an event is not written as its row of the shapes says, or not in the one way that it may be written. */
export class UnreadableListError extends UnreadableStepError {}

export type Fields = { readonly [name: string]: unknown };

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** 32 bytes in base64url: 43 digits, of which the last holds 4 bits and two zeros. */
const digest = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
export const isDigest = (value: unknown): value is string => typeof value === 'string' && digest.test(value);

const isText = (value: unknown): boolean => typeof value === 'string';
const isList = (value: unknown): boolean => Array.isArray(value) && isText(value[0]);

const streamKey = /^[1-9]\d{0,18}$/;

const hasOnly = (fields: Fields, names: readonly string[]): boolean => Object.keys(fields).every((name) => names.includes(name));

const kinds: readonly unknown[] = ['person', 'client', 'anonymous'] satisfies RecordActor['kind'][];
const methods: readonly unknown[] =
  ['password', 'oidc', 'apiKey', 'basic', 'sample', 'simulated'] satisfies ActorMethod[];

const isActor = (value: unknown): boolean =>
  isFields(value) && hasOnly(value, ['id', 'kind', 'method']) && isText(value['id']) && kinds.includes(value['kind']) &&
  (value['method'] === undefined || methods.includes(value['method']));

const versionNames = ['dmn', 'feel', 'kernel'];
const isVersions = (value: unknown): boolean =>
  isFields(value) && hasOnly(value, versionNames) && versionNames.every((name) => Number.isSafeInteger(value[name]) && Number(value[name]) > 0);

type Check = readonly [what: string, fits: (value: unknown) => boolean];

const always: { readonly [name in 'v' | 'stream' | 'seq' | 'at' | 'id' | 'command' | 'events']: Check } = {
  v: ['2', (value) => value === 2],
  stream: ['a decimal key', (value) => typeof value === 'string' && streamKey.test(value)],
  seq: ['a whole number from 0', (value) => Number.isSafeInteger(value) && Number(value) >= 0],
  at: ['an instant', (value) => typeof value === 'string' && instantOf(value) !== undefined],
  id: ['a text', isText],
  command: ['a list that begins with a code', isList],
  events: ['a list of lists that begin with codes', (value) => Array.isArray(value) && value.every(isList)],
};

/** `undefined` where the member is absent. */
const sometimes: { readonly [name in Exclude<keyof StepRecord, keyof typeof always>]: Check } = {
  prev: ['a hash', isDigest],
  actor: ['an actor', isActor],
  onBehalfOf: ['an actor', isActor],
  commitment: ['a hash', isDigest],
  evidence: ['a hash', isDigest],
  last: ['true', (value) => value === true],
  log: ['a text', isText],
  definition: ['a text or null', (value) => value === null || isText(value)],
  versions: ['the versions of dmn, feel and kernel', isVersions],
  warnings: ['a list of lists that begin with codes', (value) => Array.isArray(value) && value.length > 0 && value.every(isList)],
  zone: ['a text', isText],
};
const checks = [
  ...Object.entries(always).map(([name, check]) => [name, ...check, false] as const),
  ...Object.entries(sometimes).map(([name, check]) => [name, ...check, true] as const),
];

/** Throws an `UnreadableStepError` unless the text is a JSON object. */
export const parsedObject = (text: string, what: string): Fields => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableStepError(`Expected ${what} to be JSON, but it is not`);
  }
  if (!isFields(value)) throw new UnreadableStepError(`Expected ${what} to be an object, but it is not`);
  return value;
};

export const refuseOthers = (fields: Fields, known: (name: string) => boolean, what: string): void => {
  const other = Object.keys(fields).find((name) => !known(name));
  if (other !== undefined) throw new UnreadableStepError(`Expected ${what} to have only known members, but it has '${other}'`);
};

/** A record from its bytes; `undefined` when it cannot be read. */
export const recordOf = (bytes: Uint8Array): StepRecord | undefined => {
  try {
    return readRecord(recordTextOf(bytes));
  } catch (error) {
    if (error instanceof UnreadableStepError) return undefined;
    throw error;
  }
};

/** Throws an `UnreadableStepError` for another version, a missing or unknown member, or a wrong type. */
export const readRecord = (text: string): StepRecord => {
  const fields = parsedObject(text, 'the record');
  for (const [name, what, fits, mayBeAbsent] of checks) {
    const isAbsent = mayBeAbsent && !Object.hasOwn(fields, name);
    if (!isAbsent && !fits(fields[name])) throw new UnreadableStepError(`Expected the record's '${name}' to be ${what}, but it is not`);
  }
  refuseOthers(fields, (name) => Object.hasOwn(always, name) || Object.hasOwn(sometimes, name), 'the record');
  checkFirst(fields);
  return fields as unknown as StepRecord;
};

/** The first step has no step before it, and names what the others carry on. */
const checkFirst = (fields: Fields): void => {
  const isFirst = fields['seq'] === 0;
  const [must, mustNot] = isFirst ? [['log', 'versions', 'zone'], ['prev']] : [['prev'], ['log']];
  for (const name of must)
    if (!Object.hasOwn(fields, name)) throw new UnreadableStepError(`Expected the record of step ${String(fields['seq'])} to have '${name}', but it has none`);
  for (const name of mustNot)
    if (Object.hasOwn(fields, name)) throw new UnreadableStepError(`Expected the record of step ${String(fields['seq'])} to have no '${name}', but it has one`);
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
