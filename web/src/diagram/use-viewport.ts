/** Pan and zoom of an SVG by pointer, wheel, two fingers and keys. */
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import type { Box } from './statechart/geometry.ts';
import { around, fitted, panned, zoomed, type Rect, type Viewport } from './viewport.ts';

export interface ViewportControl {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly viewport: Viewport;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly handlers: {
    readonly onPointerDown: (event: ReactPointerEvent) => void;
    readonly onPointerMove: (event: ReactPointerEvent) => void;
    readonly onPointerUp: (event: ReactPointerEvent) => void;
    readonly onPointerCancel: (event: ReactPointerEvent) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

const step = 60;
const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
/** Less than this is a click. */
const dragDistance = 4;

/** `focus`: what is looked at first, when the whole would be too small. */
export const useViewport = (bounds: Box, focus: Rect | null = null): ViewportControl => {
  const frame = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState<Viewport>({ x: bounds.x, y: bounds.y, scale: 1 });
  const isTouched = useRef(false);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const dragged = useRef(0);

  const size = useCallback(() => ({ width: frame.current?.clientWidth ?? 1, height: frame.current?.clientHeight ?? 1 }), []);
  const fit = useCallback(() => {
    isTouched.current = true;
    setViewport(fitted(bounds, size()));
  }, [bounds, size]);
  const zoom = useCallback((factor: number) => {
    isTouched.current = true;
    const { width, height } = size();
    setViewport((now) => zoomed(now, factor, { x: width / 2, y: height / 2 }));
  }, [size]);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const refit = (): void => {
      if (!isTouched.current) setViewport(around(bounds, focus, size()));
    };
    refit();
    const observer = new ResizeObserver(refit);
    observer.observe(element);
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      isTouched.current = true;
      const rect = element.getBoundingClientRect();
      const at = { x: event.clientX - rect.left, y: event.clientY - rect.top };
      setViewport((now) => (event.ctrlKey || event.metaKey ? zoomed(now, Math.exp(-event.deltaY / 200), at) : panned(now, -event.deltaX, -event.deltaY)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, [bounds, focus, size]);

  const onPointerDown = (event: ReactPointerEvent): void => {
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    dragged.current = 0;
  };
  const onPointerMove = (event: ReactPointerEvent): void => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    pointers.current.set(event.pointerId, now);
    dragged.current += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (dragged.current < dragDistance) return;
    if (frame.current?.hasPointerCapture(event.pointerId) === false) frame.current.setPointerCapture(event.pointerId);
    isTouched.current = true;
    const [other] = others;
    const rect = frame.current?.getBoundingClientRect();
    if (other === undefined || rect === undefined) setViewport((view) => panned(view, now.x - before.x, now.y - before.y));
    else {
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      setViewport((view) => zoomed(view, factor, { x: (now.x + other.x) / 2 - rect.left, y: (now.y + other.y) / 2 - rect.top }));
    }
  };
  const onPointerUp = (event: ReactPointerEvent): void => {
    pointers.current.delete(event.pointerId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      isTouched.current = true;
      setViewport((now) => panned(now, ...arrow));
    } else if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') fit();
    else return;
    event.preventDefault();
  };

  return { frame, viewport, zoom, fit, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown } };
};
