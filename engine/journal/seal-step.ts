/**
 * Sealing makes a step's bytes: the record, the payload, and the hash that the next record links
 * to. This runs for every command, so each value is walked and written once; the members of a record
 * are written in canonical order by hand.
 */
import type { Actor, Answers, Versions } from '../stream/index.ts';
import { base64urlOf } from '../json/base64url.ts';
import { canonical, placed, quote } from '../json/canonical.ts';
import { CanonicalTexts } from '../json/canonical-texts.ts';
import { instantText } from '../time/instant-text.ts';
import { definitionNamedBy } from './first-definition.ts';
import { commitmentOf, hashLength, leafHash, saltOf, secretLength, valueHash, type Sha256 } from './hash.ts';
import { allShapes, shapeOf, type ShapeTable } from './shape-table.ts';
import type { Preceding, StepContent } from './step.ts';
import { warningList } from './warning-list.ts';
import { TypedWriter, type PathValue } from './write-typed.ts';

export interface UnsealedStep extends StepContent {
  /** The stream's last step so far; null for the first. */
  readonly before: Preceding | null;
  /** Only those that the decision has read. */
  readonly answers?: Answers;
  /** 32 fresh random bytes, so that an erased value cannot be found by guessing. */
  readonly secret: Uint8Array;
}

export class SealedStep {
  /** The record's canonical text; its UTF-8 bytes are what is hashed. */
  readonly recordText: string;
  /** Canonical text with the secret; null where the step has no values. */
  readonly payload: string | null;
  /** The `before` of the next step. */
  readonly head: Preceding;

  constructor(recordText: string, payload: string | null, head: Preceding) {
    this.recordText = recordText;
    this.payload = payload;
    this.head = head;
  }

  /** The record's bytes, made anew at each call: who stores the text does not pay for them. */
  get record(): Uint8Array {
    return encoder.encode(this.recordText);
  }
}

const encoder = new TextEncoder();

export interface SealOptions {
  readonly shapes?: ShapeTable;
  /** Texts of values that are made already, or that others need as well. */
  readonly texts?: CanonicalTexts;
}

/**
 * Throws a `NotCanonicalError` when a value is not JSON, an `UnknownTypeError` or a `ShapeError` when
 * a command or an event is not as its shape says, a `RangeError` when the envelope is wrong.
 */
export const sealStep = (step: UnsealedStep, sha256: Sha256, { shapes = allShapes, texts = new CanonicalTexts() }: SealOptions = {}): SealedStep => {
  checkEnvelope(step);
  const written = writeTexts(step, shapes, texts);
  const recordText = writeRecord(step, written, commit(written.values, step.secret, sha256));
  const { seq, log, definition, versions, zone } = step;
  const head = { seq, hash: leafHash(recordText, sha256), log, definition, versions, zone };
  return new SealedStep(recordText, writePayload(written.values, step.secret), head);
};

const streamKey = /^[1-9]\d{0,18}$/;

const checkEnvelope = ({ stream, seq, before, secret, log, onBehalfOf }: UnsealedStep): void => {
  if (!streamKey.test(stream)) throw new RangeError(`Expected the stream to be a positive decimal key, but found '${stream}'`);
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError(`Expected seq to be a whole number from 0, but found ${seq}`);
  if (seq !== (before === null ? 0 : before.seq + 1))
    throw new RangeError(`Expected step ${before === null ? 0 : before.seq + 1} of the stream, but found step ${seq}`);
  if (before !== null && before.hash.length !== hashLength)
    throw new RangeError(`Expected the hash of the step before to have ${hashLength} bytes, but it has ${before.hash.length}`);
  if (before !== null && before.log !== log)
    throw new RangeError(`Expected all steps of a stream in one log, but step ${seq} is of '${log}' and the one before of '${before.log}'`);
  if (onBehalfOf?.kind === 'engine') throw new RangeError('Expected somebody to act for a person or a client, but it is for the engine');
  if (secret.length !== secretLength) throw new RangeError(`Expected the secret to have ${secretLength} bytes, but it has ${secret.length}`);
};

interface Texts {
  readonly command: string;
  readonly events: string;
  /** In the order of their paths. */
  readonly values: readonly PathValue[];
  readonly isLast: boolean;
}

