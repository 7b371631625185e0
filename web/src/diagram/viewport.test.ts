import { describe, expect, it } from 'vitest';
import { fitted, panned, zoomed } from './viewport.ts';

const screen = { width: 800, height: 400 };

describe('the part of a drawing that is seen', () => {
  it('fits the drawing, centred', () => {
    expect(fitted({ x: 0, y: 0, width: 1600, height: 400 }, screen)).toEqual({ scale: 0.5, x: 0, y: -200 });
  });

  it('does not blow a small drawing up', () => {
    expect(fitted({ x: 0, y: 0, width: 80, height: 40 }, screen).scale).toBe(1.1);
  });

  it('keeps what is under the pointer when it zooms', () => {
    const before = { x: 10, y: 20, scale: 1 };
    const after = zoomed(before, 2, { x: 100, y: 50 });

    expect(after.x + 100 / after.scale).toBe(before.x + 100);
    expect(after.y + 50 / after.scale).toBe(before.y + 50);
  });

  it('follows the hand, whatever the scale', () => {
    expect(panned({ x: 0, y: 0, scale: 2 }, 40, -20)).toEqual({ x: -20, y: 10, scale: 2 });
  });
});
