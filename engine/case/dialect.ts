/**
 * The contract that a dialect (BPMN, statechart) implements. `decide.ts` handles what is common to
 * every case (tasks, jobs, variables, incidents) and calls the dialect where the definition says
 * how the case goes on. A hook emits events through `ctx.draft`; it returns a rejection or a need
 * only before its first event, or the draft is dropped as a whole.
 */
import type { DecisionModel } from '../dmn/index.ts';
import type { CommandOf } from './command.ts';
import type { Draft } from './draft.ts';
import type { Answers, Need } from '../stream/facts.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { Rejection } from '../stream/rejection.ts';
import type { Incident, MessageSubscription, Timer } from './state.ts';

/** Definitions named by hash that decisions may use; a pure look-up. */
export interface Library {
  decision(hash: string): DecisionModel | undefined;
}

export interface DecideContext<Model> {
  readonly model: Model;
  readonly draft: Draft;
  /** Epoch ms of this step. */
  readonly now: number;
  readonly answers: Answers;
  readonly library: Library;
}

/** `undefined`: accepted, the events are in the draft. */
export type Outcome = Rejection | Need | undefined;

export interface Dialect<Model> {
  readonly name: 'bpmn' | 'statechart';
  /** The case was created and its variables are set: begin. */
  start(ctx: DecideContext<Model>, command: CommandOf<'CreateCase'>): Outcome;
  /** The work of an element instance (its user task or job) is done; its result follows the output rules. */
  workCompleted(ctx: DecideContext<Model>, instance: Ordinal, result: JsonObject): Outcome;
  /** Whether something catches this error thrown at the element instance; nothing may be emitted. */
  catches(ctx: DecideContext<Model>, instance: Ordinal, errorCode: string): boolean;
  /** A caught error: terminate what it interrupts and go on at its catch event. */
  errorThrown(ctx: DecideContext<Model>, instance: Ordinal, error: ThrownError): Outcome;
  /** The timer has fired and is gone from the state. */
  timerFired(ctx: DecideContext<Model>, timer: Timer & { readonly ordinal: Ordinal }): Outcome;
  /** The message is correlated; a `once` subscription is gone from the state. */
  messageArrived(ctx: DecideContext<Model>, subscription: MessageSubscription, variables: JsonObject): Outcome;
  /** Run again what the incident had stopped (phases `activate` and `complete`). */
  resume(ctx: DecideContext<Model>, incident: Incident & { readonly ordinal: Ordinal }): Outcome;
  /** Take up the tokens that a limit left waiting. */
  proceed(ctx: DecideContext<Model>): Outcome;
  /** Terminate everything in the case (the case's own end is emitted by the caller). */
  terminate(ctx: DecideContext<Model>): void;
  /** An event of the outside world, for statecharts. */
  eventSent(ctx: DecideContext<Model>, command: CommandOf<'SendEvent'>): Outcome;
}

export interface ThrownError {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly variables: JsonObject;
}
