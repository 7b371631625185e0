/** The statechart's model, looked up: states by path and family, transitions, work; and the machine that runs it. */
import type { JsonObject } from '../json/json.ts';
import { buildMachine, type Machine } from './machine.ts';
import { actionsOf, type EventDeclaration, type Invocation, type StateNode, type StatechartModel, type StatePath, type Transition } from './model.ts';

export class Statechart {
  readonly model: StatechartModel;
  /** The statechart itself, as the state around all others. */
  readonly root: StateNode;
  /** Name to value, as FEEL sees them. */
  readonly parameters: JsonObject;
  /** Raised by the statechart itself, so never taken from outside. */
  readonly internalEvents: ReadonlySet<string>;
  readonly transitions: ReadonlyMap<string, Transition>;
  readonly events: ReadonlyMap<string, EventDeclaration>;
  readonly #states: ReadonlyMap<StatePath, StateNode>;
  readonly #order: ReadonlyMap<StatePath, number>;
  readonly #children: ReadonlyMap<StatePath, readonly StateNode[]>;
  readonly #invocations: ReadonlyMap<string, Invocation>;
  #machine: Machine | undefined;

  constructor(model: StatechartModel) {
    const { states, parameters } = model;
    const [root] = states;
    if (root === undefined) throw new Error(`Expected statechart '${model.id}' to have a root, but it has no states`);
    this.model = model;
    this.root = root;
    this.parameters = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    this.internalEvents = new Set(states.flatMap(actionsOf).flatMap((action) => (action.kind === 'raise' ? [action.event] : [])));
    this.transitions = new Map(states.flatMap(({ transitions }) => transitions).map((transition) => [transition.id, transition]));
    this.events = new Map(model.events.map((event) => [event.name, event]));
    this.#states = new Map(states.map((state) => [state.path, state]));
    this.#order = new Map(states.map(({ path }, index) => [path, index]));
    this.#children = new Map(states.map(({ path, children }) => [path, children.map((child) => this.state(child))]));
    this.#invocations = new Map(states.flatMap(({ invocations }) => invocations).map((invocation) => [invocation.element, invocation]));
  }

  /** Built when it is first run: who only looks at the model does not need it. */
  get machine(): Machine {
    return (this.#machine ??= buildMachine(this));
  }

  /** All states in document order, without the statechart itself. */
  get states(): readonly StateNode[] {
    return this.model.states.slice(1);
  }

  /** The state of an element; `undefined` for work inside a state. */
  find(element: string): StateNode | undefined {
    return element === '' ? undefined : this.#states.get(element);
  }

  state(path: StatePath): StateNode {
    const state = this.#states.get(path);
    if (state === undefined) throw new Error(`Expected statechart '${this.model.id}' to have state '${path}', but it has not`);
    return state;
  }

  children({ path }: StateNode): readonly StateNode[] {
    return this.#children.get(path) ?? [];
  }

  /** The states around the state, the innermost first, the statechart itself last. */
  ancestors({ parent }: StateNode): readonly StateNode[] {
    if (parent === null) return [];
    const around = this.state(parent);
    return [around, ...this.ancestors(around)];
  }

  target({ target }: Transition): StateNode | undefined {
    return target === null ? undefined : this.state(target);
  }

  transition(id: string): Transition {
    const transition = this.transitions.get(id);
    if (transition === undefined) throw new Error(`Expected statechart '${this.model.id}' to have transition '${id}', but it has not`);
    return transition;
  }

  invocation(element: string): Invocation | undefined {
    return this.#invocations.get(element);
  }

  /** The element that stands for a state: the case itself for the statechart. */
  elementOf(path: StatePath): string {
    return path === '' ? this.model.id : path;
  }

  inDocumentOrder(paths: readonly StatePath[]): readonly StatePath[] {
    return paths.toSorted((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }
}
