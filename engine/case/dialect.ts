/**
 * The contract that a dialect (BPMN, statechart) implements. `decide/` handles what is common to every
 * case (tasks, jobs, variables, incidents) and calls the dialect where the definition says how the case
 * goes on. A hook emits events through the context's draft, and may reject at any point: a draft that is not
 * accepted is undone as a whole.
 */
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { Question } from '../stream/question.ts';
import type { Rejection } from '../stream/rejection.ts';
import type { CommandOf } from './command.ts';
import type { Context } from './draft.ts';
import type { Incident, Job, MessageSubscription, SignalSubscription, Timer } from './state.ts';

/** `undefined`: accepted, the events are in the draft. */
export type Outcome = Rejection | undefined;

export interface Dialect<Model> {
  readonly name: 'bpmn' | 'statechart';
  /** The case was created and its variables are set: begin. */
  start(ctx: Context<Model>, command: CommandOf<'CreateCase'>): Outcome;
  /** The work of an element instance (its user task or job) is done; its result follows the output rules. */
  workCompleted(ctx: Context<Model>, instance: Ordinal, result: JsonObject): Outcome;
  /** The job of a listener is done; what it gives is told as the job's result. */
  listenerCompleted(ctx: Context<Model>, job: Job, result: JsonObject): Outcome;
  /** Whether something catches this error thrown at the element instance; nothing may be emitted. */
  catches(ctx: Context<Model>, instance: Ordinal, errorCode: string): boolean;
  /** A caught error: terminate what it interrupts and go on at its catch event. */
  errorThrown(ctx: Context<Model>, instance: Ordinal, error: ThrownError): Outcome;
  /** The timer has fired and is gone from the state. */
  timerFired(ctx: Context<Model>, timer: Timer & { readonly ordinal: Ordinal }): Outcome;
  /** The message is correlated; a `once` subscription is gone from the state. */
  messageArrived(ctx: Context<Model>, subscription: MessageSubscription, variables: JsonObject): Outcome;
  /** A signal has reached it; a `once` subscription is gone from the state. */
  signalCaught(ctx: Context<Model>, subscription: SignalSubscription, variables: JsonObject): Outcome;
  /** An escalation came out of the case that the element instance has called. */
  escalationThrown(ctx: Context<Model>, instance: Ordinal, escalationCode: string): Outcome;
  /** Variables were changed from outside: conditions may have become true. */
  variablesChanged(ctx: Context<Model>): Outcome;
  /** Run again what the incident had stopped (phases `activate` and `complete`). */
  resume(ctx: Context<Model>, incident: Incident & { readonly ordinal: Ordinal }): Outcome;
  /** Take up what a limit left for later; the state's continuation is given, and gone from the state. */
  proceed(ctx: Context<Model>, left: { readonly elements: readonly Ordinal[]; readonly scopes: readonly Ordinal[] }): Outcome;
  /** End everything in the case, and the case. */
  cancel(ctx: Context<Model>): Outcome;
  /** An event of the outside world, for statecharts. */
  eventSent(ctx: Context<Model>, command: CommandOf<'SendEvent'>): Outcome;
}

export interface ThrownError {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly variables: JsonObject;
}

/** A compiled definition and the dialect that runs it. */
export interface Executable<Model = unknown> {
  readonly dialect: Dialect<Model>;
  readonly model: Model;
  /** What its decisions will ask, known from the definition: answered beforehand, so that a missing answer is rare. */
  readonly questions?: readonly Question[];
}
