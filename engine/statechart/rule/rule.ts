/** A rule checks one thing about a whole statechart. Its file is named by what it demands. */
import type { Compiling } from '../compiling.ts';
import type { Blueprint, StateNode, StatePath, Transition } from '../model.ts';

export type Rule = (blueprint: Blueprint, compiling: Compiling) => void;

export const allStates = ({ root, states }: Blueprint): readonly StateNode[] => [root, ...states.values()];

export const stateAt = ({ root, states }: Blueprint, path: StatePath): StateNode => states.get(path) ?? root;

export const targetOf = (blueprint: Blueprint, { target }: Transition): StateNode | undefined =>
  target === null ? undefined : blueprint.states.get(target);

/** The state's ancestors without itself, the innermost first. */
export const ancestorsOf = (state: StateNode): readonly StateNode[] =>
  state.parent === null ? [] : [state.parent, ...ancestorsOf(state.parent)];
