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

const scales = { least: 0.15, most: 3 };
/** Larger than drawn is not wanted when a drawing is first shown. */
const firstScale = 1.1;

const between = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

export const fitted = (bounds: Extent & { readonly x: number; readonly y: number }, screen: Extent): Viewport => {
  const scale = between(Math.min(screen.width / bounds.width, screen.height / bounds.height), scales.least, firstScale);
  return { scale, x: bounds.x + (bounds.width - screen.width / scale) / 2, y: bounds.y + (bounds.height - screen.height / scale) / 2 };
};

export const panned = ({ x, y, scale }: Viewport, dx: number, dy: number): Viewport => ({ x: x - dx / scale, y: y - dy / scale, scale });

/** What is at the point (of the screen) stays there. */
export const zoomed = ({ x, y, scale }: Viewport, factor: number, at: { readonly x: number; readonly y: number }): Viewport => {
  const next = between(scale * factor, scales.least, scales.most);
  return { x: x + at.x / scale - at.x / next, y: y + at.y / scale - at.y / next, scale: next };
};
