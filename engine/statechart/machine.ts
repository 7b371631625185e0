/**
 * The only file that knows XState. It runs one macrostep by the pure functions of XState v5 and
 * tells what happened in our own terms; XState's actors, clock, delays and invocations are not used.
 *
 * What has to be known about XState 5.33: its free functions `transition` and `initialTransition` make an actor
 * each time and run the initial state for nothing, which costs several steps, so the functions of the machine
 * under them are used; what a guard throws comes back wrapped as text, from the initial state as
 * `status: 'error'`, so the failure itself is noted in the memory; `maxIterations` counts microsteps and is
 * infinite unless set.
 */
import {
  assign, createEmptyActor, createMachine, raise,
  type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine,
} from 'xstate';
import { limits } from '../stream/limits.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Failure } from '../work/failure.ts';
import { illegality, stateValue, type Configuration } from './configuration.ts';
import { EvaluationFailed, assignedBy, guardHolds, type Reading } from './evaluation.ts';
import { lastName, type Action, type StateNode, type StatePath, type Transition, type Trigger } from './model.ts';
import type { Statechart } from './statechart.ts';

/** What happened in a macrostep, in order. Each microstep leaves states, takes transitions, enters states. */
export type Trace =
  | { readonly kind: 'left' | 'entered'; readonly state: StatePath }
  | { readonly kind: 'took'; readonly transition: string };

export interface MachineStep {
  readonly configuration: Configuration;
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

/** XState's context: it lives for one macrostep. */
interface Memory {
  readonly reading: StepReading;
  readonly assigned: JsonObject;
  readonly failures: Failure[];
}

type XStateEvent = { type: string; feel?: JsonObject };
interface Situation {
  readonly context: Memory;
  readonly event: XStateEvent;
}
/** What XState says is to be done: here the marks of the trace. */
interface Mark {
  readonly type: string;
  readonly params?: unknown;
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

const readingOf = ({ context: { reading, assigned }, event }: Situation): Reading => ({ ...reading, assigned, event: feelEvent(event) });

const codeMatches = (trigger: Trigger, event: XStateEvent): boolean => {
  if (trigger.kind !== 'workError' || trigger.codes.length === 0) return true;
  const code = event.feel?.['errorCode'];
  return typeof code === 'string' && trigger.codes.includes(code);
};

/** Notes the failure that ends the step. */
const noting = <T>({ failures }: Memory, evaluate: () => T): T => {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationFailed) failures.push(error.failure);
    throw error;
  }
};

const marked = (type: 'entered' | 'left' | 'took', at: string) => ({ type, params: { at } });

const traceOf = (marks: readonly Mark[]): Trace[] =>
  marks.flatMap(({ type, params }): Trace[] => {
    const at = (params as { at?: string } | undefined)?.at ?? '';
    if (type === 'took') return [{ kind: 'took', transition: at }];
    return type === 'left' || type === 'entered' ? [{ kind: type, state: at }] : [];
  });

/** The configuration of XState's machine from a statechart. */
class Config {
  readonly #chart: Statechart;

  constructor(chart: Statechart) {
    this.#chart = chart;
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
      entry: [...(marks ? [marked('entered', state.path)] : []), ...this.#actions(state.entry, state.path)],
      exit: [...this.#actions(state.exit, state.path), ...(marks ? [marked('left', state.path)] : [])],
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
      actions: [marked('took', id), ...this.#actions(actions, source)],
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
      return noting(situation.context, () => guardHolds(condition, { reading: readingOf(situation), place, isActive }));
    };
    return guard;
  }

  #actions(actions: readonly Action[], source: StatePath): unknown[] {
    const element = this.#chart.elementOf(source);
    return actions.map((action) => {
      if (action.kind === 'raise') return raise({ type: action.event });
      return assign((situation: Situation) => {
        const { context } = situation;
        const assigned = noting(context, () => assignedBy(action.assignments, readingOf(situation), element));
        return { assigned: { ...context.assigned, ...assigned } };
      });
    });
  }
}

/** XState gives actions an actor and its system: those of one that does nothing and is never started. */
const nobody = createEmptyActor();
const nothing = (): void => undefined;

/** What a machine's functions are called with; `done` takes the actions that they would have done. */
const scopeOf = (done: Mark[]): AnyActorScope => ({
  self: nobody, system: nobody.system, id: '', sessionId: '',
  logger: nothing, defer: nothing, stopChild: nothing, emit: nothing,
  actionExecutor: (action) => void done.push(action),
});

const isEndless = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Infinite loop');

class XStateMachine implements Machine {
  readonly #chart: Statechart;
  readonly #machine: AnyStateMachine;

  constructor(chart: Statechart) {
    this.#chart = chart;
    this.#machine = createMachine({
      id: ROOT,
      ...new Config(chart).node(chart.root),
      context: ({ input }: { input: Memory }): Memory => input,
      options: { maxIterations: limits.statechartIterations },
    });
  }

  start(reading: StepReading): MachineStep | Failure {
    return this.#run(reading, (memory, scope) => {
      const snapshot = this.#machine.getInitialSnapshot(scope, memory);
      if (snapshot.status === 'error') throw snapshot.error;
      return snapshot;
    });
  }

  send(from: Configuration, { type, feel }: MachineEvent, reading: StepReading): MachineStep | Failure {
    const event: XStateEvent = { type, feel };
    return this.#run(reading, (memory, scope) => this.#machine.transition(this.#restore(from, memory), event, scope));
  }

  #restore({ active, history }: Configuration, context: Memory): AnyMachineSnapshot {
    const historyValue: { [id: string]: AnyStateMachine['root'][] } = {};
    for (const [path, states] of Object.entries(history))
      historyValue[xstateId(path)] = states.map((state) => this.#machine.getStateNodeById(xstateId(state)));
    return this.#machine.resolveState({ value: stateValue(this.#chart, this.#chart.root, active), historyValue, context });
  }

  #run(reading: StepReading, step: (memory: Memory, scope: AnyActorScope) => AnyMachineSnapshot): MachineStep | Failure {
    const memory: Memory = { reading, assigned: {}, failures: [] };
    const marks: Mark[] = [];
    try {
      return this.#told(step(memory, scopeOf(marks)), traceOf(marks));
    } catch (error) {
      reading.ctx.checkAnswered();
      const [failure] = memory.failures;
      if (failure !== undefined) return failure;
      if (!isEndless(error)) throw error;
      const most = limits.statechartIterations;
      return { errorType: 'unknown', message: `Expected the statechart to come to rest, but it made more than ${most} microsteps` };
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
    return { configuration: { active, history }, done: snapshot.status === 'done', trace, assigned };
  }
}

export const buildMachine = (chart: Statechart): Machine => new XStateMachine(chart);
