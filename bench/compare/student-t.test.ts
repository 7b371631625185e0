import { describe, expect, it } from 'vitest';
import { centralQuantile } from './student-t.ts';

describe('quantile of the t-distribution', () => {
  // Columns 0.95 and 0.975 of the printed tables: one-sided, hence 90 % and 95 % around the middle.
  it.each([
    [1, 6.314, 12.706],
    [2, 2.92, 4.303],
    [3, 2.353, 3.182],
    [4, 2.132, 2.776],
    [5, 2.015, 2.571],
    [9, 1.833, 2.262],
    [10, 1.812, 2.228],
    [29, 1.699, 2.045],
    [30, 1.697, 2.042],
    [120, 1.658, 1.98],
  ])('with %i degrees of freedom is that of the tables', (degrees, ninety, ninetyFive) => {
    expect(centralQuantile(0.9, degrees)).toBeCloseTo(ninety, 3);
    expect(centralQuantile(0.95, degrees)).toBeCloseTo(ninetyFive, 3);
  });
});
