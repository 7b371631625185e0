/**
 * The only file that knows XState. It runs one macrostep by the pure functions of XState v5 and
 * tells what happened in our own terms; XState's actors, clock, delays and invocations are not used.
 *
 * What has to be known about XState 5.33: `transition` runs the initial state's guards and
 * assignments once more for nothing (`reading` is null then, and they do nothing); what a guard
 * throws comes back wrapped as text, by `initialTransition` as `status: 'error'`, so the failure
 * itself is noted in the memory; `maxIterations` counts microsteps and is infinite unless set.
 */
import {
  assign, createActor, createMachine, initialTransition, raise, transition as nextTransition,
  type AnyStateMachine, type SnapshotFrom,
} from 'xstate';
import { limits } from '../stream/limits.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { illegality, stateValue, type Configuration } from './configuration.ts';
import { EvaluationFailed, assignedBy, guardHolds, type Failure, type Reading } from './evaluation.ts';
import type { Action, StateNode, StatePath, Transition, Trigger } from './model.ts';

/** `type` says which triggers it fires, `feel` is what expressions see as `event`. */
export interface Occurrence {
  readonly type: string;
  readonly feel: JsonObject;
}

/** What happened in a macrostep, in order. Each microstep leaves states, takes transitions, enters states. */
export type Trace =
  | { readonly kind: 'left' | 'entered'; readonly state: StatePath }
  | { readonly kind: 'took'; readonly transition: string };

export type MachineStep =
  | {
      readonly ok: true;
      readonly configuration: Configuration;
      readonly done: boolean;
      readonly trace: readonly Trace[];
      readonly assigned: JsonObject;
    }
  | { readonly ok: false; readonly failure: Failure };

export type StepReading = Omit<Reading, 'assigned' | 'event'>;

export interface Machine {
  start(reading: StepReading): MachineStep;
  send(from: Configuration, occurrence: Occurrence, reading: StepReading): MachineStep;
}

/** XState's context: it lives for one macrostep. */
interface Memory {
  readonly reading: StepReading | null;
  readonly assigned: JsonObject;
  readonly failures: Failure[];
}

type XStateEvent = { type: string; feel?: JsonObject };
type Snapshot = SnapshotFrom<AnyStateMachine>;

const ROOT = 'root';
const xstateId = (path: StatePath): string => (path === '' ? ROOT : `${ROOT}.${path}`);
const pathOf = (id: string): StatePath => id.slice(ROOT.length + 1);