const writeTexts = (step: UnsealedStep, shapes: ShapeTable, texts: CanonicalTexts): Texts => {
  const writer = new TypedWriter(step, texts);
  let place = 'command';
  try {
    const command = writer.command(step.command, shapeOf(shapes.commands.byType, step.command.type));
    let events = '';
    let isLast = false;
    for (const [index, event] of step.events.entries()) {
      place = `events[${index}]`;
      events += `${index === 0 ? '' : ','}${writer.event(event, shapeOf(shapes.events.byType, event.type), index)}`;
      isLast ||= shapes.endings.has(event.type);
    }
    place = 'answers';
    writeAnswers(step.answers ?? {}, writer.values);
    return { command, events: `[${events}]`, values: writer.sortedValues(), isLast };
  } catch (error) {
    throw placed(error, place);
  }
};

const writeAnswers = (answers: Answers, values: PathValue[]): void => {
  for (const [question, answer] of Object.entries(answers))
    try {
      values.push({ path: `answers.${question}`, text: canonical(answer) });
    } catch (error) {
      throw placed(error, question);
    }
};

/** `undefined` where there is nothing to commit to. */
const commit = (values: readonly PathValue[], secret: Uint8Array, sha256: Sha256): string | undefined => {
  if (values.length === 0) return undefined;
  const leaves = values.map(({ path, text }) => valueHash(saltOf(secret, path, sha256), path, text, sha256));
  return commitmentOf(values.map(({ path }) => path), leaves, sha256);
};

const writePayload = (values: readonly PathValue[], secret: Uint8Array): string | null => {
  if (values.length === 0) return null;
  let text = '';
  for (const value of values) text += `${text === '' ? '' : ','}${quote(value.path)}:${value.text}`;
  return `{"secret":"${base64urlOf(secret)}","values":{${text}}}`;
};

/** Canonical text under a name; a value that cannot be written is named. Nothing where there is none. */
const member = (name: string, value: unknown): string => {
  if (value === undefined) return '';
  try {
    return `"${name}":${typeof value === 'string' ? quote(value) : canonical(value)},`;
  } catch (error) {
    throw placed(error, name);
  }
};

/** The engine itself is not named, nor is a proof that there is not. */
const actorMember = (name: string, actor: Actor | undefined): string =>
  actor === undefined || actor.kind === 'engine'
    ? ''
    : `"${name}":{${member('id', actor.id)}"kind":"${actor.kind}"${actor.method === 'none' ? '' : `,"method":"${actor.method}"`}},`;

const sameVersions = (a: Versions, b: Versions): boolean => a === b || (a.kernel === b.kernel && a.feel === b.feel && a.dmn === b.dmn);

const writeRecord = (step: UnsealedStep, { command, events, isLast }: Texts, commitment: string | undefined): string => {
  const { before } = step;
  // What is as in the step before, or said by the first command, is not named again.
  const log = before === null ? step.log : undefined;
  const expected = before === null ? definitionNamedBy(step.command) : before.definition;
  const definition = step.definition === expected ? undefined : step.definition;
  const versions = before !== null && sameVersions(step.versions, before.versions) ? undefined : step.versions;
  const zone = step.zone === before?.zone ? undefined : step.zone;
  return (
    `{${actorMember('actor', step.actor)}"at":"${instantText(step.at)}","command":${command},` +
    `${member('commitment', commitment)}${member('definition', definition)}"events":${events},${member('evidence', step.evidence)}` +
    `${member('id', step.id)}${isLast ? '"last":true,' : ''}${member('log', log)}${actorMember('onBehalfOf', step.onBehalfOf)}` +
    `${before === null ? '' : `"prev":"${base64urlOf(before.hash)}",`}"seq":${step.seq},"stream":"${step.stream}",` +
    `"v":2${versions === undefined ? '' : `,"versions":${canonical(versions)}`}` +
    `${step.warnings === undefined || step.warnings.length === 0 ? '' : `,"warnings":${canonical(step.warnings.map(warningList))}`}` +
    `${zone === undefined ? '' : `,"zone":${quote(zone)}`}}`
  );
};
