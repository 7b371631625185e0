/** The part of a drawing that is seen: pure arithmetic of panning and zooming. */
export interface Viewport {
  /** Drawing units at the left upper corner. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Extent {
  readonly x: number;
  readonly y: number;
}

const scales = { least: 0.15, most: 3 };
/** Larger than drawn is not wanted when a drawing is first shown. */
const firstScale = 1.1;

const between = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

export const fitted = (bounds: Rect, screen: Extent): Viewport => {
  const scale = between(Math.min(screen.width / bounds.width, screen.height / bounds.height), scales.least, firstScale);
  return { scale, x: bounds.x + (bounds.width - screen.width / scale) / 2, y: bounds.y + (bounds.height - screen.height / scale) / 2 };
};

/** Below this the labels of flows are left out: they would be in the way of what can still be read. */
export const flowLabelScale = 0.6;
/** Below this nobody reads what a diagram says; it is told beside it then. */
export const readableScale = 0.72;
/** Drawing units that are seen around what is looked at. */
const surroundings = 60;

/** So that `length` of the drawing, beginning at `from`, is seen without emptiness beyond its ends where there is enough of it. */
const within = (centre: number, seen: number, from: number, length: number): number =>
  seen >= length ? from + (length - seen) / 2 : between(centre - seen / 2, from, from + length - seen);

/** A drawing that would be too small to read as a whole is first shown around what is looked at: where the case is. */
export const around = (bounds: Rect, focus: Rect | null, screen: Extent): Viewport => {
  const whole = fitted(bounds, screen);
  if (focus === null || whole.scale >= readableScale) return whole;
  const scale = between(Math.min(screen.width / (focus.width + 2 * surroundings), screen.height / (focus.height + 2 * surroundings)), whole.scale, readableScale);
  return {
    scale,
    x: within(focus.x + focus.width / 2, screen.width / scale, bounds.x, bounds.width),
    y: within(focus.y + focus.height / 2, screen.height / scale, bounds.y, bounds.height),
  };
};

/** The smallest that holds all; null: there are none. */
export const unionOf = (boxes: readonly Rect[]): Rect | null => {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
};

export const panned = ({ x, y, scale }: Viewport, dx: number, dy: number): Viewport => ({ x: x - dx / scale, y: y - dy / scale, scale });

/** What is at the point (of the screen) stays there. */
export const zoomed = ({ x, y, scale }: Viewport, factor: number, at: { readonly x: number; readonly y: number }): Viewport => {
  const next = between(scale * factor, scales.least, scales.most);
  return { x: x + at.x / scale - at.x / next, y: y + at.y / scale - at.y / next, scale: next };
};
