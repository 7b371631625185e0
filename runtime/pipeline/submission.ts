/** What enters the pipeline, and what comes out. */
import type { Command, CommandOf, Event, Json, Rejection, RejectionCode } from '../../engine/case/index.ts';

/** Who asks. Ids only; the journal keeps them in the record. */
export interface Identity {
  readonly actor: string | null;
  readonly onBehalfOf?: string;
}

interface Base extends Identity {
  /** Given by the client (`Idempotency-Key`) or made by the server: one command takes effect once. */
  readonly id: string;
  /** true: the id was given from outside or the command was tried before, so look whether it took effect. */
  readonly mayRepeat?: boolean;
}

export interface CaseSubmission extends Base {
  readonly kind: 'command';
  /** Key of the case. */
  readonly stream: bigint;
  readonly command: Exclude<Command, { type: 'CreateCase' }>;
}

/** Which definition to start: by key, or by id in a version (default: the latest). */
export type DefinitionSelector = { readonly key: bigint } | { readonly id: string; readonly version?: number };

export interface CreateSubmission extends Base {
  readonly kind: 'create';
  readonly definition: DefinitionSelector;
  readonly create: Omit<CommandOf<'CreateCase'>, 'type' | 'definition'>;
  /** An `Idempotency-Key` of the client; without it every creation is a new one. */
  readonly idempotencyKey?: string;
}

/** The commands that wait in the inbox for a case are to be taken up. */
export interface DrainSubmission {
  readonly kind: 'drain';
  readonly stream: bigint;
  /** Only so many, the first ones: all together could not be stored. */
  readonly max?: number;
  /** Why the first one, alone, could not be stored: it is taken out and refused. */
  readonly refusal?: string;
}

export interface PublishMessage {
  readonly type: 'PublishMessage';
  readonly name: string;
  readonly correlationKey: string;
  /** While the message is buffered, a second one with this id is refused. */
  readonly messageId: string | null;
  readonly timeToLiveMs: number;
  readonly variables: { readonly [name: string]: Json };
}

export interface PublishSubmission extends Base {
  readonly kind: 'publish';
  readonly message: PublishMessage;
  readonly idempotencyKey?: string;
}

export type Submission = CaseSubmission | CreateSubmission | DrainSubmission | PublishSubmission;

/** The command is in the journal, as step `seq` of `stream`. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly stream: bigint;
  readonly seq: number;
  readonly events: readonly Event[];
  /** true: it had taken effect before, and this is the answer of then. */
  readonly repeated: boolean;
}

export type Refused = Rejection | { readonly kind: 'rejected'; readonly code: RejectionCode; readonly message: string };
export type Result = Accepted | Refused;
