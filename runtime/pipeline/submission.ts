/** What enters the pipeline, and what comes out. */
import type { AccessCommand } from '../../engine/access/index.ts';
import type { Command, CommandOf } from '../../engine/case/index.ts';
import type { Deploy } from '../../engine/definition/index.ts';
import type { CheckpointCommand } from '../../engine/checkpoint/index.ts';
import type { IdentityCommand } from '../../engine/identity/index.ts';
import type { MessageCommand } from '../../engine/message/index.ts';
import type { ScheduleCommand } from '../../engine/schedule/index.ts';
import type { SignalCommand } from '../../engine/signal/index.ts';
import type { Actor, RejectionCode, Typed } from '../../engine/stream/index.ts';

/** Who asks, and for whom. Ids only; the journal keeps them in the record. */
export interface Identity {
  readonly actor: Actor;
  readonly onBehalfOf?: Actor;
}

interface Base extends Identity {
  /** Given by the client (`Idempotency-Key`) or made by the server: one command takes effect once. */
  readonly id: string;
  /** true: the id was given from outside or the command was tried before, so look whether it took effect. */
  readonly mayRepeat?: boolean;
  /** Of the client, where the stream is not known beforehand: without it every such command is a new one. */
  readonly idempotencyKey?: string;
  /** true: the answer comes when the commands that this one sends to other streams were taken, or after a while. */
  readonly waits?: boolean;
}

type AnyCommand =
  | Exclude<Command, { type: 'CreateCase' }> | MessageCommand | SignalCommand | ScheduleCommand | Deploy | IdentityCommand | AccessCommand | CheckpointCommand;

export interface CommandSubmission extends Base {
  readonly kind: 'command';
  /** Key of the stream; `new` for one that begins. */
  readonly stream: bigint | 'new';
  readonly command: AnyCommand;
}

/** Which definition to start: by key, or by id in a version (default: the latest). */
export type DefinitionSelector = { readonly key: bigint } | { readonly id: string; readonly version?: number };

/** A case of a definition that is found when it begins. */
export interface CreateSubmission extends Base {
  readonly kind: 'create';
  readonly definition: DefinitionSelector;
  readonly create: Omit<CommandOf<'CreateCase'>, 'type' | 'definition'>;
}

/** The commands that wait in the inbox for a stream are to be taken up. */
export interface DrainSubmission {
  readonly kind: 'drain';
  readonly stream: bigint;
  /** Only so many, the first ones: all together could not be stored. */
  readonly max?: number;
  /** Why the first one, alone, could not be stored: it is taken out and refused. */
  readonly refusal?: string;
}

export type Submission = CommandSubmission | CreateSubmission | DrainSubmission;

/** The command is in the journal, as step `seq` of `stream`. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly stream: bigint;
  readonly seq: number;
  readonly events: readonly Typed[];
  /** true: it had taken effect before, and this is the answer of then. */
  readonly repeated: boolean;
  /** true: commands that it sent to other streams were not taken while it waited for them. */
  readonly pending?: true;
}

export interface Refused {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  readonly message: string;
  /** true: the stream itself has refused it, in its state as it is; asked again it would refuse again. */
  readonly decided?: true;
  /** The type of what may not be written yet. */
  readonly heldBack?: string;
}

export type Result = Accepted | Refused;

export const refuse = (code: RejectionCode, message: string): Refused => ({ kind: 'rejected', code, message });
