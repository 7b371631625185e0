/** Finds a place for the label of each line: on it, near its start, and over nothing else. */
import { overlapArea, type Box, type Point, type Size } from './geometry.ts';

export interface LabelRequest {
  readonly id: string;
  readonly way: readonly Point[];
  readonly size: Size;
}

const gap = 3;

/** Places beside the segments of a way, the earlier the better. */
const candidates = (way: readonly Point[], { width, height }: Size): { box: Box; price: number }[] =>
  way.slice(1).flatMap((to, index) => {
    const from = way[index] ?? to;
    const isFlat = from.y === to.y;
    const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    return [0.5, 0.3, 0.7].flatMap((part) => {
      const x = from.x + (to.x - from.x) * part;
      const y = from.y + (to.y - from.y) * part;
      const tight = isFlat ? Math.max(0, width + 8 - length) * 2 : Math.max(0, height + 8 - length);
      const price = index * 14 + (part === 0.5 ? 0 : 4) + tight;
      return isFlat
        ? [{ box: { x: x - width / 2, y: y - height - gap, width, height }, price }, { box: { x: x - width / 2, y: y + gap, width, height }, price: price + 6 }]
        : [{ box: { x: x + gap + 2, y: y - height / 2, width, height }, price }, { box: { x: x - width - gap - 2, y: y - height / 2, width, height }, price: price + 6 }];
    });
  });

/** Segments as thin boxes. */
const linesOf = (way: readonly Point[]): Box[] =>
  way.slice(1).map((to, index) => {
    const from = way[index] ?? to;
    return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.max(1, Math.abs(from.x - to.x)), height: Math.max(1, Math.abs(from.y - to.y)) };
  });

export const placeLabels = (requests: readonly LabelRequest[], ways: ReadonlyMap<string, readonly Point[]>, solid: readonly Box[]): Map<string, Box> => {
  const placed = new Map<string, Box>();
  const lines = [...ways].map(([id, way]) => ({ id, boxes: linesOf(way) }));
  for (const { id, way, size } of requests) {
    const over = (box: Box): number => {
      const states = solid.reduce((sum, other) => sum + overlapArea(box, other), 0);
      const labels = [...placed.values()].reduce((sum, other) => sum + overlapArea(box, other), 0);
      const crossed = lines.reduce((sum, line) => sum + line.boxes.filter((each) => overlapArea(box, each) > 0).length, 0);
      return states * 3 + labels * 3 + crossed * 25;
    };
    let least: { box: Box; price: number } | undefined;
    for (const { box, price } of candidates(way, size)) {
      const total = price + over(box);
      if (least === undefined || total < least.price) least = { box, price: total };
    }
    if (least !== undefined) placed.set(id, least.box);
  }
  return placed;
};
