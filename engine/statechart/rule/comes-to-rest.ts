/** `always` without a guard is taken at once, so a loop of such transitions would never end. */
import type { Blueprint, StateNode, Transition } from '../model.ts';
import { ancestorsOf, targetOf, type Rule } from './rule.ts';

const unguarded = ({ transitions }: StateNode): Transition | undefined =>
  transitions.find(({ trigger, guard }) => trigger.kind === 'always' && guard === null);

/** Where the case is after entering the state by default; regions are not followed. */
const rest = (blueprint: Blueprint, state: StateNode): StateNode => {
  const initial = state.initial === null ? undefined : blueprint.states.get(state.initial);
  return initial === undefined ? state : rest(blueprint, initial);
};

/** The transition that leads on from where the case came to rest, without an event. */
const next = (blueprint: Blueprint, state: StateNode): Transition | undefined =>
  [state, ...ancestorsOf(state)].map(unguarded).find((transition) => transition !== undefined);

export const comesToRest: Rule = (blueprint, compiling) => {
  const reported = new Set<Transition>();
  for (const state of blueprint.states.values()) {
    const seen = new Set<Transition>();
    let transition = next(blueprint, rest(blueprint, state));
    while (transition !== undefined && !seen.has(transition)) {
      seen.add(transition);
      const target = targetOf(blueprint, transition);
      if (target === undefined) break;
      transition = next(blueprint, rest(blueprint, target));
    }
    if (transition === undefined || reported.has(transition)) continue;
    for (const inLoop of seen) reported.add(inLoop);
    compiling.error(transition.id, `Expected the statechart to come to rest, but this 'always' without a guard is taken again and again`);
  }
};
