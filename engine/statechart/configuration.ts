/**
 * Which states are active, and what history states remember. XState's own snapshot is rebuilt from
 * this before every step, so that a hot case and a reloaded one go on alike: a restored XState
 * snapshot orders its states differently than a grown one, and regions that compete for an event
 * would be decided differently.
 */
import type { StateNode, StatePath } from './model.ts';

export interface Configuration {
  readonly active: ReadonlySet<StatePath>;
  /** What a history state leads back to: by its path, the states in document order. */
  readonly history: { readonly [historyState: StatePath]: readonly StatePath[] };
}

export type StateValue = string | { readonly [name: string]: StateValue };

const nameOf = ({ path }: StateNode): string => path.slice(path.lastIndexOf('.') + 1);

/** The active states as XState's nested value. Names stand in document order: their order decides conflicts. */
export const stateValue = (state: StateNode, active: ReadonlySet<StatePath>): StateValue => {
  const children = state.children.filter(({ path }) => active.has(path));
  const [only] = children;
  if (state.kind === 'compound' && only !== undefined && only.children.length === 0) return nameOf(only);
  return Object.fromEntries(children.map((child) => [nameOf(child), stateValue(child, active)]));
};

/**
 * `null` when the active states form a legal configuration (SCXML 3.11): one child of an active
 * compound state, all regions of a parallel one, every parent of an active state.
 */
export const illegality = (root: StateNode, active: ReadonlySet<StatePath>): string | null => {
  const found = new Set<StatePath>();
  const walk = (state: StateNode): string | null => {
    const children = state.children.filter(({ path }) => active.has(path));
    const regions = state.children.filter(({ kind }) => kind !== 'history');
    const wanted = state.kind === 'compound' ? 1 : state.kind === 'parallel' ? regions.length : 0;
    const where = state.path === '' ? 'the statechart' : `state '${state.path}'`;
    if (children.length !== wanted || children.some(({ kind }) => kind === 'history'))
      return `${where} would have ${children.length} active children instead of ${wanted}`;
    for (const child of children) {
      found.add(child.path);
      const problem = walk(child);
      if (problem !== null) return problem;
    }
    return null;
  };
  const problem = walk(root);
  if (problem !== null) return problem;
  const stray = [...active].find((path) => !found.has(path));
  return stray === undefined ? null : `state '${stray}' would be active without its parent`;
};
