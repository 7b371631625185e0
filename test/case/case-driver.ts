/**
 * Drives one case through `decide`, for tests of both dialects. After every step it checks what the
 * journal promises: folding all events from the beginning gives the live state; deciding the same
 * command again on a state that was stored and loaded gives the same events; the state is coherent.
 */
import { deepStrictEqual } from 'node:assert/strict';
import {
  caseStream,
  evolve,
  initialState,
  restoreState,
  type CaseSnapshot,
  type CaseState,
  type Command,
  type DefinitionRef,
  type Event,
  type EventOf,
  type EventType,
  type Executable,
  type Timer,
} from '../../engine/case/index.ts';
import type { Json, JsonObject } from '../../engine/json/json.ts';
import {
  decideOn, engineActor, questionId, renderSentence, type Accepted, type Actor, type Decision, type Facts, type Library, type Ordinal, type OutgoingCommand, type Question, type RejectionCode, type Warning,
} from '../../engine/stream/index.ts';
import { machineOffsets } from '../../engine/time/zone.ts';
import { assertCoherent } from './coherent-state.ts';
import { stored } from './stored-state.ts';

/** 2030-01-01T00:00:00Z */
export const epoch = 1_893_456_000_000;

export interface Step {
  readonly command: Command;
  readonly now: number;
  readonly events: readonly Event[];
  readonly answers: Accepted<Event>['answers'];
  readonly warnings: readonly Warning[];
  readonly outgoing: readonly OutgoingCommand[];
}

export interface DriverOptions {
  /** By `questionId`. */
  readonly answers?: { readonly [question: string]: Json };
  /** For what `answers` does not have. */
  readonly answer?: (question: Question) => Json | undefined;
  /** Default: of case number 1. */
  readonly stream?: bigint;
  readonly library?: Library;
  /** Default: the engine. */
  readonly actor?: Actor;
  readonly zone?: string;
  /** As which version of the kernel; default: this one. */
  readonly kernel?: number;
  /** Decides `Continue` commands as soon as they are requested; default true. */
  readonly continues?: boolean;
}

const emptyLibrary: Library = { decision: () => undefined };

export const definitionRef = (dialect: DefinitionRef['dialect']): DefinitionRef => ({
  key: '1',
  id: 'test',
  version: 1,
  hash: '0'.repeat(64),
  dialect,
});

/** Offsets of time zones are known to everybody. */
const offsetOf = (question: Question): Json | undefined => {
  if (question.type === 'offset') return machineOffsets.offsetAt(question.zone, question.at) ?? null;
  return question.type === 'localOffset' ? (machineOffsets.offsetOfLocal(question.zone, question.at) ?? null) : undefined;
};

export class CaseDriver {
  readonly executable: Executable;
  state: CaseState = initialState();
  readonly steps: Step[] = [];
  now = epoch;
  readonly #options: DriverOptions;

  constructor(executable: Executable, options: DriverOptions = {}) {
    this.executable = executable;
    this.#options = options;
  }

  get events(): readonly Event[] {
    return this.steps.flatMap(({ events }) => events);
  }

  eventsOf<T extends EventType>(type: T): readonly EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  start(variables: JsonObject = {}, more: Partial<Extract<Command, { type: 'CreateCase' }>> = {}): this {
    const definition = definitionRef(this.executable.dialect.name);
    this.accept({ type: 'CreateCase', definition, variables, ...more });
    return this;
  }

