/** Fingers on a canvas of diagram-js, which knows only the mouse: one moves it, two zoom it. */
interface TouchCanvas {
  scroll: (by: { dx: number; dy: number }) => void;
  zoom: (scale?: number | 'fit-viewport', centre?: 'auto' | { x: number; y: number }) => number;
}

export const touch = (element: HTMLElement, canvas: TouchCanvas, onTouched: () => void): (() => void) => {
  const fingers = new Map<number, { x: number; y: number }>();
  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    onTouched();
    if (other === undefined) canvas.scroll({ dx: now.x - before.x, dy: now.y - before.y });
    else {
      const rect = element.getBoundingClientRect();
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      canvas.zoom(canvas.zoom() * factor, { x: (now.x + other.x) / 2 - rect.left, y: (now.y + other.y) / 2 - rect.top });
    }
  };
  const up = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
  };
};
