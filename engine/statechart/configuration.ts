/**
 * Which states are active, and what history states remember. XState's own snapshot is rebuilt from
 * this before every step, so that a hot case and a reloaded one go on alike: a restored XState
 * snapshot orders its states differently than a grown one, and regions that compete for an event
 * would be decided differently.
 */
import { lastName, type StateNode, type StatePath } from './model.ts';
import type { Statechart } from './statechart.ts';

/** A set, or a map by, the paths of the active states. */
export interface ActiveStates {
  readonly size: number;
  has(state: StatePath): boolean;
}

export interface Configuration {
  readonly active: ActiveStates;
  /** What a history state leads back to: by its path, the states in document order. */
  readonly history: { readonly [historyState: StatePath]: readonly StatePath[] };
}

export type StateValue = string | { readonly [name: string]: StateValue };

/**
 * The active states as XState's nested value. Names stand in document order: their order decides conflicts.
 * @param shells states around which the machine has another one of the same name
 */
export const stateValue = (chart: Statechart, state: StateNode, active: ActiveStates, shells: ReadonlySet<StatePath>): StateValue => {
  const children = chart.children(state).filter(({ path }) => active.has(path));
  const [only] = children;
  if (state.kind === 'compound' && only !== undefined && only.children.length === 0) return lastName(only.path);
  return Object.fromEntries(children.map((child) => {
    const [name, value] = [lastName(child.path), stateValue(chart, child, active, shells)];
    return [name, shells.has(child.path) ? { [name]: value } : value];
  }));
};

/**
 * `null` when the active states form a legal configuration (SCXML 3.11): one child of an active
 * compound state, all regions of a parallel one, every parent of an active state.
 */
export const illegality = (chart: Statechart, active: ActiveStates): string | null => {
  let found = 0;
  const walk = (state: StateNode): string | null => {
    let [regions, within] = [0, 0];
    for (const { path, kind } of chart.children(state)) {
      if (kind === 'history' && active.has(path)) return `history state '${path}' would be active`;
      if (kind !== 'history') regions += 1;
      if (active.has(path)) within += 1;
    }
    const wanted = state.kind === 'compound' ? 1 : state.kind === 'parallel' ? regions : 0;
    if (within !== wanted) return `${state.path === '' ? 'the statechart' : `state '${state.path}'`} would have ${within} active children instead of ${wanted}`;
    found += within;
    for (const child of chart.children(state)) {
      const problem = active.has(child.path) ? walk(child) : null;
      if (problem !== null) return problem;
    }
    return null;
  };
  return walk(chart.root) ?? (found === active.size ? null : `${active.size - found} states would be active without their parents`);
};
