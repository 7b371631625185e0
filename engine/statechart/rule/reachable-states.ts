/** Every state can be entered; every state that waits can be left; the case can end. */
import type { StateNode } from '../model.ts';
import type { Statechart } from '../statechart.ts';
import type { Rule } from './rule.ts';

class Reachability {
  readonly reached = new Set<StateNode>();
  readonly #chart: Statechart;

  constructor(chart: Statechart) {
    this.#chart = chart;
    this.#enter(chart.root);
  }

  /** Enters with what is entered by default: initial children, all regions. */
  #enter(state: StateNode): void {
    if (!this.#mark(state)) return;
    if (state.initial !== null) this.#target(this.#chart.state(state.initial));
    this.#enterRegions(state);
  }

  #enterRegions(state: StateNode): void {
    if (state.kind !== 'parallel') return;
    for (const region of this.#chart.children(state)) if (region.kind !== 'history') this.#enter(region);
  }

  #mark(state: StateNode): boolean {
    if (this.reached.has(state)) return false;
    this.reached.add(state);
    for (const transition of state.transitions) {
      const target = this.#chart.target(transition);
      if (target !== undefined) this.#target(target);
    }
    return true;
  }

  #target(state: StateNode): void {
    for (const ancestor of this.#chart.ancestors(state)) {
      this.#mark(ancestor);
      this.#enterRegions(ancestor);
    }
    this.#enter(state);
  }
}

const canBeLeft = (chart: Statechart, state: StateNode): boolean =>
  [state, ...chart.ancestors(state)].some(({ transitions }) => transitions.some(({ target }) => target !== null));

const canEnd = (chart: Statechart, state: StateNode, reached: ReadonlySet<StateNode>): boolean => {
  const children = chart.children(state);
  if (state.kind === 'parallel') return children.every((region) => region.kind === 'history' || canEnd(chart, region, reached));
  return children.some((child) => child.kind === 'final' && reached.has(child));
};

export const reachableStates: Rule = (chart, compiling) => {
  const { reached } = new Reachability(chart);
  for (const state of chart.states) {
    if (!reached.has(state)) {
      compiling.warn(state.property, `Expected a way into state '${state.path}', but no transition leads to it`);
    } else if (state.kind === 'atomic' && !canBeLeft(chart, state)) {
      compiling.warn(state.property, `Expected a way out of state '${state.path}', but neither it nor a state around it has a transition to another state`);
    }
  }
  if (!canEnd(chart, chart.root, reached))
    compiling.warn('states', 'Expected a final state at the top that can be reached, but there is none: a case ends only when it is cancelled');
};
