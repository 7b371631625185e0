/**
 * The drawing of a statechart as data: boxes of states, lines of transitions, places of labels. Pure, and the same
 * for the same chart: what people have seen once stands where it stood.
 */
import { grid, type Box, type Point } from './geometry.ts';
import { textWidth, wrapText } from './measure-text.ts';
import { placeLabels } from './place-labels.ts';
import { labelLineHeight, labelSize, placeStates, type PlacedInitial, type PlacedState, type Separator } from './place-states.ts';
import type { Chart, ChartTransition } from './read-statechart.ts';
import { routeLines, type RouteRequest } from './route-transitions.ts';

export interface DrawnTransition {
  readonly transition: ChartTransition;
  readonly points: readonly Point[];
  readonly label: { readonly lines: readonly string[]; readonly box: Box } | null;
}

export interface StatechartLayout {
  /** Of everything drawn. */
  readonly bounds: Box;
  /** Outer ones before those inside them. */
  readonly states: readonly PlacedState[];
  readonly initials: readonly (PlacedInitial & { readonly points: readonly Point[] })[];
  readonly transitions: readonly DrawnTransition[];
  readonly separators: readonly Separator[];
}

const isInside = (path: string, outer: string): boolean => outer === '' || path === outer || path.startsWith(`${outer}.`);
const isSolid = ({ shape }: PlacedState): boolean => shape !== 'container' && shape !== 'region';
const idOf = ({ source, target }: ChartTransition): string => `${source} ${target}`;

export const layOutStatechart = (chart: Chart): StatechartLayout => {
  const placement = placeStates(chart);
  const boxes = new Map(placement.states.map(({ state, box }) => [state.path, box]));
  boxes.set('', { x: 0, y: 0, width: placement.width, height: placement.height });
  const ends = new Map(chart.transitions.map((transition) => [idOf(transition), transition]));
  const requests = chart.transitions.flatMap((transition): RouteRequest[] => {
    const from = boxes.get(transition.source);
    const to = boxes.get(transition.target);
    return from === undefined || to === undefined ? [] : [{ id: idOf(transition), from, to }];
  });
  const starts = placement.initials.flatMap(({ region, target, box }): RouteRequest[] => {
    const to = boxes.get(target);
    return to === undefined ? [] : [{ id: `initial ${region}`, from: box, to }];
  });
  const solid = placement.states.filter(isSolid);
  const names = placement.states.map(({ name }) => name.box);
  const ways = routeLines([...starts, ...requests], {
    width: placement.width,
    height: placement.height,
    blocked: [...solid.map(({ box }) => box), ...placement.initials.map(({ box }) => box), ...solid.filter(({ shape }) => shape !== 'box').map(({ name }) => name.box)],
    avoided: [
      ...names.map((box) => ({ box, price: 6, free: () => false })),
      // A line seldom goes through a state with which it has nothing to do.
      ...placement.states.filter((placed) => !isSolid(placed)).map(({ state, box }) => ({
        box,
        price: 3,
        free: (id: string) => {
          const transition = ends.get(id);
          if (transition === undefined) return isInside(id.slice('initial '.length), state.path);
          return isInside(transition.source, state.path) || isInside(transition.target, state.path);
        },
      })),
    ],
  });
  const labelled = chart.transitions.flatMap((transition) => {
    const way = ways.get(idOf(transition));
    if (way === undefined || transition.label === '') return [];
    const lines = wrapText(transition.label, labelSize, 120, 2);
    return [{ id: idOf(transition), way, lines, size: { width: Math.max(...lines.map((line) => textWidth(line, labelSize))), height: lines.length * labelLineHeight } }];
  });
  const places = placeLabels(labelled, ways, [...solid.map(({ box }) => box), ...names]);
  const lines = new Map(labelled.map(({ id, lines: each }) => [id, each]));
  const transitions = chart.transitions.flatMap((transition): DrawnTransition[] => {
    const points = ways.get(idOf(transition));
    const box = places.get(idOf(transition));
    return points === undefined ? [] : [{ transition, points, label: box === undefined ? null : { lines: lines.get(idOf(transition)) ?? [], box } }];
  });
  const initials = placement.initials.map((initial) => ({ ...initial, points: ways.get(`initial ${initial.region}`) ?? [] }));
  return { bounds: boundsOf(placement.states, transitions, initials), states: placement.states, initials, transitions, separators: placement.separators };
};

const boundsOf = (states: readonly PlacedState[], transitions: readonly DrawnTransition[], initials: readonly PlacedInitial[]): Box => {
  const corners = [
    ...initials.map(({ box }) => box),
    ...states.flatMap(({ box, name }) => [box, name.box]),
    ...transitions.flatMap(({ points, label }) => [...points.map((point) => ({ ...point, width: 0, height: 0 })), ...(label === null ? [] : [label.box])]),
  ];
  if (corners.length === 0) return { x: 0, y: 0, width: grid, height: grid };
  const x = Math.min(...corners.map((box) => box.x)) - grid * 2;
  const y = Math.min(...corners.map((box) => box.y)) - grid * 2;
  return { x, y, width: Math.max(...corners.map((box) => box.x + box.width)) + grid * 2 - x, height: Math.max(...corners.map((box) => box.y + box.height)) + grid * 2 - y };
};
