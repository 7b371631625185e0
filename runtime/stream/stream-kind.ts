/** What the runtime adds to a stream's decider: what decides with, what searches read of it, whom it wakes. */
import type { Decider, Need, Question, Rejection, StreamState, Typed } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import type { Projection } from '../projection/projection.ts';
import type { WakeUpCollector } from '../pipeline/wake-ups.ts';

/** What a command is decided with. */
export interface Prepared<M> {
  readonly model: M;
  /** Hash of the definition that decides; null where none does. */
  readonly definition: string | null;
  /** What will be asked, as far as it is known: answered beforehand. */
  readonly questions?: readonly Question[];
}

export interface StreamKind<S extends StreamState = StreamState, C extends Typed = Typed, E extends Typed = Typed, M = unknown> {
  readonly decider: Decider<S, C, E, M>;
  /** Taken before the first command of this kind in a batch is decided, and held until its commit. */
  lock?(transaction: Queryable): Promise<unknown>;
  /** Waits only where something must be read or compiled. */
  prepare(transaction: Queryable, state: S, command: C): Prepared<M> | Rejection | Promise<Prepared<M> | Rejection>;
  /** The rows of an event; the command is that of its step. */
  project(event: E, projection: Projection, command: C): void;
  wakeUps?(collector: WakeUpCollector, stream: bigint, events: readonly E[], state: S): void;
}

export type { Need };

/** Any kind, where the pipeline does not care which. */
export type AnyKind = StreamKind<StreamState, Typed, Typed, unknown>;
