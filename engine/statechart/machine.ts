/**
 * Runs one macrostep by the pure functions of XState v5 and tells what happened in our own terms; XState's actors,
 * clock, delays and invocations are not used. This file and `machine-config.ts` are the only ones that know XState.
 *
 * What has to be known about XState 5.33: its free functions `transition` and `initialTransition` make an actor
 * each time and run the initial state for nothing, which costs several steps, so the functions of the machine
 * under them are used; `maxIterations` counts microsteps and is infinite unless set. What a transition leaves without
 * `reenter` lies below its `source`, which is read for nothing else but which of two transitions is the inner one.
 */
import { createEmptyActor, createMachine, type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { JsonObject } from '../json/json.ts';
import { limits } from '../stream/limits.ts';
import type { Failure } from '../work/failure.ts';
import { illegality, stateValue, type ActiveStates, type Configuration } from './configuration.ts';
import { MachineConfig, ROOT, isShell, pathOf, xstateId, xstateName, type Making, type Memory, type StepReading, type Trace, type XStateEvent } from './machine-config.ts';
import type { StatePath } from './model.ts';
import { REGIONS_KEEP_SIBLINGS, regionsOf, shelled, type Region, type Regions } from './region.ts';
import type { Statechart } from './statechart.ts';

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

export interface Machine {
  start(reading: StepReading): MachineStep | Failure;
  send(from: Configuration, event: MachineEvent, reading: StepReading): MachineStep | Failure;
}

/** XState gives actions an actor and its system: those of one that does nothing and is never started. */
const nobody = createEmptyActor();
const nothing = (): void => undefined;

const isEndless = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Infinite loop');

/** Configurations whose snapshots are kept. */
const MOST_KNOWN = 500;

const blank: Memory = { assigned: {} };

const nodeOf = (machine: AnyStateMachine, path: StatePath): AnyStateMachine['root'] => machine.getStateNodeById(xstateName(path));

/** Lets the transitions that concern one region lie below it, or below its shell. Which state takes them stays. */
const confine = (chart: Statechart, machine: AnyStateMachine): AnyStateMachine => {
  for (const { path } of chart.model.states) {
    const { transitions, always = [] } = nodeOf(machine, path);
    for (const transition of [...transitions.values(), always].flat()) {
      const { region } = transition as { readonly region?: Region };
      if (region === undefined) continue;
      const node = nodeOf(machine, region.path);
      transition.source = region.renewed && node.parent !== undefined ? node.parent : node;
    }
  }
  return machine;
};

class XStateMachine implements Machine {
  readonly #chart: Statechart;
  readonly #shells: ReadonlySet<StatePath>;
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

  constructor(chart: Statechart, regions: Regions) {
    this.#chart = chart;
    this.#shells = shelled(regions);
    this.#machine = confine(chart, createMachine({
      ...new MachineConfig(chart, regions, () => this.#making).node(chart.root),
      id: ROOT,
      context: blank,
      options: { maxIterations: limits.statechartIterations },
    }));
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
      historyValue[xstateId(path)] = states.map((state) => nodeOf(this.#machine, state));
    return { ...this.#resting(active), historyValue } as AnyMachineSnapshot;
  }

  /** Working out XState's snapshot costs a third of a step, and cases stand in few configurations. */
  #resting(active: ActiveStates): AnyMachineSnapshot {
    const value = stateValue(this.#chart, this.#chart.root, active, this.#shells);
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
    for (const { id, parent } of snapshot._nodes) if (parent !== undefined && !isShell(id)) active.add(pathOf(id));
    const illegal = illegality(this.#chart, active);
    if (illegal !== null) return { errorType: 'unknown', message: `Expected to reach a legal configuration, but ${illegal}` };
    const history: { [path: StatePath]: readonly StatePath[] } = {};
    for (const [id, nodes] of Object.entries(snapshot.historyValue))
      history[pathOf(id)] = this.#chart.inDocumentOrder(nodes.map((node) => pathOf(node.id)));
    const { assigned } = snapshot.context as Memory;
    return { active, history, done: snapshot.status === 'done', trace, assigned };
  }
}

/** One machine for every behaviour that versions of the kernel have had; the older one is built when it is asked for. */
class VersionedMachine implements Machine {
  readonly #chart: Statechart;
  readonly #now: Machine;
  #before: Machine | undefined;

  constructor(chart: Statechart) {
    this.#chart = chart;
    const regions = regionsOf(chart);
    this.#now = new XStateMachine(chart, regions);
    if (regions.size === 0) this.#before = this.#now;
  }

  start(reading: StepReading): MachineStep | Failure {
    return this.#of(reading).start(reading);
  }

  send(from: Configuration, event: MachineEvent, reading: StepReading): MachineStep | Failure {
    return this.#of(reading).send(from, event, reading);
  }

  #of({ ctx: { kernel } }: StepReading): Machine {
    return kernel >= REGIONS_KEEP_SIBLINGS ? this.#now : (this.#before ??= new XStateMachine(this.#chart, new Map()));
  }
}

export const buildMachine = (chart: Statechart): Machine => new VersionedMachine(chart);
