import { describe, expect, it } from 'vitest';
import { around, fitted, panned, readableScale, unionOf, zoomed } from './viewport.ts';

const screen = { width: 800, height: 400 };

describe('the part of a drawing that is seen', () => {
  it('fits the drawing, centred', () => {
    expect(fitted({ x: 0, y: 0, width: 1600, height: 400 }, screen)).toEqual({ scale: 0.5, x: 0, y: -200 });
  });

  it('does not blow a small drawing up', () => {
    expect(fitted({ x: 0, y: 0, width: 80, height: 40 }, screen).scale).toBe(1.1);
  });

  describe('of a drawing that is too large to be read as a whole', () => {
    const large = { x: 0, y: 0, width: 4_000, height: 2_000 };

    it('is first around what is looked at, as large as can be read', () => {
      const { x, y, scale } = around(large, { x: 1_900, y: 900, width: 100, height: 80 }, screen);

      expect(scale).toBe(readableScale);
      expect(x + screen.width / scale / 2).toBeCloseTo(1_950);
      expect(y + screen.height / scale / 2).toBeCloseTo(940);
    });

    it('does not show emptiness beyond an end for it', () => {
      const { x, y, scale } = around(large, { x: 3_900, y: 0, width: 100, height: 80 }, screen);

      expect(x + screen.width / scale).toBeCloseTo(4_000);
      expect(y).toBe(0);
    });

    it('holds all that is looked at, also what is far apart', () => {
      const focus = unionOf([{ x: 0, y: 0, width: 100, height: 80 }, { x: 2_000, y: 600, width: 100, height: 80 }]);
      const { x, y, scale } = around(large, focus, screen);

      expect(focus).toEqual({ x: 0, y: 0, width: 2_100, height: 680 });
      expect(x + screen.width / scale).toBeGreaterThanOrEqual(2_100);
      expect(y + screen.height / scale).toBeGreaterThanOrEqual(680);
    });

    it('is the whole when nothing is looked at', () => {
      expect(around(large, null, screen)).toEqual(fitted(large, screen));
    });
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
