/**
 * Drives one case through `decide`, for tests of both dialects. After every step it checks what the
 * journal promises: folding all events from the beginning gives the live state; deciding the same
 * command again on a state that was stored and loaded gives the same events; the state is coherent.
 */
import { deepStrictEqual } from 'node:assert/strict';
import {
  decide,
  Draft,
  evolve,
  initialState,
  type CaseState,
  type Command,
  type Decision,
  type DefinitionRef,
  type Event,
  type EventOf,
  type EventType,
  type Executable,
  type Facts,
  type JsonObject,
  type Ordinal,
  type Rejection,
} from '../../engine/case/index.ts';
import { assertCoherent } from './coherent-state.ts';
import { stored } from './stored-state.ts';

/** 2030-01-01T00:00:00Z */
export const epoch = 1_893_456_000_000;

export interface Step {
  readonly command: Command;
  readonly now: number;
  readonly events: readonly Event[];
}

export interface DriverOptions {
  readonly answers?: Facts['answers'];
  readonly library?: Facts['library'];
  /** Decides `Continue` commands as soon as they are requested; default true. */
  readonly continues?: boolean;
}

const emptyLibrary: Facts['library'] = { decision: () => undefined };

export const definitionRef = (dialect: DefinitionRef['dialect']): DefinitionRef => ({
  key: '1',
  id: 'test',
  version: 1,
  hash: '0'.repeat(64),
  dialect,
});

export class CaseDriver {
  readonly executable: Executable;
  readonly state: CaseState = initialState();
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

  /** Decides without keeping anything: neither acceptance nor rejection may touch the stored state. */
  #decideAgain(before: string, command: Command): Decision {
    return decide(this.executable, new Draft(stored(before)), command, this.#facts());
  }

  #facts(): Facts {
    return { now: this.now, answers: this.#options.answers ?? {}, library: this.#options.library ?? emptyLibrary };
  }

  /** A step that may be rejected. What is rejected or needs facts changes nothing. */
  send(command: Command): Decision {
    const before = JSON.stringify(this.state);
    const decision = this.#decideAgain(before, command);
    if (decision.kind !== 'accepted') return decision;
    const live = decide(this.executable, new Draft(this.state), command, this.#facts());
    this.state.now = this.now;
    this.state.seq += 1;
    if (live.kind !== 'accepted') throw new Error(`Expected to decide ${command.type} alike twice, but got ${JSON.stringify(live)}`);
    this.steps.push({ command, now: this.now, events: live.events });
    deepStrictEqual(decision.events, live.events, 'deciding again on the stored state gives the same events');
    deepStrictEqual(JSON.parse(JSON.stringify(live.events)), live.events, 'events are plain JSON');
    deepStrictEqual(this.fold(), this.state, 'folding all events gives the live state');
    assertCoherent(this.state);
    if (this.#options.continues !== false && live.events.at(-1)?.type === 'ContinuationRequested') this.send({ type: 'Continue' });
    return live;
  }

  /** The state as the journal tells it. */
  fold(): CaseState {
    const state = initialState();
    for (const { events, now } of this.steps) {
      for (const event of events) evolve(state, event);
      state.now = now;
      state.seq += 1;
    }
    return state;
  }

  accept(command: Command): readonly Event[] {
    const decision = this.send(command);
    if (decision.kind === 'accepted') return decision.events;
    throw new Error(`Expected ${command.type} to be accepted, but it was ${JSON.stringify(decision)}`);
  }

  reject(command: Command): Rejection {
    const decision = this.send(command);
    if (decision.kind === 'rejected') return decision;
    throw new Error(`Expected ${command.type} to be rejected, but it was ${decision.kind}`);
  }

  /** Ordinals of the live instances of an element, oldest first. */
  instancesOf(element: string): readonly Ordinal[] {
    return Object.keys(this.state.elements)
      .map(Number)
      .filter((ordinal) => this.state.elements[ordinal]?.element === element);
  }

  /** Ids of the elements that are active, sorted. */
  get active(): readonly string[] {
    return Object.values(this.state.elements)
      .map(({ element }) => element)
      .toSorted();
  }

  /** The oldest thing of the kind that belongs to the element. */
  #attachedTo(element: string, things: { readonly [ordinal: Ordinal]: { readonly instance: Ordinal } }): Ordinal {
    const instances = this.instancesOf(element);
    const found = Object.keys(things).map(Number).find((ordinal) => instances.includes(things[ordinal]?.instance ?? -1));
    if (found !== undefined) return found;
    throw new Error(`Expected '${element}' to have one, but active are ${JSON.stringify(this.active)} with ${JSON.stringify(things)}`);
  }

  job = (element: string): Ordinal => this.#attachedTo(element, this.state.jobs);
  userTask = (element: string): Ordinal => this.#attachedTo(element, this.state.userTasks);
  timer = (element: string): Ordinal => this.#attachedTo(element, this.state.timers);
  incident = (element: string): Ordinal => this.#attachedTo(element, this.state.incidents);

  /** Completes the oldest job or user task of the element. */
  complete(element: string, variables: JsonObject = {}): this {
    const instances = this.instancesOf(element);
    const hasJob = Object.values(this.state.jobs).some(({ instance }) => instances.includes(instance));
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
      const due = Object.entries(this.state.timers)
        .map(([ordinal, timer]) => ({ ordinal: Number(ordinal), due: timer.due }))
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
    const found = Object.entries(this.state.subscriptions).find(
      ([, open]) => open.messageName === messageName && open.correlationKey === correlationKey,
    );
    if (found === undefined) throw new Error(`Expected a subscription to '${messageName}' with key '${correlationKey}', but there is none`);
    this.accept({ type: 'CorrelateMessage', subscription: Number(found[0]), message: '7', variables });
    return this;
  }

  /** Variables of a scope as plain values. */
  variables(scope: Ordinal = 0): JsonObject {
    const own = this.state.variables[scope] ?? {};
    return Object.fromEntries(Object.entries(own).map(([name, { value }]) => [name, value]));
  }
}
