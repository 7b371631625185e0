/** Turns what the machine did into the kernel's events, in the order in which it happened. */
import { cancelAttached } from '../case/attached.ts';
import type { Context } from '../case/draft.ts';
import type { ElementKind } from '../case/event.ts';
import { setAllLocal } from '../case/variable.ts';
import type { Ordinal } from '../stream/key.ts';
import { beginDelay, beginWork } from './begin-work.ts';
import type { MachineStep } from './machine.ts';
import { within, type InvokedWork, type StateNode, type StatePath, type Transition } from './model.ts';
import { record, snapshotOf, stop, type Waiting } from './snapshot.ts';
import type { Statechart } from './statechart.ts';

const workKinds: { readonly [K in InvokedWork['type']]: ElementKind } = {
  userTask: 'userTask',
  job: 'serviceTask',
  message: 'receiveTask',
  decision: 'businessRuleTask',
};

/** A state that is its own work is reported as that work. */
const elementKind = ({ kind, path, invocations }: StateNode): ElementKind => {
  if (kind === 'final') return 'finalState';
  if (kind !== 'atomic') return 'compoundState';
  const [own] = invocations;
  return own?.element === path ? workKinds[own.work.type] : 'state';
};

const completesFrom = ({ source, trigger }: Transition, path: StatePath): boolean =>
  within(source, path) && trigger.kind !== 'workError';

export class Settlement {
  readonly #ctx: Context<Statechart>;
  readonly #active: Map<StatePath, Ordinal>;
  readonly #decideLater: (instance: Ordinal) => void;
  /** Entered in this macrostep and not left again: only these begin their work. */
  readonly #entered = new Set<StatePath>();
  readonly #taken: Transition[] = [];
  readonly #waiting: Waiting[] = [];
  /** The microstep that is being read: what it left, and by which transitions. */
  #left: StatePath[] = [];
  #microstep: Transition[] = [];

  /**
   * @param active element instances of the active states, before and after
   * @param decideLater is told of element instances whose decision is to be evaluated now that all has begun
   */
  constructor(ctx: Context<Statechart>, active: Map<StatePath, Ordinal>, decideLater: (instance: Ordinal) => void) {
    this.#ctx = ctx;
    this.#active = active;
    this.#decideLater = decideLater;
  }

  /** Emits everything but the end of the case. `event` is what caused the step. */
  settle(step: MachineStep, event: string): void {
    const { draft, model: chart } = this.#ctx;
    setAllLocal(draft, 0, step.assigned);
    for (const trace of step.trace) {
      if (trace.kind === 'took') this.#noteTaken(chart.transition(trace.transition));
      else if (trace.kind === 'left') this.#noteLeft(trace.state);
      else this.#enter(chart.state(trace.state));
    }
    this.#leaveAll();
    for (const state of this.#entered) this.#begin(chart.state(state));
    if (step.trace.length === 0) return;
    const last = { event, transitions: this.#taken.map(({ id }) => id) };
    const waiting = [...snapshotOf(draft.state).waiting, ...this.#waiting];
    record(draft, { v: 2, history: step.history, waiting, last });
  }

  /** A microstep leaves states, takes transitions, enters states; leaving begins the next one. */
  #noteLeft(state: StatePath): void {
    if (this.#microstep.length > 0) this.#leaveAll();
    this.#left.push(state);
  }

  #noteTaken(transition: Transition): void {
    this.#taken.push(transition);
    this.#microstep.push(transition);
  }

  /**
   * A state is completed when its own transition, or one from inside it, leads out of it, or when it
   * has reached its end; it is terminated when an error or an outer transition takes it away.
   */
  #leaveAll(): void {
    const { model: chart } = this.#ctx;
    const ended = new Set<StatePath>();
    const completes = this.#microstep.length === 0;
    for (const path of this.#left) {
      const ordinal = this.#active.get(path);
      if (ordinal === undefined) continue;
      const hasEnded = this.#hasEnded(chart.state(path), ended);
      if (hasEnded) ended.add(path);
      const completed = completes || hasEnded || this.#microstep.some((transition) => completesFrom(transition, path));
      this.#leave(ordinal, completed);
      this.#active.delete(path);
      this.#entered.delete(path);
    }
    this.#left = [];
    this.#microstep = [];
  }

  #hasEnded(state: StateNode, ended: ReadonlySet<StatePath>): boolean {
    if (state.kind === 'final') return true;
    const children = this.#ctx.model.children(state);
    if (state.kind === 'compound') return children.some(({ kind, path }) => kind === 'final' && ended.has(path));
    return state.kind === 'parallel' && children.every(({ kind, path }) => kind === 'history' || ended.has(path));
  }

  #leave(ordinal: Ordinal, completed: boolean): void {
    const { draft } = this.#ctx;
    for (const [work] of draft.state.elements.in(ordinal)) {
      cancelAttached(draft, work);
      draft.emit({ type: 'ElementTerminated', ordinal: work });
    }
    cancelAttached(draft, ordinal);
    draft.emit({ type: completed ? 'ElementCompleted' : 'ElementTerminated', ordinal });
  }

  #enter(state: StateNode): void {
    this.#leaveAll();
    const scope = this.#active.get(state.parent ?? '') ?? 0;
    this.#active.set(state.path, this.#activate(state.path, elementKind(state), scope));
    this.#entered.add(state.path);
  }

  #begin({ path, delays, invocations }: StateNode): void {
    const { draft } = this.#ctx;
    const ordinal = this.#active.get(path);
    if (ordinal === undefined) return;
    for (const delay of delays) {
      const failure = beginDelay(this.#ctx, delay, ordinal);
      if (failure !== undefined) this.#waiting.push(stop(draft, ordinal, failure, { what: 'delay', name: delay.name }));
    }
    for (const invocation of invocations) {
      const { element, work } = invocation;
      const instance = element === path ? ordinal : this.#activate(element, workKinds[work.type], ordinal);
      const failure = beginWork(this.#ctx, invocation, { instance, decideLater: this.#decideLater });
      if (failure !== undefined) this.#waiting.push(stop(draft, instance, failure, { what: 'invocation' }));
    }
  }

  #activate(element: string, kind: ElementKind, scope: Ordinal): Ordinal {
    const { draft } = this.#ctx;
    const ordinal = draft.peekOrdinal();
    draft.emit({ type: 'ElementActivated', ordinal, element, kind, scope });
    return ordinal;
  }
}
