/** Each transition can be taken: none stands behind one without a guard, and what it waits for can happen. */
import type { StateNode, Transition, Trigger } from '../model.ts';
import type { Statechart } from '../statechart.ts';
import type { Rule } from './rule.ts';

const sameTrigger = (a: Trigger, b: Trigger): boolean => {
  if (a.kind === 'workError' && b.kind === 'workError')
    return a.element === b.element && (a.codes.length === 0 || (b.codes.length > 0 && b.codes.every((code) => a.codes.includes(code))));
  return JSON.stringify(a) === JSON.stringify(b);
};

const hiddenBy = (state: StateNode, index: number, transition: Transition): Transition | undefined =>
  state.transitions.slice(0, index).find((earlier) => earlier.guard === null && sameTrigger(earlier.trigger, transition.trigger));

const canBeDone = (chart: Statechart, state: StateNode): boolean => {
  const children = chart.children(state);
  if (state.kind === 'parallel') return children.every((region) => region.kind === 'history' || canBeDone(chart, region));
  return children.some(({ kind }) => kind === 'final');
};

export const transitionsCount: Rule = (chart, compiling) => {
  for (const state of chart.model.states) {
    for (const [index, transition] of state.transitions.entries()) {
      const earlier = hiddenBy(state, index, transition);
      if (earlier !== undefined)
        compiling.warn(transition.id, `Expected each transition to be possible, but '${earlier.id}' before it has no guard and is always taken`);
      if (transition.trigger.kind === 'stateDone' && !canBeDone(chart, state))
        compiling.warn(transition.id, `Expected state '${state.path}' to have a final state inside that makes it done, but it has none`);
    }
  }
};
