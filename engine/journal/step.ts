/**
 * A step is one command of one stream and the events it caused. Streams are cases, messages,
 * deployments, the organization; all are journaled alike, so a step is generic over its commands
 * and events.
 */
import type { Answers, Command, Event } from '../case/index.ts';

/** What a command or an event is to the journal: plain JSON with a type. */
export interface Typed {
  readonly type: string;
}

export interface StepContent<C extends Typed = Typed, E extends Typed = Typed> {
  /** Names the installation's journal; inside the bytes, so that no record fits into another journal. */
  readonly log: string;
  /** Key of the stream, a decimal string. */
  readonly stream: string;
  /** From 0, without gaps. */
  readonly seq: number;
  /** Epoch ms; never before the stream's previous step. */
  readonly at: number;
  /** The command's id; a command takes effect once. */
  readonly id: string;
  /** Id of the person or client; null for the engine itself. */
  readonly actor: string | null;
  /** Id of the person for whom the actor acted. */
  readonly onBehalfOf?: string;
  readonly command: C;
  /** Hex SHA-256 of the definition that decided; null where none did. */
  readonly definition: string | null;
  /** Version of the kernel that decided. */
  readonly kernel: string;
  readonly events: readonly E[];
}

/** A step as it is read back. */
export interface Step<C extends Typed = Typed, E extends Typed = Typed> extends StepContent<C, E> {
  /** Hash of the previous step's record, base64url; null for the first. */
  readonly prev: string | null;
  /** What the decision was told, by `questionId`. */
  readonly answers: Answers;
  /** true: the payload is gone, and its fields are missing from the command and the events. */
  readonly erased: boolean;
}

export type CaseStep = Step<Command, Event>;

/** A step as it is stored: `record` is canonical UTF-8, `payload` its text or null after erasure. */
export interface StoredStep {
  readonly record: Uint8Array;
  readonly payload: string | null;
}
