/** Turns what the machine did into the kernel's events, in the order in which it happened. */
import type { DecideContext } from '../case/dialect.ts';
import type { ElementKind } from '../case/event.ts';
import type { Ordinal } from '../stream/key.ts';
import { setAllLocal } from '../case/variable.ts';
import { cancelAttached } from '../case/attached.ts';
import type { MachineStep } from './machine.ts';
import { within, type Invocation, type StateNode, type StatechartModel, type StatePath, type Transition } from './model.ts';
import { record, snapshotOf, stop, type StatechartSnapshot, type Waiting } from './snapshot.ts';
import { startDelay, startInvocation } from './start-work.ts';

type Context = DecideContext<StatechartModel>;

const workElementKind: { readonly [K in Invocation['work']['kind']]: ElementKind } = {
  userTask: 'USER_TASK',
  job: 'SERVICE_TASK',
  message: 'RECEIVE_TASK',
};

/** A state that is its own work is reported as that work. */
const elementKind = ({ kind, path, invocations }: StateNode): ElementKind => {
  if (kind === 'final') return 'END_EVENT';
  if (kind !== 'atomic') return 'SUB_PROCESS';
  const [own] = invocations;
  return own?.element === path ? workElementKind[own.work.kind] : 'TASK';
};

const completesFrom = ({ source, trigger }: Transition, path: StatePath): boolean =>
  within(source, path) && trigger.kind !== 'workError';

export class Settlement {
  readonly #ctx: Context;
  readonly #active: Map<StatePath, Ordinal>;
  /** Entered in this macrostep and not left again: only these begin their work. */
  readonly #entered = new Set<StatePath>();
  readonly #taken: Transition[] = [];
  readonly #waiting: Waiting[] = [];
  /** The microstep that is being read: what it left, and by which transitions. */
  #left: StatePath[] = [];
  #microstep: Transition[] = [];

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#active = new Map(Object.entries(snapshotOf(ctx.draft.state).active));
  }

  /** Emits everything but the end of the case. `event` is what caused the step. */
  settle(step: MachineStep & { ok: true }, event: string): void {
    const { draft, model } = this.#ctx;
    setAllLocal(draft, 0, step.assigned);
    for (const trace of step.trace) {
      if (trace.kind === 'took') this.#noteTaken(model.transitions.get(trace.transition));
      else if (trace.kind === 'left') this.#noteLeft(trace.state);
      else this.#enter(trace.state);
    }
    this.#leaveAll();
    for (const state of this.#entered) this.#begin(state);
    if (step.trace.length === 0) return;
    const active = Object.fromEntries([...step.configuration.active].flatMap((path) => {
      const ordinal = this.#active.get(path);
      return ordinal === undefined ? [] : [[path, ordinal]];
    }));
    const last = { event, transitions: this.#taken.map(({ id }) => id) };
    const waiting = [...snapshotOf(draft.state).waiting, ...this.#waiting];
    const snapshot: StatechartSnapshot = { v: 1, active, history: step.configuration.history, waiting, last };
    record(draft, snapshot);
  }

  /** A microstep leaves states, takes transitions, enters states; leaving begins the next one. */
  #noteLeft(state: StatePath): void {
    if (this.#microstep.length > 0) this.#leaveAll();
    this.#left.push(state);
  }

  #noteTaken(transition: Transition | undefined): void {
    if (transition === undefined) return;
    this.#taken.push(transition);
    this.#microstep.push(transition);
  }

  /**
   * A state is completed when its own transition, or one from inside it, leads out of it, or when it
   * has reached its end; it is terminated when an error or an outer transition takes it away.
   */
  #leaveAll(): void {
    const ended = new Set<StatePath>();
    const completes = this.#microstep.length === 0;
    for (const path of this.#left) {
      const state = this.#ctx.model.states.get(path);
      const ordinal = this.#active.get(path);
      if (state === undefined || ordinal === undefined) continue;
      const hasEnded =
        state.kind === 'final' ||
        (state.kind === 'compound' && state.children.some((child) => child.kind === 'final' && ended.has(child.path))) ||
        (state.kind === 'parallel' && state.children.every((child) => child.kind === 'history' || ended.has(child.path)));
      if (hasEnded) ended.add(path);
      const completed = completes || hasEnded || this.#microstep.some((transition) => completesFrom(transition, path));
      this.#leave(ordinal, completed);
      this.#active.delete(path);
      this.#entered.delete(path);
    }
    this.#left = [];
    this.#microstep = [];
  }

  #leave(ordinal: Ordinal, completed: boolean): void {
    const { draft } = this.#ctx;
    for (const [child, { scope }] of Object.entries(draft.state.elements)) {
      if (scope !== ordinal) continue;
      cancelAttached(draft, Number(child));
      draft.emit({ type: 'ElementTerminated', ordinal: Number(child) });
    }
    cancelAttached(draft, ordinal);
    draft.emit({ type: completed ? 'ElementCompleted' : 'ElementTerminated', ordinal });
  }

  #enter(path: StatePath): void {
    this.#leaveAll();
    const state = this.#ctx.model.states.get(path);
    if (state === undefined) return;
    const { draft } = this.#ctx;
    const ordinal = draft.nextOrdinal();
    const scope = this.#active.get(state.parent?.path ?? '') ?? 0;
    draft.emit({ type: 'ElementActivated', ordinal, element: path, kind: elementKind(state), scope });
    this.#active.set(path, ordinal);
    this.#entered.add(path);
  }

  #begin(path: StatePath): void {
    const state = this.#ctx.model.states.get(path);
    const ordinal = this.#active.get(path);
    if (state === undefined || ordinal === undefined) return;
    const { draft } = this.#ctx;
    for (const delay of state.delays) {
      const failure = startDelay(this.#ctx, delay, ordinal);
      if (failure !== null) this.#waiting.push(stop(draft, ordinal, failure, { what: 'delay', name: delay.name }));
    }
    for (const invocation of state.invocations) {
      const instance = invocation.element === path ? ordinal : this.#activate(invocation, ordinal);
      const failure = startInvocation(this.#ctx, invocation, instance);
      if (failure !== null) this.#waiting.push(stop(draft, instance, failure, { what: 'invocation' }));
    }
  }

  #activate({ element, work }: Invocation, scope: Ordinal): Ordinal {
    const { draft } = this.#ctx;
    const ordinal = draft.nextOrdinal();
    draft.emit({ type: 'ElementActivated', ordinal, element, kind: workElementKind[work.kind], scope });
    return ordinal;
  }
}
