/**
 * A transition that concerns one region of a parallel state leaves its siblings as they are. SCXML and XState leave
 * and enter all regions: what a transition leaves lies below one state, and the one around a region is the parallel
 * state. So such a transition is given a state of its region to lie below: the region, where that stays; where it is
 * left and entered again itself, a shell that the machine, and nobody else, has around it.
 */
import { within, type StateNode, type StatePath, type Transition } from './model.ts';
import type { Statechart } from './statechart.ts';

export interface Region {
  readonly path: StatePath;
  /** Whether the region itself is left and entered again, not only what is inside it. */
  readonly renewed: boolean;
}

/** Since this version of the kernel. */
export const REGIONS_KEEP_SIBLINGS = 6;

/** A history state of a parallel state is none of its regions. */
const towards = (chart: Statechart, around: StateNode, target: StatePath): StateNode | undefined =>
  chart.children(around).find(({ path, kind }) => kind !== 'history' && within(target, path));

/** The only region that the transition leaves anything of, if it is not all right by itself. */
const regionOf = (chart: Statechart, { source, target, reenter }: Transition): Region | undefined => {
  if (target === null || (reenter && source === '')) return undefined;
  const inside = !reenter && within(target, source);
  const around = inside ? chart.state(source) : chart.ancestors(chart.state(target)).find(({ path }) => path !== source && within(source, path));
  if (around?.kind !== 'parallel') return undefined;
  let region = towards(chart, around, target);
  if (region !== undefined && !inside) return { path: region.path, renewed: true };
  while (region?.kind === 'parallel' && region.path !== target) {
    const inner = towards(chart, region, target);
    if (inner === undefined) break;
    region = inner;
  }
  return region && { path: region.path, renewed: region.path === target };
};

/** By the id of the transition. */
export type Regions = ReadonlyMap<string, Region>;

export const regionsOf = (chart: Statechart): Regions => {
  const regions = new Map<string, Region>();
  for (const transition of chart.transitions.values()) {
    const region = regionOf(chart, transition);
    if (region !== undefined) regions.set(transition.id, region);
  }
  return regions;
};

/** The regions that have a shell. */
export const shelled = (regions: Regions): ReadonlySet<StatePath> =>
  new Set([...regions.values()].flatMap(({ path, renewed }) => (renewed ? [path] : [])));
