/**
 * A transition that concerns one region of a parallel state leaves its siblings as they are. SCXML and XState leave
 * and enter all regions, because what a transition leaves lies below one state, and the state around a region is the
 * parallel one. So such a transition is run as one inside its region; where the region itself is left and entered
 * again (is renewed), that is done with the transition's actions, and told where it would have stood.
 */
import type { Trace } from './machine-config.ts';
import { within, type StateNode, type StatePath, type Transition } from './model.ts';
import type { Statechart } from './statechart.ts';

export interface Region {
  readonly state: StateNode;
  /** Whether the region itself is left and entered again, not only what is inside it. */
  readonly renewed: boolean;
}

/** Since this version of the kernel. */
export const REGIONS_KEEP_SIBLINGS = 5;

const towards = (chart: Statechart, around: StateNode, target: StatePath): StateNode | undefined =>
  chart.children(around).find(({ path }) => within(target, path));

/** The only region that the transition leaves anything of, if it is not all right by itself. */
const regionOf = (chart: Statechart, { source, target, reenter }: Transition): Region | undefined => {
  if (target === null || (reenter && source === '')) return undefined;
  const inside = !reenter && within(target, source);
  const domain = inside ? chart.state(source) : chart.ancestors(chart.state(target)).find(({ path }) => path !== source && within(source, path));
  if (domain?.kind !== 'parallel') return undefined;
  let region = towards(chart, domain, target);
  if (!inside) return region && { state: region, renewed: true };
  while (region?.kind === 'parallel' && region.path !== target) region = towards(chart, region, target);
  return region && { state: region, renewed: region.path === target };
};

/** By the id of the transition. */
export const regionsOf = (chart: Statechart): ReadonlyMap<string, Region> => {
  const regions = new Map<string, Region>();
  for (const transition of chart.transitions.values()) {
    const region = regionOf(chart, transition);
    if (region !== undefined) regions.set(transition.id, region);
  }
  return regions;
};

interface Told {
  readonly trace: readonly Trace[];
  /** What the history states of renewed regions lead back to. */
  readonly history: ReadonlyMap<StatePath, readonly StatePath[]>;
}

/**
 * What happened, with the renewed regions: left after what was inside them, entered before it, as in every
 * microstep, which leaves states, takes transitions, enters states.
 */
export const withRenewed = (chart: Statechart, regions: ReadonlyMap<string, Region>, trace: readonly Trace[]): Told => {
  const told: Trace[] = [];
  const history = new Map<StatePath, readonly StatePath[]>();
  let [left, took, renewed]: [StatePath[], Trace[], StateNode[]] = [[], [], []];
  const close = (): void => {
    for (const { path } of renewed) told.push({ kind: 'left', state: path });
    told.push(...took);
    for (const { path } of renewed.toReversed()) told.push({ kind: 'entered', state: path });
    if (took.length > 0) left = [];
    [took, renewed] = [[], []];
  };
  const remember = (region: StateNode): void => {
    for (const { path, kind, history: depth } of chart.children(region)) {
      if (kind !== 'history') continue;
      const isRemembered = ({ parent, children }: StateNode): boolean => (depth === 'deep' ? children.length === 0 : parent === region.path);
      history.set(path, left.filter((state) => within(state, region.path) && isRemembered(chart.state(state))));
    }
  };
  for (const each of trace) {
    if (each.kind === 'took') {
      const region = regions.get(each.transition);
      if (region?.renewed === true) {
        // A region is left once in a microstep: this is the next one, of a region that has nothing inside.
        if (renewed.includes(region.state)) close();
        remember(region.state);
        renewed.push(region.state);
      }
      took.push(each);
      continue;
    }
    close();
    told.push(each);
    if (each.kind === 'entered') continue;
    left.push(each.state);
    for (const { path } of chart.children(chart.state(each.state))) history.delete(path);
  }
  close();
  return { trace: told, history };
};
