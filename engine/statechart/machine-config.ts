/**
 * XState's machine from a statechart. Guards and assignments are FEEL, run by us; an action of a state or transition
 * that is only there to be told of is a mark: from the marks, in the order in which XState would do them, we know
 * what happened.
 *
 * What has to be known about XState 5.33: what a guard throws comes back wrapped as text, from the initial state as
 * `status: 'error'`, so the failure itself is noted beside it. A dot in an id is one of a path of names, unless escaped.
 */
import { assign, raise, type AnyMachineSnapshot } from 'xstate';
import type { Json, JsonObject } from '../json/json.ts';
import type { Failure } from '../work/failure.ts';
import { EvaluationFailed, assignedBy, guardHolds, type Reading } from './evaluation.ts';
import { lastName, type Action, type StateNode, type StatePath, type Transition, type Trigger } from './model.ts';
import { shelled, type Regions } from './region.ts';
import type { Statechart } from './statechart.ts';

/** What happened in a macrostep, in order. Each microstep leaves states, takes transitions, enters states. */
export type Trace =
  | { readonly kind: 'left' | 'entered'; readonly state: StatePath }
  | { readonly kind: 'took'; readonly transition: string };

export type StepReading = Omit<Reading, 'assigned' | 'event'>;

/** The macrostep that is being made. XState is not given it: its objects may live longer than the step. */
export interface Making {
  readonly reading: StepReading;
  readonly trace: Trace[];
  /** What an expression could not do, which ends the step. */
  failure: Failure | undefined;
}

/** XState's context. */
export interface Memory {
  readonly assigned: JsonObject;
}

export type XStateEvent = { type: string; feel?: JsonObject };
interface Situation {
  readonly context: Memory;
  readonly event: XStateEvent;
}
export const ROOT = 'root';
export const xstateId = (path: StatePath): string => (path === '' ? ROOT : `${ROOT}.${path}`);
/** As XState looks for it. */
export const xstateName = (path: StatePath): string => xstateId(path).replaceAll('.', String.raw`\.`);
const SHELL = '/shell';
const shellId = (path: StatePath): string => `${xstateId(path)}${SHELL}`;
export const isShell = (id: string): boolean => id.endsWith(SHELL);
/** Of a shell that of the region in it. */
export const pathOf = (id: string): StatePath => (isShell(id) ? id.slice(ROOT.length + 1, -SHELL.length) : id.slice(ROOT.length + 1));

/** The event type that fires a trigger. Names of outside events have no slash. */
export const eventType = (trigger: Trigger, source: StatePath): string => {
  switch (trigger.kind) {
    case 'event':
      return trigger.name;
    case 'after':
      return `after/${source}/${trigger.delay}`;
    case 'workDone':
      return `done/${trigger.element}`;
    case 'workError':
      return `error/${trigger.element}`;
    case 'stateDone':
      return `xstate.done.state.${xstateId(source)}`;
    case 'always':
      return '';
  }
};

/** Raised events and `xstate.done.state…` carry no data. */
const feelEvent = (event: XStateEvent): Json => event.feel ?? { type: event.type, data: {} };

const readingOf = ({ reading }: Making, { context: { assigned }, event }: Situation): Reading => ({ ...reading, assigned, event: feelEvent(event) });

const codeMatches = (trigger: Trigger, event: XStateEvent): boolean => {
  if (trigger.kind !== 'workError' || trigger.codes.length === 0) return true;
  const code = event.feel?.['errorCode'];
  return typeof code === 'string' && trigger.codes.includes(code);
};

/** Notes the failure that ends the step. */
const noting = <T>(making: Making, evaluate: () => T): T => {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationFailed) making.failure ??= error.failure;
    throw error;
  }
};

/** An action that is nothing but its place in the order in which XState would do them. */
const marked = (trace: Trace) => ({ type: 'trace', params: trace });