/** The event type that fires a trigger. Names of outside events have no slash. */
export const occurrenceType = (trigger: Trigger, source: StatePath): string => {
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

const readingOf = (memory: Memory, event: XStateEvent): Reading | null =>
  memory.reading === null ? null : { ...memory.reading, assigned: memory.assigned, event: feelEvent(event) };

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

/** XState's built-in guards have a `check` that is given the snapshot; `stateIn` is one of them. */
const guardOf = (transition: Transition) => {
  const guard = (): boolean => false;
  guard.check = (snapshot: Snapshot, { context, event }: { context: Memory; event: XStateEvent }): boolean => {
    const reading = readingOf(context, event);
    if (reading === null || !codeMatches(transition.trigger, event)) return false;
    const isActive = (path: StatePath): boolean => snapshot._nodes.some(({ id }) => id === xstateId(path));
    const { guard: condition } = transition;
    return condition === null || noting(context, () => guardHolds(condition, reading, isActive));
  };
  return guard;
};

const actionOf = (action: Action) => {
  if (action.kind === 'raise') return raise({ type: action.event });
  return assign(({ context, event }: { context: Memory; event: XStateEvent }) => {
    const reading = readingOf(context, event);
    if (reading === null) return {};
    const assigned = noting(context, () => assignedBy(action, reading));
    return { assigned: { ...context.assigned, ...assigned } };
  });
};

const transitionConfig = (transition: Transition) => ({
  ...(transition.target === null ? {} : { target: `#${xstateId(transition.target)}` }),
  ...(transition.reenter ? { reenter: true } : {}),
  ...(transition.guard === null && transition.trigger.kind !== 'workError' ? {} : { guard: guardOf(transition) }),
  actions: [{ type: 'took', params: { at: transition.id } }, ...transition.actions.map(actionOf)],
});

const nodeConfig = (state: StateNode): { [property: string]: unknown } => {
  if (state.kind === 'history')
    return {
      type: 'history',
      history: state.history,
      ...(state.initial === null ? {} : { target: `#${xstateId(state.initial)}` }),
    };
  const on = new Map<string, unknown[]>();
  const always: unknown[] = [];
  for (const transition of state.transitions) {
    const type = occurrenceType(transition.trigger, state.path);
    if (transition.trigger.kind === 'always') always.push(transitionConfig(transition));
    else on.set(type, [...(on.get(type) ?? []), transitionConfig(transition)]);
  }
  const states = Object.fromEntries(state.children.map((child) => [child.path.slice(child.path.lastIndexOf('.') + 1), nodeConfig(child)]));
  const name = state.initial?.slice(state.initial.lastIndexOf('.') + 1);
  const marks = state.parent !== null;
  return {
    ...(state.kind === 'parallel' || state.kind === 'final' ? { type: state.kind } : {}),
    ...(name === undefined ? {} : { initial: name }),
    ...(state.children.length === 0 ? {} : { states }),
    ...(always.length === 0 ? {} : { always }),
    on: Object.fromEntries(on),
    entry: [...(marks ? [{ type: 'entered', params: { at: state.path } }] : []), ...state.entry.map(actionOf)],
    exit: [...state.exit.map(actionOf), ...(marks ? [{ type: 'left', params: { at: state.path } }] : [])],
  };
};

const traceOf = (actions: readonly { readonly type: string; readonly params: unknown }[]): Trace[] =>
  actions.flatMap(({ type, params }): Trace[] => {
    const at = (params as { at?: string } | undefined)?.at ?? '';
    if (type === 'took') return [{ kind: 'took', transition: at }];
    return type === 'left' || type === 'entered' ? [{ kind: type, state: at }] : [];
  });

const endless = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Infinite loop');

const refused = (errorType: Failure['errorType'], message: string): MachineStep => ({
  ok: false,
  failure: { errorType, message },
});

class XStateMachine implements Machine {
  readonly #root: StateNode;
  readonly #order: ReadonlyMap<StatePath, number>;
  readonly #machine: AnyStateMachine;

  constructor(root: StateNode, documentOrder: readonly StatePath[]) {
    this.#root = root;
    this.#order = new Map(documentOrder.map((path, index) => [path, index]));
    this.#machine = createMachine({
      id: ROOT,
      ...nodeConfig(root),
      context: ({ input }: { input?: Memory }): Memory => input ?? { reading: null, assigned: {}, failures: [] },
      options: { maxIterations: limits.statechartIterations },
    });
  }

  start(reading: StepReading): MachineStep {
    return this.#run(reading, (memory) => {
      const [snapshot, actions] = initialTransition(this.#machine, memory);
      if (snapshot.status === 'error') throw snapshot.error;
      return this.#step(snapshot, traceOf(actions));
    });
  }

  send(from: Configuration, { type, feel }: Occurrence, reading: StepReading): MachineStep {
    return this.#run(reading, (memory) => {
      const snapshot: Snapshot = { ...this.#restore(from), context: memory };
      const [next, actions] = nextTransition(this.#machine, snapshot, { type, feel });
      return this.#step(next, traceOf(actions));
    });
  }

  #restore(from: Configuration): Snapshot {
    const historyValue = Object.fromEntries(
      Object.entries(from.history).map(([path, states]) => [xstateId(path), states.map((id) => ({ id: xstateId(id) }))]),
    );
    const value = stateValue(this.#root, from.active);
    const persisted: unknown = { status: 'active', value, historyValue, context: {}, children: {} };
    const restored = createActor(this.#machine, { snapshot: persisted as Snapshot }).getSnapshot();
    if (restored.status === 'error') throw restored.error;
    return restored;
  }

  #step(snapshot: Snapshot, trace: readonly Trace[]): MachineStep {
    const inner = snapshot._nodes.filter(({ parent }) => parent !== undefined);
    const active = new Set(this.#sorted(inner.map(({ id }) => pathOf(id))));
    const illegal = illegality(this.#root, active);
    if (illegal !== null) return refused('UNKNOWN', `Expected to reach a legal configuration, but ${illegal}`);
    const history: { [path: StatePath]: readonly StatePath[] } = {};
    for (const [id, nodes] of Object.entries(snapshot.historyValue))
      history[pathOf(id)] = this.#sorted((nodes as readonly { id: string }[]).map((node) => pathOf(node.id)));
    const { assigned } = snapshot.context as Memory;
    return { ok: true, configuration: { active, history }, done: snapshot.status === 'done', trace, assigned };
  }

  #run(reading: StepReading, step: (memory: Memory) => MachineStep): MachineStep {
    const memory: Memory = { reading, assigned: {}, failures: [] };
    try {
      return step(memory);
    } catch (error) {
      const [failure] = memory.failures;
      if (failure !== undefined) return { ok: false, failure };
      if (!endless(error)) throw error;
      const most = limits.statechartIterations;
      return refused('UNKNOWN', `Expected the statechart to come to rest, but it made more than ${most} microsteps`);
    }
  }

  #sorted(paths: readonly StatePath[]): readonly StatePath[] {
    return paths.toSorted((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }
}

/** `documentOrder` holds the paths of all states. */
export const buildMachine = (root: StateNode, documentOrder: readonly StatePath[]): Machine =>
  new XStateMachine(root, documentOrder);
