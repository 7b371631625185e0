/**
 * Which states are active, and what history states remember. XState's own snapshot is rebuilt from
 * this before every step, so that a hot case and a reloaded one go on alike: a restored XState
 * snapshot orders its states differently than a grown one, and regions that compete for an event
 * would be decided differently.
 */
import { lastName, type StateNode, type StatePath } from './model.ts';
import type { Statechart } from './statechart.ts';

export interface Configuration {
  readonly active: ReadonlySet<StatePath>;
  /** What a history state leads back to: by its path, the states in document order. */
  readonly history: { readonly [historyState: StatePath]: readonly StatePath[] };
}

export type StateValue = string | { readonly [name: string]: StateValue };

/** The active states as XState's nested value. Names stand in document order: their order decides conflicts. */
export const stateValue = (chart: Statechart, state: StateNode, active: ReadonlySet<StatePath>): StateValue => {
  const children = chart.children(state).filter(({ path }) => active.has(path));
  const [only] = children;
  if (state.kind === 'compound' && only !== undefined && only.children.length === 0) return lastName(only.path);
  return Object.fromEntries(children.map((child) => [lastName(child.path), stateValue(chart, child, active)]));
};

/**
 * `null` when the active states form a legal configuration (SCXML 3.11): one child of an active
 * compound state, all regions of a parallel one, every parent of an active state.
 */
export const illegality = (chart: Statechart, active: ReadonlySet<StatePath>): string | null => {
  let found = 0;
  const walk = (state: StateNode): string | null => {
    const children = chart.children(state).filter(({ path }) => active.has(path));
    const wanted = state.kind === 'compound' ? 1 : state.kind === 'parallel' ? chart.children(state).filter(({ kind }) => kind !== 'history').length : 0;
    const where = state.path === '' ? 'the statechart' : `state '${state.path}'`;
    if (children.length !== wanted || children.some(({ kind }) => kind === 'history'))
      return `${where} would have ${children.length} active children instead of ${wanted}`;
    found += children.length;
    for (const child of children) {
      const problem = walk(child);
      if (problem !== null) return problem;
    }
    return null;
  };
  const problem = walk(chart.root);
  if (problem !== null) return problem;
  return found === active.size ? null : `${active.size - found} states would be active without their parents`;
};
