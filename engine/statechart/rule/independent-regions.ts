/**
 * The regions of a parallel state are independent: no transition leads from one into another, and
 * they do not compete for an event that makes one of them leave the parallel state. A history state
 * is entered from outside of what it remembers: XState 5 can reach an illegal configuration when a
 * state goes back to the history of a state around it.
 */
import { within, type StateNode, type Transition } from '../model.ts';
import type { Statechart } from '../statechart.ts';
import type { Rule } from './rule.ts';

const regionOf = (chart: Statechart, parallel: StateNode, path: string): StateNode | undefined =>
  chart.children(parallel).find((region) => within(path, region.path));

const leaves = ({ target }: Transition, parallel: StateNode): boolean =>
  target !== null && (target === parallel.path || !within(target, parallel.path));

const crossing: Rule = (chart, compiling) => {
  for (const transition of chart.transitions.values()) {
    const target = chart.target(transition);
    if (target === undefined) continue;
    const source = chart.state(transition.source);
    if (target.kind === 'history' && target.parent !== null && within(source.path, target.parent))
      compiling.error(transition.id, `Expected history state '${target.path}' to be entered from outside of '${target.parent}', but the transition starts inside it`);
    for (const parallel of chart.ancestors(source).filter(({ kind }) => kind === 'parallel')) {
      const [from, to] = [regionOf(chart, parallel, source.path), regionOf(chart, parallel, target.path)];
      if (from !== undefined && to !== undefined && from !== to)
        compiling.error(transition.id, `Expected the regions of '${parallel.path}' to be independent, but a transition leads from '${source.path}' to '${target.path}'`);
    }
  }
};

const competing: Rule = (chart, compiling) => {
  for (const parallel of chart.model.states.filter(({ kind }) => kind === 'parallel')) {
    const users = new Map<string, { readonly region: StateNode; readonly transition: Transition }[]>();
    for (const transition of chart.transitions.values()) {
      const region = regionOf(chart, parallel, transition.source);
      if (transition.trigger.kind !== 'event' || region === undefined) continue;
      const { name } = transition.trigger;
      users.set(name, [...(users.get(name) ?? []), { region, transition }]);
    }
    for (const [event, uses] of users) {
      const leaving = uses.find(({ transition }) => leaves(transition, parallel));
      const other = uses.find(({ region }) => region !== leaving?.region);
      if (leaving !== undefined && other !== undefined)
        compiling.warn(leaving.transition.id, `Expected only one region of '${parallel.path}' to take '${event}' when that leaves the parallel state, but '${other.region.path}' takes it too and may win`);
    }
  }
};

const several: Rule = (chart, compiling) => {
  for (const state of chart.model.states)
    if (state.kind === 'parallel' && chart.children(state).filter(({ kind }) => kind !== 'history').length < 2)
      compiling.warn(state.property, `Expected parallel state '${state.path}' to have at least two regions, but it has one`);
};

export const independentRegions: Rule = (chart, compiling) => {
  for (const rule of [crossing, competing, several]) rule(chart, compiling);
};
