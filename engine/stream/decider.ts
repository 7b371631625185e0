/**
 * A stream is anything that acknowledges commands: a case, the messages of one correlation key, a
 * deployment, the organization. One contract for all: the pipeline knows streams, and nothing of what they are.
 */
import { engineVersions } from './versions.ts';
import type { Effort } from './effort.ts';
import type { DecisionModel } from '../dmn/index.ts';
import type { HostFunction } from '../feel/engine.ts';
import type { Json } from '../json/json.ts';
import type { ZoneOffsets } from '../time/zone.ts';
import { Draft, type StreamState } from './draft.ts';
import type { Order } from './actor.ts';
import { Asked, type Answers, type Need, type Question } from './question.ts';
import type { Rejection } from './rejection.ts';
import type { StreamShape, Typed } from './shape.ts';
import type { Warning } from './warning.ts';

export type { Typed } from './shape.ts';

/** What decisions may use beside their model; a pure look-up. */
export interface Library {
  /** By the hash of its file. */
  decision(hash: string): DecisionModel | undefined;
  /** What expressions may call beside FEEL's own functions. */
  function?(name: string): AskingFunction | undefined;
}

/** A function for expressions that may ask: its answers stand with the step like all others. */
export interface AskingFunction {
  /** As in `HostFunction`. */
  readonly parameters?: readonly string[];
  call(ask: (question: Question) => Json, args: readonly Json[]): Json;
}

/** What one command is decided with, besides the stream's state. */
export interface Facts {
  /** Key of the stream. */
  readonly stream: bigint;
  readonly order: Order;
  /** Epoch ms. */
  readonly now: number;
  /** IANA name of the installation's time zone. */
  readonly zone: string;
  /** As which version of the kernel; default: this one. */
  readonly kernel?: number;
  readonly library: Library;
  /** `undefined`: not known yet. Must say the same for the same question while the command is decided. */
  answer(question: Question): Json | undefined;
}

/** What `decide` sees. */
export interface Context<State extends StreamState, Event, Model> {
  /** Key of the stream. */
  readonly stream: bigint;
  readonly model: Model;
  readonly draft: Draft<State, Event>;
  readonly order: Order;
  readonly now: number;
  readonly zone: string;
  /** Offsets of named time zones: questions like any other, so that they stand with the step. */
  readonly offsets: ZoneOffsets;
  readonly library: Library;
  /** The library's functions, as expressions call them. */
  readonly functions: { get(name: string): HostFunction | undefined };
  /** The answer; a missing one ends the decision, which begins again when it is known. */
  ask(question: Question): Json;
  /** Re-throws the missing answer if somebody has swallowed it. */
  checkAnswered(): void;
  /** Version of the kernel as which is decided. */
  readonly kernel: number;
  /** What the command has cost so far. */
  readonly effort: Effort;
  /** Something odd that an expression did; stands with the step. */
  warn(warning: Warning): void;
}

/** A command for another stream, written with the sender's step. */
export interface OutgoingCommand {
  readonly target: bigint;
  readonly command: Typed;
}

export interface Decider<State extends StreamState, Command extends Typed, Event extends Typed, Model = undefined> {
  readonly kind: string;
  initial(): State;
  /** From what `State.toJSON` gave. */
  restore(snapshot: unknown): State;
  /** Emits events through the draft; `undefined`: accepted. */
  decide(context: Context<State, Event, Model>, command: Command): Rejection | undefined;
  /** The only code that changes a state. Never decides; throws `UnknownEventError` for a type that it does not know. */
  evolve(state: State, event: Event): void;
  /** How its commands and events stand in the journal. */
  readonly shape: StreamShape<Command, Event>;
  /** Nothing can follow in the stream. */
  hasEnded(state: State): boolean;
  /** Commands to other streams (or to itself, for later) that follow from an event of the stream, and its state before. Pure. */
  outgoing(stream: bigint, event: Event, before: State): readonly OutgoingCommand[];
  /** What the sender is told when a command that it sent was refused; `undefined`: nothing. */
  refused?(stream: bigint, command: Command, rejection: Rejection): Typed | undefined;
}

export interface Accepted<Event> {
  readonly kind: 'accepted';
  readonly events: readonly Event[];
  /** Those that were read. */
  readonly answers: Answers;
  readonly warnings: readonly Warning[];
  /** Commands that the events send to streams. */
  readonly outgoing: readonly OutgoingCommand[];
  /** What deciding has cost. */
  readonly effort: Effort;
}

export type Decision<Event> = Accepted<Event> | Rejection | Need;

/** Folding met an event that this program does not know: the stream must be passed over, not folded to a wrong state. */
export class UnknownEventError extends Error {
  readonly type: string;

  constructor(type: string) {
    super(`Expected an event that this version of Acta knows, but found '${type}'. A newer version has written it`);
    this.name = 'UnknownEventError';
    this.type = type;
  }
}

const askedOffsets = (ask: (question: Question) => Json): ZoneOffsets => {
  const answered = (question: Question): number | undefined => {
    const answer = ask(question);
    return typeof answer === 'number' ? answer : undefined;
  };
  return {
    offsetAt: (zone, at) => answered({ type: 'offset', zone, at }),
    offsetOfLocal: (zone, at) => answered({ type: 'localOffset', zone, at }),
  };
};

const askingFunctions = (library: Library, ask: (question: Question) => Json): { get(name: string): HostFunction | undefined } => ({
  get: (name) => {
    const found = library.function?.(name);
    if (found === undefined) return undefined;
    const call = (args: readonly Json[]): Json => found.call(ask, args);
    return found.parameters === undefined ? { call } : { parameters: found.parameters, call };
  },
});

/**
 * Decides one command on the state. Only what is accepted changes it: after a rejection, a need, or an
 * exception of ours (which is thrown on) it is as it was.
 */
export const decideOn = <S extends StreamState, C extends Typed, E extends Typed, M>(
  decider: Decider<S, C, E, M>,
  { state, model, command }: { readonly state: S; readonly model: M; readonly command: C },
  facts: Facts,
): Decision<E> => {
  const outgoing: OutgoingCommand[] = [];
  const evolve = (before: S, event: E): void => {
    for (const sent of decider.outgoing(facts.stream, event, before)) outgoing.push(sent);
    decider.evolve(before, event);
  };
  const draft = new Draft<S, E>(state, evolve);
  const asked = new Asked((question) => facts.answer(question));
  const warnings: Warning[] = [];
  const { stream, order, now, zone, library, kernel = engineVersions.kernel } = facts;
  const checkAnswered = (): void => {
    if (asked.missing !== undefined) throw asked.missing;
  };
  const { ask } = asked;
  const context = {
    stream, model, draft, effort: draft.effort, kernel, order, now, zone, library, ask, checkAnswered,
    offsets: askedOffsets(ask),
    functions: askingFunctions(library, ask),
    warn: (warning: Warning) => void warnings.push(warning),
  };
  try {
    const rejection = decider.decide(context, command);
    checkAnswered();
    if (rejection === undefined) {
      draft.keep();
      return { kind: 'accepted', events: draft.events, answers: asked.answers, warnings, outgoing, effort: draft.effort };
    }
    draft.discard();
    return rejection;
  } catch (error) {
    draft.discard();
    if (asked.missing === undefined) throw error;
    return { kind: 'need', questions: [asked.missing.question] };
  }
};
