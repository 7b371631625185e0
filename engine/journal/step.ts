/**
 * A step is one command of one stream and the events it caused. Streams are cases, messages,
 * deployments, the organization; all are journaled alike, so a step is generic over its commands
 * and events.
 */
import type { Command, Event } from '../case/index.ts';
import type { Actor, Answers, Versions, Warning } from '../stream/index.ts';
import type { Typed } from '../stream/shape.ts';

export type { Typed } from '../stream/shape.ts';

/** What a record leaves out while it is as in the step before. */
export interface Carried {
  /** Names the installation's journal; inside the bytes of the first step, so that no stream fits into another journal. */
  readonly log: string;
  /** Hex SHA-256 of the definition that decided; null where none did. */
  readonly definition: string | null;
  readonly versions: Versions;
  /** IANA name of the time zone in which was decided. */
  readonly zone: string;
}

/** The last step of a stream, as far as the next one needs it. */
export interface Preceding extends Carried {
  readonly seq: number;
  /** Hash of its record. */
  readonly hash: Uint8Array;
}

interface StepCore<C extends Typed = Typed, E extends Typed = Typed> {
  /** Key of the stream, a decimal string. */
  readonly stream: string;
  /** From 0, without gaps. */
  readonly seq: number;
  /** Epoch ms, by the clock that all who decide go by. */
  readonly at: number;
  /** The command's id; a command takes effect once. */
  readonly id: string;
  readonly actor: Actor;
  /** For whom the actor acted. */
  readonly onBehalfOf?: Actor;
  readonly command: C;
  readonly events: readonly E[];
  /** Hash of something that was seen, e.g. of a form as it was shown; 32 bytes, base64url. */
  readonly evidence?: string;
  /** What expressions complained of. */
  readonly warnings?: readonly Warning[];
}

export interface StepContent<C extends Typed = Typed, E extends Typed = Typed> extends StepCore<C, E>, Carried {}

/** A step read without those before it: of what it carries on, it has only what its own record names. */
export interface DetachedStep<C extends Typed = Typed, E extends Typed = Typed> extends StepCore<C, E> {
  readonly named: Partial<Carried>;
  /** Hash of the previous step's record, base64url; null for the first. */
  readonly prev: string | null;
  /** The stream's last step. */
  readonly last: boolean;
  /** What the decision was told, by `questionId`. */
  readonly answers: Answers;
  /** true: the payload is gone, and its fields are missing from the command and the events. */
  readonly erased: boolean;
  /** Paths of single values that are withheld and missing. */
  readonly withheld: readonly string[];
}

/** A step as it is read back. */
export interface Step<C extends Typed = Typed, E extends Typed = Typed> extends Omit<DetachedStep<C, E>, 'named'>, Carried {}

export type CaseStep = Step<Command, Event>;

/** A step as it is stored: `record` is canonical UTF-8, `payload` its text, or null where there is none or after erasure. */
export interface StoredStep {
  readonly record: Uint8Array;
  readonly payload: string | null;
}