/** The configuration of XState's machine from a statechart. */
export class MachineConfig {
  readonly #chart: Statechart;
  readonly #regions: Regions;
  readonly #shells: ReadonlySet<StatePath>;
  readonly #making: () => Making;

  /** @param regions those of transitions that keep the siblings of their region */
  constructor(chart: Statechart, regions: Regions, making: () => Making) {
    this.#chart = chart;
    this.#regions = regions;
    this.#shells = shelled(regions);
    this.#making = making;
  }

  node(state: StateNode): { [property: string]: unknown } {
    if (state.kind === 'history') return this.#history(state);
    const on = new Map<string, unknown[]>();
    const always: unknown[] = [];
    for (const transition of state.transitions) {
      const type = eventType(transition.trigger, state.path);
      if (transition.trigger.kind === 'always') always.push(this.#transition(transition));
      else on.set(type, [...(on.get(type) ?? []), this.#transition(transition)]);
    }
    const states = this.#chart.children(state).map((child) => [lastName(child.path), this.#inShell(child)] as const);
    const marks = state.parent !== null;
    return {
      id: xstateId(state.path),
      ...(state.kind === 'parallel' || state.kind === 'final' ? { type: state.kind } : {}),
      ...(state.initial === null ? {} : { initial: lastName(state.initial) }),
      ...(states.length === 0 ? {} : { states: Object.fromEntries(states) }),
      ...(always.length === 0 ? {} : { always }),
      on: Object.fromEntries(on),
      entry: [...(marks ? [marked({ kind: 'entered', state: state.path })] : []), ...this.#actions(state.entry, state.path)],
      exit: [...this.#actions(state.exit, state.path), ...(marks ? [marked({ kind: 'left', state: state.path })] : [])],
    };
  }

  /** A shell is parallel, so that it is done when its only region is. */
  #inShell(state: StateNode): { [property: string]: unknown } {
    const node = this.node(state);
    return this.#shells.has(state.path) ? { id: shellId(state.path), type: 'parallel', states: { [lastName(state.path)]: node } } : node;
  }

  #history({ path, history, initial }: StateNode): { [property: string]: unknown } {
    return { id: xstateId(path), type: 'history', history, ...(initial === null ? {} : { target: `#${xstateName(initial)}` }) };
  }

  #transition(transition: Transition): object {
    const { id, source, target, reenter, guard, trigger, actions } = transition;
    const region = this.#regions.get(id);
    return {
      ...(target === null ? {} : { target: `#${xstateName(target)}` }),
      ...(region === undefined ? {} : { region }),
      ...(reenter && region === undefined ? { reenter: true } : {}),
      ...(guard === null && trigger.kind !== 'workError' ? {} : { guard: this.#guard(transition) }),
      actions: [marked({ kind: 'took', transition: id }), ...this.#actions(actions, source)],
    };
  }

  /** XState's built-in guards have a `check` that is given the snapshot; `stateIn` is one of them. */
  #guard({ id, source, trigger, guard: condition }: Transition): unknown {
    const place = { element: this.#chart.elementOf(source), attribute: `the guard of '${id}'` };
    const guard = (): boolean => false;
    guard.check = ({ _nodes }: AnyMachineSnapshot, situation: Situation): boolean => {
      if (!codeMatches(trigger, situation.event)) return false;
      if (condition === null) return true;
      const isActive = (path: StatePath): boolean => _nodes.some(({ id: node }) => node === xstateId(path));
      const making = this.#making();
      return noting(making, () => guardHolds(condition, { reading: readingOf(making, situation), place, isActive }));
    };
    return guard;
  }

  #actions(actions: readonly Action[], source: StatePath): unknown[] {
    const element = this.#chart.elementOf(source);
    return actions.map((action) => {
      if (action.kind === 'raise') return raise({ type: action.event });
      return assign((situation: Situation) => {
        const making = this.#making();
        const assigned = noting(making, () => assignedBy(action.assignments, readingOf(making, situation), element));
        return { assigned: { ...situation.context.assigned, ...assigned } };
      });
    });
  }
}
