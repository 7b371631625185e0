/** Every state can be entered; every state that waits can be left; the case can end. */
import type { Blueprint, StateNode } from '../model.ts';
import { ancestorsOf, targetOf, type Rule } from './rule.ts';

class Reachability {
  readonly reached = new Set<StateNode>();
  readonly #blueprint: Blueprint;

  constructor(blueprint: Blueprint) {
    this.#blueprint = blueprint;
    this.#enter(blueprint.root);
  }

  /** Enters with what is entered by default: initial children, all regions. */
  #enter(state: StateNode): void {
    if (!this.#mark(state)) return;
    const initial = state.initial === null ? undefined : this.#blueprint.states.get(state.initial);
    if (initial !== undefined) this.#target(initial);
    if (state.kind === 'parallel') for (const region of state.children) if (region.kind !== 'history') this.#enter(region);
  }

  #mark(state: StateNode): boolean {
    if (this.reached.has(state)) return false;
    this.reached.add(state);
    for (const transition of state.transitions) {
      const target = targetOf(this.#blueprint, transition);
      if (target !== undefined) this.#target(target);
    }
    return true;
  }

  #target(state: StateNode): void {
    for (const ancestor of ancestorsOf(state)) {
      this.#mark(ancestor);
      if (ancestor.kind === 'parallel') for (const region of ancestor.children) if (region.kind !== 'history') this.#enter(region);
    }
    this.#enter(state);
  }
}

const canBeLeft = (state: StateNode): boolean =>
  [state, ...ancestorsOf(state)].some(({ transitions }) => transitions.some(({ target }) => target !== null));

const canEnd = (state: StateNode, reached: ReadonlySet<StateNode>): boolean => {
  if (state.kind === 'parallel') return state.children.every((region) => region.kind === 'history' || canEnd(region, reached));
  return state.children.some((child) => child.kind === 'final' && reached.has(child));
};

export const reachableStates: Rule = (blueprint, compiling) => {
  const { reached } = new Reachability(blueprint);
  for (const state of blueprint.states.values()) {
    if (!reached.has(state)) {
      compiling.warn(state.property, `Expected a way into state '${state.path}', but no transition leads to it`);
    } else if (state.kind === 'atomic' && !canBeLeft(state)) {
      compiling.warn(state.property, `Expected a way out of state '${state.path}', but neither it nor a state around it has a transition to another state`);
    }
  }
  if (!canEnd(blueprint.root, reached))
    compiling.warn('states', 'Expected a final state at the top that can be reached, but there is none: a case ends only when it is cancelled');
};
