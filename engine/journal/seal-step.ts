/**
 * Sealing makes a step's bytes: the record, the payload, and the hash that the next record links
 * to. This runs for every command, so each value is walked once and both texts come out of the
 * same walk; the members of a record are written in canonical order by hand.
 */
import type { Answers } from '../case/index.ts';
import { base64urlOf } from '../json/base64url.ts';
import { byCodeUnit, canonical, canonicalHalves, placed, quote, type Halves } from '../json/canonical.ts';
import { commitmentOf, hashLength, leafHash, saltLength, type Sha256 } from './hash.ts';
import { instantText } from '../time/instant-text.ts';
import { payloadFields, type PayloadFields } from './payload-fields.ts';
import type { StepContent, Typed } from './step.ts';

export interface UnsealedStep extends StepContent {
  /** Hash of the stream's previous record; null for the first. */
  readonly prev: Uint8Array | null;
  readonly answers?: Answers;
  /** 32 fresh random bytes, so that an erased value cannot be found by guessing. */
  readonly salt: Uint8Array;
}

export class SealedStep {
  /** The record's canonical text; its UTF-8 bytes are what is hashed. */
  readonly recordText: string;
  /** Canonical text with the salt. */
  readonly payload: string;
  /** The `prev` of the next step. */
  readonly hash: Uint8Array;

  constructor(recordText: string, payload: string, hash: Uint8Array) {
    this.recordText = recordText;
    this.payload = payload;
    this.hash = hash;
  }

  /** The record's bytes, made anew at each call: who stores the text does not pay for them. */
  get record(): Uint8Array {
    return encoder.encode(this.recordText);
  }
}

const encoder = new TextEncoder();

/** Throws a `NotCanonicalError` when a value is not JSON, a `RangeError` when the envelope is wrong. */
export const sealStep = (step: UnsealedStep, sha256: Sha256, fields: PayloadFields = payloadFields): SealedStep => {
  checkEnvelope(step);
  const texts = writeTexts(step, fields);
  const recordText = writeRecord(step, texts, commitmentOf(step.salt, texts.payload, sha256));
  return new SealedStep(recordText, withSalt(texts.payload, step.salt), leafHash(recordText, sha256));
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
    const command = halves(step.command, fields.commands);
    let events = '';
    const apart: string[] = [];
    for (let index = 0; index < step.events.length; index++) {
      place = `events[${index}]`;
      const event = halves(step.events[index] as Typed, fields.events);
      events += index === 0 ? event.rest : `,${event.rest}`;
      if (event.apart !== '') apart.push(`"${index}":${event.apart}`);
    }
    place = 'answers';
    const answers = step.answers === undefined ? '{}' : canonical(step.answers);
    return { command: command.rest, events: `[${events}]`, payload: writePayload(answers, command.apart, apart) };
  } catch (error) {
    throw placed(error, place);
  }
};

const halves = (typed: Typed, fields: ReadonlyMap<string, readonly string[]>): Halves => {
  const apart = fields.get(typed.type);
  return apart === undefined ? { rest: canonical(typed), apart: '' } : canonicalHalves(typed, apart);
};

const writePayload = (answers: string, command: string, events: string[]): string => {
  let text = answers === '{}' ? '' : `"answers":${answers}`;
  if (command !== '') text += `${text === '' ? '' : ','}"command":${command}`;
  if (events.length === 0) return `{${text}}`;
  // Names are sorted as text, "10" before "2"; whole members sort like their names, `"` being below the digits.
  if (events.length > 1) events.sort(byCodeUnit);
  return `{${text}${text === '' ? '' : ','}"events":{${events.join(',')}}}`;
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
