/**
 * The only file that knows XState. It runs one macrostep by the pure functions of XState v5 and
 * tells what happened in our own terms; XState's actors, clock, delays and invocations are not used.
 *
 * What has to be known about XState 5.33: its free functions `transition` and `initialTransition` make an actor
 * each time and run the initial state for nothing, which costs several steps, so the functions of the machine
 * under them are used; what a guard throws comes back wrapped as text, from the initial state as
 * `status: 'error'`, so the failure itself is noted beside it; `maxIterations` counts microsteps and is
 * infinite unless set.
 */
import {
  assign, createEmptyActor, createMachine, raise,
  type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine,
} from 'xstate';
import { limits } from '../stream/limits.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Failure } from '../work/failure.ts';
import { illegality, stateValue, type ActiveStates, type Configuration } from './configuration.ts';
import { EvaluationFailed, assignedBy, guardHolds, type Reading } from './evaluation.ts';
import { lastName, type Action, type StateNode, type StatePath, type Transition, type Trigger } from './model.ts';
import type { Statechart } from './statechart.ts';

/** What happened in a macrostep, in order. Each microstep leaves states, takes transitions, enters states. */
export type Trace =
  | { readonly kind: 'left' | 'entered'; readonly state: StatePath }
  | { readonly kind: 'took'; readonly transition: string };

/** Where the statechart has come to rest, and how. */
export interface MachineStep extends Configuration {
  readonly active: ReadonlySet<StatePath>;
  readonly done: boolean;
  readonly trace: readonly Trace[];
  readonly assigned: JsonObject;
}

/** `type` says which triggers it fires, `feel` is what expressions see as `event`. */
export interface MachineEvent {
  readonly type: string;
  readonly feel: JsonObject;
}

export type StepReading = Omit<Reading, 'assigned' | 'event'>;

export interface Machine {
  start(reading: StepReading): MachineStep | Failure;
  send(from: Configuration, event: MachineEvent, reading: StepReading): MachineStep | Failure;
}

/** The macrostep that is being made. XState is not given it: its objects may live longer than the step. */
interface Making {
  readonly reading: StepReading;
  readonly trace: Trace[];
  /** What an expression could not do, which ends the step. */
  failure: Failure | undefined;
}

/** XState's context. */
interface Memory {
  readonly assigned: JsonObject;
}

type XStateEvent = { type: string; feel?: JsonObject };
interface Situation {
  readonly context: Memory;
  readonly event: XStateEvent;
}
const ROOT = 'root';
const xstateId = (path: StatePath): string => (path === '' ? ROOT : `${ROOT}.${path}`);
const pathOf = (id: string): StatePath => id.slice(ROOT.length + 1);

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
class Config {
  readonly #chart: Statechart;
  readonly #making: () => Making;

