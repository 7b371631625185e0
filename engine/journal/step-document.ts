/** A step as the API and the command line show it: opened, as plain data, with the exact texts that it was read from. */
import type { Actor, Versions, Warning } from '../stream/index.ts';
import { base64urlOf } from '../json/base64url.ts';
import { instantText } from '../time/instant-text.ts';
import { leafHashOf, type Sha256 } from './hash.ts';
import { openDetached } from './open-step.ts';
import type { StoredStep } from './step.ts';

interface Document {
  [member: string]: unknown;
  type: string;
}

export interface StepDocument {
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly id: string;
  readonly actor: Actor;
  readonly onBehalfOf: Actor | null;
  readonly command: Document;
  readonly events: Document[];
  readonly answers: { [question: string]: unknown };
  /** What expressions did that their authors should know. */
  readonly warnings: Warning[];
  /** Absent, as `versions`: as in the step before. */
  readonly definition?: string | null;
  readonly versions?: Versions;
  readonly last: boolean;
  readonly erased: boolean;
  readonly withheld: string[];
  /** base64url. */
  readonly hash: string;
  readonly prev: string | null;
  readonly record: string;
  readonly payload: string | null;
}

const utf8 = new TextDecoder();

/** @throws UnreadableStepError */
export const stepDocument = ({ record, payload }: StoredStep, sha256: Sha256): StepDocument => {
  const { seq, at, id, actor, onBehalfOf, command, events, answers, warnings, named, last, erased, withheld, prev } = openDetached(record, payload);
  return {
    seq,
    at: instantText(at),
    id,
    actor,
    onBehalfOf: onBehalfOf ?? null,
    command: { ...command },
    events: events.map((event) => ({ ...event })),
    answers: { ...answers },
    warnings: warnings === undefined ? [] : warnings.map((warning) => ({ ...warning })),
    ...(named.definition === undefined ? {} : { definition: named.definition }),
    ...(named.versions === undefined ? {} : { versions: named.versions }),
    last,
    erased,
    withheld: [...withheld],
    hash: base64urlOf(leafHashOf(record, sha256)),
    prev,
    record: utf8.decode(record),
    payload,
  };
};
