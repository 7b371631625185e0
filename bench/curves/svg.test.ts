import { expect, test } from 'vitest';
import { drawn } from './svg.ts';

const circles = (svg: string): number[][] => [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);

test('what costs the same at any size is drawn flat, and sizes ten times as large equally far apart', () => {
  const [first, second, third] = circles(drawn({ title: 'a < b', xLabel: 'sizes', yLabel: 'ms', points: [{ x: 10, y: 2 }, { x: 100, y: 2 }, { x: 1000, y: 4 }] }));

  expect(first![1]).toBe(second![1]);
  expect(third![1]).toBeLessThan(second![1]!);
  expect(second![0]! - first![0]!).toBeCloseTo(third![0]! - second![0]!, 0);
});

test('names are texts, and a single point has a place', () => {
  const svg = drawn({ title: 'a < b', xLabel: 'x', yLabel: 'y', points: [{ x: 1, y: 0.004 }] });

  expect(svg).toContain('<title>a &lt; b</title>');
  expect(circles(svg).flat().every(Number.isFinite)).toBe(true);
});