  constructor(chart: Statechart, making: () => Making) {
    this.#chart = chart;
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
    const states = this.#chart.children(state).map((child) => [lastName(child.path), this.node(child)] as const);
    const marks = state.parent !== null;
    return {
      ...(state.kind === 'parallel' || state.kind === 'final' ? { type: state.kind } : {}),
      ...(state.initial === null ? {} : { initial: lastName(state.initial) }),
      ...(states.length === 0 ? {} : { states: Object.fromEntries(states) }),
      ...(always.length === 0 ? {} : { always }),
      on: Object.fromEntries(on),
      entry: [...(marks ? [marked({ kind: 'entered', state: state.path })] : []), ...this.#actions(state.entry, state.path)],
      exit: [...this.#actions(state.exit, state.path), ...(marks ? [marked({ kind: 'left', state: state.path })] : [])],
    };
  }

  #history({ history, initial }: StateNode): { [property: string]: unknown } {
    return { type: 'history', history, ...(initial === null ? {} : { target: `#${xstateId(initial)}` }) };
  }

  #transition(transition: Transition): object {
    const { id, source, target, reenter, guard, trigger, actions } = transition;
    return {
      ...(target === null ? {} : { target: `#${xstateId(target)}` }),
      ...(reenter ? { reenter: true } : {}),
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

/** XState gives actions an actor and its system: those of one that does nothing and is never started. */
const nobody = createEmptyActor();
const nothing = (): void => undefined;

const isEndless = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Infinite loop');

/** Configurations whose snapshots are kept. */
const MOST_KNOWN = 500;

const blank: Memory = { assigned: {} };

class XStateMachine implements Machine {
  readonly #chart: Statechart;
  readonly #machine: AnyStateMachine;
  readonly #known = new Map<string, AnyMachineSnapshot>();
  #made: Making | undefined;
  /** What XState's functions are called with; the actions that they would do, which all are marks, make the trace. */
  readonly #scope: AnyActorScope = {
    self: nobody, system: nobody.system, id: '', sessionId: '',
    logger: nothing, defer: nothing, stopChild: nothing, emit: nothing,
    actionExecutor: ({ type, params }) => {
      if (type === 'trace') this.#making.trace.push(params as Trace);
    },
  };

  constructor(chart: Statechart) {
    this.#chart = chart;
    this.#machine = createMachine({
      id: ROOT,
      ...new Config(chart, () => this.#making).node(chart.root),
      context: blank,
      options: { maxIterations: limits.statechartIterations },
    });
  }

  start(reading: StepReading): MachineStep | Failure {
    return this.#make(reading, () => {
      const snapshot = this.#machine.getInitialSnapshot(this.#scope);
      if (snapshot.status === 'error') throw snapshot.error;
      return snapshot;
    });
  }

  send(from: Configuration, { type, feel }: MachineEvent, reading: StepReading): MachineStep | Failure {
    const event: XStateEvent = { type, feel };
    return this.#make(reading, () => this.#machine.transition(this.#restore(from), event, this.#scope));
  }

  get #making(): Making {
    if (this.#made === undefined) throw new Error('Expected the machine to be making a step, but it is not');
    return this.#made;
  }

  /** The same for equal configurations, however they were come by. */
  #restore({ active, history }: Configuration): AnyMachineSnapshot {
    if (Object.keys(history).length === 0) return this.#resting(active);
    const historyValue: { [id: string]: AnyStateMachine['root'][] } = {};
    for (const [path, states] of Object.entries(history))
      historyValue[xstateId(path)] = states.map((state) => this.#machine.getStateNodeById(xstateId(state)));
    return { ...this.#resting(active), historyValue } as AnyMachineSnapshot;
  }

  /** Working out XState's snapshot costs a third of a step, and cases stand in few configurations. */
  #resting(active: ActiveStates): AnyMachineSnapshot {
    const value = stateValue(this.#chart, this.#chart.root, active);
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const snapshot = this.#machine.resolveState({ value, context: blank });
    this.#known.set(key, snapshot);
    return snapshot;
  }

  #make(reading: StepReading, step: () => AnyMachineSnapshot): MachineStep | Failure {
    const making: Making = { reading, trace: [], failure: undefined };
    this.#made = making;
    try {
      return this.#told(step(), making.trace);
    } catch (error) {
      reading.ctx.checkAnswered();
      if (making.failure !== undefined) return making.failure;
      if (!isEndless(error)) throw error;
      const most = limits.statechartIterations;
      return { errorType: 'unknown', message: `Expected the statechart to come to rest, but it made more than ${most} microsteps` };
    } finally {
      this.#made = undefined;
    }
  }

  #told(snapshot: AnyMachineSnapshot, trace: readonly Trace[]): MachineStep | Failure {
    const active = new Set<StatePath>();
    for (const { id, parent } of snapshot._nodes) if (parent !== undefined) active.add(pathOf(id));
    const illegal = illegality(this.#chart, active);
    if (illegal !== null) return { errorType: 'unknown', message: `Expected to reach a legal configuration, but ${illegal}` };
    const history: { [path: StatePath]: readonly StatePath[] } = {};
    for (const [id, nodes] of Object.entries(snapshot.historyValue))
      history[pathOf(id)] = this.#chart.inDocumentOrder(nodes.map((node) => pathOf(node.id)));
    const { assigned } = snapshot.context as Memory;
    return { active, history, done: snapshot.status === 'done', trace, assigned };
  }
}

export const buildMachine = (chart: Statechart): Machine => new XStateMachine(chart);
