/** Gives every state its box: from the innermost outwards, each region laid out in the direction that suits its shape. */
import { grid, onGrid, type Box, type Point, type Size } from './geometry.ts';
import { layerOut, type Direction, type LayerEdge } from './layers.ts';
import { textWidth, wrapText } from './measure-text.ts';
import type { Chart, ChartState } from './read-statechart.ts';

export const fontSize = 12;
export const labelSize = 11;
export const lineHeight = 16;
export const labelLineHeight = 14;

export interface PlacedState {
  readonly state: ChartState;
  /** Of circles only the circle. */
  readonly box: Box;
  /** Where the name stands. */
  readonly name: { readonly lines: readonly string[]; readonly box: Box };
  readonly shape: 'box' | 'container' | 'region' | 'final' | 'history';
  /** Depth of nesting, 0 for those at the top. */
  readonly depth: number;
}

export interface PlacedInitial {
  readonly region: string;
  readonly target: string;
  readonly box: Box;
}

export interface Separator {
  readonly from: Point;
  readonly to: Point;
}

export interface Placement extends Size {
  readonly states: readonly PlacedState[];
  readonly initials: readonly PlacedInitial[];
  readonly separators: readonly Separator[];
}

/** Sizes are odd multiples of the grid, so that the middle of every side is a place where lines can end. */
const oddGrid = (value: number): number => {
  const cells = Math.ceil(value / grid);
  return (cells % 2 === 0 ? cells + 1 : cells) * grid;
};

const header = grid * 3;
const padding = grid * 2;
const circle = grid * 3;
const initialSize = grid;
const nameWidth = 132;

interface Sketch extends Size {
  /** Draws the sketch with its top left corner there, at least as large as `room`. */
  readonly draw: (at: Point, room: Size, depth: number, into: Drawing) => void;
}

interface Drawing {
  readonly states: PlacedState[];
  readonly initials: PlacedInitial[];
  readonly separators: Separator[];
}

/** How unpleasant a shape is: large, far from the shape of a screen, or tangled. */
const cost = ({ width, height }: Size, tangle: number): number => width * height * (1 + 0.6 * Math.abs(Math.log(width / height / 1.7))) * (1 + 0.15 * tangle);

const best = <T extends Size>(candidates: readonly T[], tangle: (candidate: T) => number): T =>
  candidates.reduce((least, candidate) => (cost(candidate, tangle(candidate)) < cost(least, tangle(least)) ? candidate : least));

const isInside = (path: string, outer: string): boolean => outer === '' || path === outer || path.startsWith(`${outer}.`);

class Placing {
  readonly #chart: Chart;

  constructor(chart: Chart) {
    this.#chart = chart;
  }

  place(): Placement {
    const { root } = this.#chart;
    const content = root.kind === 'parallel' ? this.#regions(root.children) : this.#region(root);
    const drawing: Drawing = { states: [], initials: [], separators: [] };
    content.draw({ x: 0, y: 0 }, content, 0, drawing);
    return { ...drawing, width: content.width, height: content.height };
  }

