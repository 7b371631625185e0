/**
 * Places the states of one region in layers along the way through it (after Sugiyama): ways back are turned round, each
 * state stands behind those that lead to it, and states of a layer are ordered so that few lines cross. Deterministic:
 * equal cases are decided by the order of the document.
 */
import { grid, onGrid, type Point, type Size } from './geometry.ts';

export type Direction = 'right' | 'down';

export interface LayerEdge {
  readonly from: number;
  readonly to: number;
  /** Room that its label needs along the direction. */
  readonly label: Size;
}

export interface Layered extends Size {
  readonly places: readonly Point[];
  /** How much lines cross, and how many skip layers: a measure of how hard it is to read. */
  readonly tangle: number;
}

const gapAlong = grid * 4;
const gapAcross = grid * 3;
const sweeps = 6;

/** Edges that lead back on a search from the first node, in document order. */
const waysBack = (count: number, edges: readonly LayerEdge[]): Set<LayerEdge> => {
  const back = new Set<LayerEdge>();
  const state = new Uint8Array(count); // 1: on the way, 2: left
  const visit = (node: number): void => {
    state[node] = 1;
    for (const edge of edges) {
      if (edge.from !== node) continue;
      if (state[edge.to] === 1) back.add(edge);
      else if (state[edge.to] === 0) visit(edge.to);
    }
    state[node] = 2;
  };
  for (let node = 0; node < count; node++) if (state[node] === 0) visit(node);
  return back;
};

const layersOf = (count: number, forward: readonly { from: number; to: number }[]): number[] => {
  const layer = Array.from({ length: count }, () => 0);
  for (let round = 0; round < count; round++) {
    let isStill = true;
    for (const { from, to } of forward) {
      const least = (layer[from] ?? 0) + 1;
      if ((layer[to] ?? 0) < least) {
        layer[to] = least;
        isStill = false;
      }
    }
    if (isStill) break;
  }
  return layer;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

class Layering {
  readonly rows: number[][] = [];
  readonly #neighbours: { before: number[]; after: number[] }[];
  readonly forward: readonly { from: number; to: number; label: Size }[];

  constructor(sizes: readonly Size[], edges: readonly LayerEdge[]) {
    const back = waysBack(sizes.length, edges);
    this.forward = edges.filter(({ from, to }) => from !== to).map((edge) => (back.has(edge) ? { from: edge.to, to: edge.from, label: edge.label } : edge));
    const layer = layersOf(sizes.length, this.forward);
    this.#neighbours = sizes.map(() => ({ before: [], after: [] }));
    for (const { from, to } of this.forward) {
      this.#neighbours[from]?.after.push(to);
      this.#neighbours[to]?.before.push(from);
    }
    for (const [node, at] of layer.entries()) (this.rows[at] ??= []).push(node);
    this.#order();
  }

  #order(): void {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const isDown = sweep % 2 === 0;
      const place = this.#relativePlaces();
      for (const row of isDown ? this.rows : this.rows.toReversed()) {
        const wish = (node: number): number => {
          const near = this.#neighbours[node]?.[isDown ? 'before' : 'after'] ?? [];
          return near.length === 0 ? (place[node] ?? 0) : mean(near.map((other) => place[other] ?? 0));
        };
        const wishes = new Map(row.map((node) => [node, wish(node)]));
        row.sort((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0) || a - b);
        for (const [index, node] of row.entries()) place[node] = (index + 0.5) / row.length;
      }
    }
  }

  #relativePlaces(): number[] {
    const place: number[] = [];
    for (const row of this.rows) for (const [index, node] of row.entries()) place[node] = (index + 0.5) / row.length;
    return place;
  }

  near(node: number): readonly number[] {
    const { before, after } = this.#neighbours[node] ?? { before: [], after: [] };
    return before.length > 0 ? before : after;
  }

  get tangle(): number {
    const rowOf = new Map(this.rows.flatMap((row, at) => row.map((node) => [node, at] as const)));
    return this.forward.reduce((sum, { from, to }) => sum + Math.max(0, (rowOf.get(to) ?? 0) - (rowOf.get(from) ?? 0) - 1), 0);
  }
}