  /** Decides on a state that was stored and loaded. */
  #decideAgain(before: string, command: Command): Decision<Event> {
    return decideOn(caseStream, { state: stored(before), model: this.executable, command }, this.facts());
  }

  /** What a command is decided with now. */
  facts(): Facts {
    const { answers = {}, stream = 1n << 24n, library = emptyLibrary, actor = engineActor, zone = 'UTC', kernel } = this.#options;
    const order = { id: String(this.steps.length), actor };
    const answer = (question: Question): Json | undefined => {
      const name = questionId(question);
      if (Object.hasOwn(answers, name)) return answers[name];
      const answered = this.#options.answer?.(question);
      return answered === undefined ? offsetOf(question) : answered;
    };
    return { stream, order, now: this.now, zone, library, answer, ...(kernel === undefined ? {} : { kernel }) };
  }

  /** A step that may be rejected. What is rejected or needs answers changes nothing. */
  send(command: Command): Decision<Event> {
    const before = JSON.stringify(this.state);
    const decision = this.#decideAgain(before, command);
    const live = decideOn(caseStream, { state: this.state, model: this.executable, command }, this.facts());
    if (live.kind !== 'accepted') {
      deepStrictEqual(decision, live, 'a stored state decides alike');
      deepStrictEqual(JSON.parse(JSON.stringify(this.state)), JSON.parse(before), 'what is not accepted changes nothing');
      return live;
    }
    if (decision.kind !== 'accepted') throw new Error(`Expected to decide ${command.type} alike twice, but got ${JSON.stringify(decision)}`);
    this.steps.push({ command, now: this.now, events: live.events, answers: live.answers, warnings: live.warnings, outgoing: live.outgoing });
    deepStrictEqual(decision.events, live.events, 'deciding again on the stored state gives the same events');
    deepStrictEqual(JSON.parse(JSON.stringify(live.events)), live.events, 'events are plain JSON');
    deepStrictEqual(this.fold().toJSON(), this.state.toJSON(), 'folding all events gives the live state');
    deepStrictEqual(restoreState(JSON.parse(JSON.stringify(this.state)) as CaseSnapshot).toJSON(), this.state.toJSON(), 'a snapshot gives the state');
    assertCoherent(this.state);
    if (this.#options.continues !== false && live.events.at(-1)?.type === 'ContinuationRequested') this.send({ type: 'Continue' });
    return live;
  }

  /** The state as the journal tells it. */
  fold(): CaseState {
    const state = initialState();
    for (const { events } of this.steps) for (const event of events) evolve(state, event);
    return state;
  }

  /** The case leaves the memory, and comes back from a snapshot or from all its events. */
  evict(from: 'snapshot' | 'journal'): void {
    this.state = from === 'snapshot' ? stored(JSON.stringify(this.state)) : this.fold();
  }

  accept(command: Command): readonly Event[] {
    const decision = this.send(command);
    if (decision.kind === 'accepted') return decision.events;
    throw new Error(`Expected ${command.type} to be accepted, but it was ${JSON.stringify(decision)}`);
  }

  /** The keys in the sentence are ordinals. */
  reject(command: Command): { readonly code: RejectionCode; readonly message: string } {
    const decision = this.send(command);
    if (decision.kind === 'rejected') return { code: decision.code, message: renderSentence(decision.sentence, 0n) };
    throw new Error(`Expected ${command.type} to be rejected, but it was ${decision.kind}`);
  }

  /** Live element instances, the case aside, oldest first. */
  get #instances() {
    return this.state.elements.entries().filter(([ordinal]) => ordinal !== 0);
  }

  /** Ordinals of the live instances of an element, oldest first. */
  instancesOf(element: string): readonly Ordinal[] {
    return this.#instances.filter(([, instance]) => instance.element === element).map(([ordinal]) => ordinal);
  }

  /** Ids of the elements that are active, sorted. */
  get active(): readonly string[] {
    return this.#instances.map(([, { element }]) => element).toSorted();
  }

  /** The oldest thing of the kind that belongs to the element. */
  #attachedTo(element: string, table: 'jobs' | 'userTasks' | 'timers' | 'incidents'): Ordinal {
    const instances = this.instancesOf(element);
    const found = this.state[table].entries().find(([, { instance }]) => instances.includes(instance));
    if (found !== undefined) return found[0];
    throw new Error(`Expected '${element}' to have one of the ${table}, but active are ${JSON.stringify(this.active)}`);
  }

  job = (element: string): Ordinal => this.#attachedTo(element, 'jobs');
  userTask = (element: string): Ordinal => this.#attachedTo(element, 'userTasks');
  timer = (element: string): Ordinal => this.#attachedTo(element, 'timers');
  incident = (element: string): Ordinal => this.#attachedTo(element, 'incidents');

  /** Completes the oldest job or user task of the element. */
  complete(element: string, variables: JsonObject = {}): this {
    const instances = this.instancesOf(element);
    const hasJob = this.state.jobs.entries().some(([, { instance }]) => instances.includes(instance));
    if (hasJob) this.accept({ type: 'CompleteJob', job: this.job(element), variables });
    else this.accept({ type: 'CompleteUserTask', task: this.userTask(element), variables });
    return this;
  }

  throwError(element: string, errorCode: string, variables: JsonObject = {}): this {
    this.accept({ type: 'ThrowJobError', job: this.job(element), errorCode, errorMessage: '', variables });
    return this;
  }

  /** Moves the clock; timers fire one by one, each at its own time, earliest first. */
  advance(ms: number): this {
    const until = this.now + ms;
    for (;;) {
      const due = this.state.timers
        .entries()
        .map(([ordinal, timer]) => ({ ordinal, due: timer.due }))
        .filter((timer) => timer.due <= until)
        .toSorted((a, b) => a.due - b.due || a.ordinal - b.ordinal)
        .at(0);
      if (due === undefined) break;
      this.now = Math.max(this.now, due.due);
      this.accept({ type: 'FireTimer', timer: due.ordinal });
    }
    this.now = until;
    return this;
  }

  /** Correlates to the oldest open subscription of the name and key. */
  message(messageName: string, correlationKey: string, variables: JsonObject = {}): this {
    const found = this.state.subscriptions.entries().find(
      ([, open]) => open.messageName === messageName && open.correlationKey === correlationKey,
    );
    if (found === undefined) throw new Error(`Expected a subscription to '${messageName}' with key '${correlationKey}', but there is none`);
    this.accept({ type: 'CorrelateMessage', subscription: found[0], message: '7', variables });
    return this;
  }

  get timers(): readonly Timer[] {
    return this.state.timers.entries().map(([, timer]) => timer);
  }

  /** Counts of the tokens that wait in a scope, by flow. */
  tokens(scope: Ordinal = 0): { readonly [flow: string]: number } {
    return Object.fromEntries([...this.state.tokens.flows(scope)].map((flow) => [flow, this.state.tokens.count(scope, flow)]));
  }

  /** Variables of a scope as plain values. */
  variables(scope: Ordinal = 0): JsonObject {
    return Object.fromEntries(this.state.variables.in(scope).map(([name, { value }]) => [name, value]));
  }
}
