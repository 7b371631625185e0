/** `always` without a guard is taken at once, so a loop of such transitions would never end. */
import type { StateNode, Transition } from '../model.ts';
import type { Statechart } from '../statechart.ts';
import type { Rule } from './rule.ts';

const unguarded = ({ transitions }: StateNode): Transition | undefined =>
  transitions.find(({ trigger, guard }) => trigger.kind === 'always' && guard === null);

/** Where the case is after entering the state by default; regions are not followed. */
const rest = (chart: Statechart, state: StateNode): StateNode =>
  state.initial === null ? state : rest(chart, chart.state(state.initial));

/** The transition that leads on from where the case came to rest, without an event. */
const next = (chart: Statechart, state: StateNode): Transition | undefined =>
  [state, ...chart.ancestors(state)].map(unguarded).find((transition) => transition !== undefined);

export const comesToRest: Rule = (chart, compiling) => {
  const reported = new Set<Transition>();
  for (const state of chart.states) {
    const seen = new Set<Transition>();
    let transition = next(chart, rest(chart, state));
    while (transition !== undefined && !seen.has(transition)) {
      seen.add(transition);
      const target = chart.target(transition);
      if (target === undefined) break;
      transition = next(chart, rest(chart, target));
    }
    if (transition === undefined || reported.has(transition)) continue;
    for (const inLoop of seen) reported.add(inLoop);
    compiling.error(transition.id, `Expected the statechart to come to rest, but this 'always' without a guard is taken again and again`);
  }
};
