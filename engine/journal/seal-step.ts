/**
 * Sealing makes a step's bytes: the record, the payload, and the hash that the next record links
 * to. This runs for every command, so each value is walked once and both texts come out of the
 * same walk; the members of a record are written in canonical order by hand.
 */
import type { Answers } from '../kernel/index.ts';
import { base64urlOf } from './base64url.ts';
import { canonical, canonicalHalves, placed, quote } from './canonical.ts';
import { commitmentOf, hashLength, leafOf, saltLength, type Sha256 } from './hash.ts';
import { instantText } from './instant.ts';
import { payloadFields, type PayloadFields } from './payload-fields.ts';
import type { StepContent, Typed } from './step.ts';

export interface UnsealedStep extends StepContent {
  /** Hash of the stream's previous record; null for the first. */
  readonly prev: Uint8Array | null;
  readonly answers?: Answers;
  /** 32 fresh random bytes, so that an erased value cannot be found by guessing. */
  readonly salt: Uint8Array;
}

export interface SealedStep {
  /** The record's canonical bytes. */
  readonly record: Uint8Array;
  /** The same as text. */
  readonly recordText: string;
  /** Canonical text with the salt. */
  readonly payload: string;
  /** The `prev` of the next step. */
  readonly hash: Uint8Array;
}

/** Throws a `NotCanonicalError` when a value is not JSON, a `RangeError` when the envelope is wrong. */
export const sealStep = (step: UnsealedStep, sha256: Sha256, fields: PayloadFields = payloadFields): SealedStep => {
  checkEnvelope(step);
  const texts = writeTexts(step, fields);
  const commitment = commitmentOf(step.salt, texts.payload, sha256);
  const recordText = writeRecord(step, texts, commitment);
  const { record, hash } = leafOf(recordText, sha256);
  return { record, recordText, payload: withSalt(texts.payload, step.salt), hash };
};

const streamKey = /^[1-9]\d{0,18}$/;

const checkEnvelope = ({ stream, seq, prev, salt }: UnsealedStep): void => {
  if (!streamKey.test(stream)) throw new RangeError(`Expected the stream to be a positive decimal key, but found '${stream}'`);
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError(`Expected seq to be a whole number from 0, but found ${seq}`);
  if ((prev === null) !== (seq === 0))
    throw new RangeError(`Expected exactly the first step to have no prev, but step ${seq} has ${prev === null ? 'none' : 'one'}`);
  if (prev !== null && prev.length !== hashLength)
    throw new RangeError(`Expected prev to have ${hashLength} bytes, but it has ${prev.length}`);
  if (salt.length !== saltLength) throw new RangeError(`Expected the salt to have ${saltLength} bytes, but it has ${salt.length}`);
};

interface Texts {
  readonly command: string;
  readonly events: string;
  /** The payload without its salt. */
  readonly payload: string;
}

const writeTexts = (step: UnsealedStep, fields: PayloadFields): Texts => {
  let place = 'command';
  try {
    const [command, commandApart] = halves(step.command, fields.commands);
    const kept: string[] = [];
    const apart: string[] = [];
    for (const [index, event] of step.events.entries()) {
      place = `events[${index}]`;
      const [rest, values] = halves(event, fields.events);
      kept.push(rest);
      if (values !== '') apart.push(`"${index}":${values}`);
    }
    place = 'answers';
    const answers = step.answers === undefined ? '{}' : canonical(step.answers);
    return { command, events: `[${kept.join(',')}]`, payload: writePayload(answers, commandApart, apart) };
  } catch (error) {
    throw placed(error, place);
  }
};

const halves = (typed: Typed, fields: ReadonlyMap<string, readonly string[]>): readonly [string, string] => {
  const apart = fields.get(typed.type);
  return apart === undefined ? [canonical(typed), ''] : canonicalHalves(typed, apart);
};

const writePayload = (answers: string, command: string, events: string[]): string => {
  const parts: string[] = [];
  if (answers !== '{}') parts.push(`"answers":${answers}`);
  if (command !== '') parts.push(`"command":${command}`);
  // Names are sorted as text, "10" before "2"; whole members sort like their names, `"` being below the digits.
  if (events.length > 0) parts.push(`"events":{${events.sort((a, b) => (a < b ? -1 : 1)).join(',')}}`);
  return `{${parts.join(',')}}`;
};

/** `salt` is the last name of a payload, so what is committed to is the payload up to it. */
const withSalt = (payload: string, salt: Uint8Array): string =>
  `${payload.slice(0, -1)}${payload === '{}' ? '' : ','}"salt":"${base64urlOf(salt)}"}`;

/** A member with a text; a text that cannot be written is named. */
const member = (name: string, text: string | null): string => {
  if (text === null) return `"${name}":null`;
  try {
    return `"${name}":${quote(text)}`;
  } catch (error) {
    throw placed(error, name);
  }
};

const writeRecord = (step: UnsealedStep, texts: Texts, commitment: string): string => {
  const { onBehalfOf, prev } = step;
  return (
    `{${member('actor', step.actor)},"at":"${instantText(step.at)}","command":${texts.command},` +
    `"commitment":"${commitment}",${member('definition', step.definition)},"events":${texts.events},` +
    `${member('id', step.id)},${member('kernel', step.kernel)},${member('log', step.log)},` +
    (onBehalfOf === undefined ? '' : `${member('onBehalfOf', onBehalfOf)},`) +
    `"prev":${prev === null ? 'null' : `"${base64urlOf(prev)}"`},"seq":${step.seq},"stream":"${step.stream}","v":1}`
  );
};