  #sketch(state: ChartState): Sketch {
    if (state.kind === 'final' || state.kind === 'history') return round(state);
    if (state.children.length === 0) return leaf(state);
    return this.#container(state, 'container');
  }

  #container(state: ChartState, shape: 'container' | 'region'): Sketch {
    const isParallel = state.kind === 'parallel';
    const content = isParallel ? this.#regions(state.children) : this.#region(state);
    const pad = isParallel ? 0 : padding;
    const width = oddGrid(Math.max(content.width + pad * 2, textWidth(state.name, fontSize) + grid * 3));
    const height = oddGrid(content.height + header + (isParallel ? 0 : padding));
    return {
      width,
      height,
      draw: (at, room, depth, into) => {
        const box = { ...at, width: Math.max(width, room.width), height: Math.max(height, room.height) };
        const [line = ''] = wrapText(state.name, fontSize, box.width - grid * 2, 1);
        into.states.push({ state, box, shape, depth, name: { lines: [line], box: { x: at.x + grid, y: at.y + 9, width: textWidth(line, fontSize), height: lineHeight } } });
        const inner = { width: box.width - pad * 2, height: box.height - header - (isParallel ? 0 : padding) };
        if (isParallel) into.separators.push({ from: { x: at.x, y: at.y + header }, to: { x: at.x + box.width, y: at.y + header } });
        content.draw({ x: at.x + pad, y: at.y + header }, inner, depth + 1, into);
      },
    };
  }

  /** Regions beside or below each other, parted by thin lines. */
  #regions(states: readonly ChartState[]): Sketch {
    const regions = states.map((state) => this.#cell(state));
    const sum = (side: keyof Size): number => regions.reduce((total, region) => total + region[side], 0);
    const most = (side: keyof Size): number => Math.max(...regions.map((region) => region[side]));
    const isBeside = cost({ width: sum('width'), height: most('height') }, 0) < cost({ width: most('width'), height: sum('height') }, 0);
    const size = isBeside ? { width: oddGrid(sum('width')), height: oddGrid(most('height')) } : { width: oddGrid(most('width')), height: oddGrid(sum('height')) };
    return {
      ...size,
      draw: (at, room, depth, into) => {
        let { x, y } = at;
        for (const [index, region] of regions.entries()) {
          const isLast = index === regions.length - 1;
          const width = isBeside ? (isLast ? at.x + room.width - x : region.width) : room.width;
          const height = isBeside ? room.height : isLast ? at.y + room.height - y : region.height;
          if (index > 0) into.separators.push({ from: { x, y }, to: isBeside ? { x, y: at.y + room.height } : { x: at.x + room.width, y } });
          region.draw({ x, y }, { width, height }, depth, into);
          if (isBeside) x += width;
          else y += height;
        }
      },
    };
  }

  /** A region that is one plain state is this state with room around it. */
  #cell(state: ChartState): Sketch {
    if (state.children.length > 0) return this.#container(state, 'region');
    return around(this.#sketch(state), padding);
  }

  #region(region: ChartState): Sketch {
    const sketches = region.children.map((child) => this.#sketch(child));
    const start = region.children.findIndex(({ path }) => path === region.initial);
    const sizes: Size[] = start < 0 ? sketches : [...sketches, { width: initialSize, height: initialSize }];
    const edges = this.#edges(region, start);
    const layered = best((['right', 'down'] as const).map((direction) => layerOut(...ordered(sizes, edges, direction, start))), ({ tangle }) => tangle);
    return {
      width: layered.width,
      height: layered.height,
      draw: (at, room, depth, into) => {
        const shift = { x: at.x + Math.floor((room.width - layered.width) / 2 / grid) * grid, y: at.y };
        const place = (index: number): Point => ({ x: shift.x + (layered.places[index]?.x ?? 0), y: shift.y + (layered.places[index]?.y ?? 0) });
        const first = start < 0 ? 0 : 1;
        for (const [index, sketch] of sketches.entries()) sketch.draw(place(first + index), sketch, depth, into);
        if (start >= 0) into.initials.push({ region: region.path, target: region.initial ?? '', box: { ...place(0), width: initialSize, height: initialSize } });
      },
    };
  }

  /** Between the states of a region, also where the transition is between states inside them. */
  #edges(region: ChartState, start: number): LayerEdge[] {
    const holder = (path: string): number => region.children.findIndex((child) => isInside(path, child.path));
    const edges = this.#chart.transitions.flatMap(({ source, target, label }): LayerEdge[] => {
      const from = holder(source);
      const to = holder(target);
      if (from < 0 || to < 0 || from === to) return [];
      const lines = wrapText(label, labelSize, 120, 2);
      return [{ from, to, label: { width: Math.max(0, ...lines.map((line) => textWidth(line, labelSize))), height: lines.length * labelLineHeight } }];
    });
    return start < 0 ? edges : [...edges, { from: region.children.length, to: start, label: { width: 0, height: 0 } }];
  }
}

/** The dot where a region begins comes first: the search for ways back starts there. */
const ordered = (sizes: readonly Size[], edges: readonly LayerEdge[], direction: Direction, start: number): [readonly Size[], readonly LayerEdge[], Direction] => {
  if (start < 0) return [sizes, edges, direction];
  const last = sizes.length - 1;
  const moved = (node: number): number => (node === last ? 0 : node + 1);
  const dot = sizes[last];
  return [dot === undefined ? sizes : [dot, ...sizes.slice(0, last)], edges.map(({ from, to, label }) => ({ from: moved(from), to: moved(to), label })), direction];
};

const around = (sketch: Sketch, space: number): Sketch => ({
  width: sketch.width + space * 2,
  height: sketch.height + space * 2,
  draw: ({ x, y }, room, depth, into) => {
    const left = Math.floor((room.width - sketch.width) / 2 / grid) * grid;
    const top = Math.floor((room.height - sketch.height) / 2 / grid) * grid;
    sketch.draw({ x: x + left, y: y + top }, sketch, depth, into);
  },
});

const leaf = (state: ChartState): Sketch => {
  const lines = wrapText(state.name, fontSize, nameWidth, 3);
  const text = Math.max(0, ...lines.map((line) => textWidth(line, fontSize)));
  const size = { width: oddGrid(Math.max(text + grid * 3, grid * 9)), height: oddGrid(Math.max(lines.length * lineHeight + grid * 2, grid * 5)) };
  return {
    ...size,
    draw: (at, _room, depth, into) =>
      into.states.push({ state, box: { ...at, ...size }, shape: 'box', depth, name: { lines, box: { x: at.x + (size.width - text) / 2, y: at.y + (size.height - lines.length * lineHeight) / 2, width: text, height: lines.length * lineHeight } } }),
  };
};

/** A circle with its name below. */
const round = (state: ChartState): Sketch => {
  const lines = wrapText(state.name, labelSize, nameWidth, 2);
  const text = Math.max(0, ...lines.map((line) => textWidth(line, labelSize)));
  const size = { width: oddGrid(Math.max(circle, text)), height: oddGrid(circle + lines.length * labelLineHeight + 4) };
  return {
    ...size,
    draw: (at, _room, depth, into) => {
      const box = { x: at.x + onGrid((size.width - circle) / 2), y: at.y, width: circle, height: circle };
      const name = { lines, box: { x: box.x + circle / 2 - text / 2, y: at.y + circle + 2, width: text, height: lines.length * labelLineHeight } };
      into.states.push({ state, box, shape: state.kind === 'history' ? 'history' : 'final', depth, name });
    },
  };
};

export const placeStates = (chart: Chart): Placement => new Placing(chart).place();