/** Moves the states of each layer towards those they follow, keeping order and distance. */
const across = (layering: Layering, extent: (node: number) => number): number[] => {
  const centre: number[] = [];
  const total = (row: readonly number[]): number => row.reduce((sum, node) => sum + extent(node), 0) + gapAcross * (row.length - 1);
  const widest = Math.max(...layering.rows.map(total));
  for (const row of layering.rows) {
    let at = (widest - total(row)) / 2;
    for (const node of row) {
      centre[node] = at + extent(node) / 2;
      at += extent(node) + gapAcross;
    }
  }
  for (let round = 0; round < 4; round++)
    for (const row of layering.rows) settle(row, { centre, extent, wish: (node) => (layering.near(node).length === 0 ? (centre[node] ?? 0) : mean(layering.near(node).map((other) => centre[other] ?? 0))) });
  const least = Math.min(...centre.map((value, node) => value - extent(node) / 2));
  return centre.map((value, node) => onGrid(value - least - extent(node) / 2));
};

interface Settling {
  readonly centre: number[];
  readonly extent: (node: number) => number;
  readonly wish: (node: number) => number;
}

/** Each where it wishes to be; those that then touch are pushed apart from the row's middle. */
const settle = (row: readonly number[], { centre, extent, wish }: Settling): void => {
  const wished = row.map(wish);
  const placed = [...wished];
  for (let index = 1; index < row.length; index++) {
    const gap = (extent(row[index - 1] ?? 0) + extent(row[index] ?? 0)) / 2 + gapAcross;
    placed[index] = Math.max(placed[index] ?? 0, (placed[index - 1] ?? 0) + gap);
  }
  const shift = row.length === 0 ? 0 : mean(placed.map((value, index) => value - (wished[index] ?? 0)));
  for (const [index, node] of row.entries()) centre[node] = (placed[index] ?? 0) - shift;
};

export const layerOut = (sizes: readonly Size[], edges: readonly LayerEdge[], direction: Direction): Layered => {
  if (sizes.length === 0) return { places: [], width: 0, height: 0, tangle: 0 };
  const layering = new Layering(sizes, edges);
  const isRight = direction === 'right';
  const along = (node: number): number => (isRight ? sizes[node]?.width : sizes[node]?.height) ?? 0;
  const extent = (node: number): number => (isRight ? sizes[node]?.height : sizes[node]?.width) ?? 0;
  const cross = across(layering, extent);
  const main: number[] = [];
  let at = 0;
  for (const [index, row] of layering.rows.entries()) {
    const depth = Math.max(...row.map(along));
    for (const node of row) main[node] = at + onGrid((depth - along(node)) / 2);
    const next = new Set(layering.rows[index + 1]);
    const labels = layering.forward.filter(({ from, to }) => row.includes(from) && next.has(to)).map(({ label }) => (isRight ? label.width : label.height));
    const lines = layering.forward.filter(({ from }) => row.includes(from)).length;
    at += onGrid(depth) + Math.max(gapAlong + grid * Math.floor(lines / 3), onGrid(Math.max(0, ...labels) + grid * 2));
  }
  const places = sizes.map((_, node) => (isRight ? { x: main[node] ?? 0, y: cross[node] ?? 0 } : { x: cross[node] ?? 0, y: main[node] ?? 0 }));
  const width = Math.max(...places.map(({ x }, node) => x + (sizes[node]?.width ?? 0)));
  const height = Math.max(...places.map(({ y }, node) => y + (sizes[node]?.height ?? 0)));
  return { places, width: onGrid(width), height: onGrid(height), tangle: layering.tangle };
};
