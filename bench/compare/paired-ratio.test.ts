import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../test/simulation/random.ts';
import { median, pairedRatio, type Pair } from './paired-ratio.ts';

const cost = fc.double({ min: 0.01, max: 1000, noNaN: true });
/** Normally distributed around 0 with deviation 1 (Box and Muller). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

const pairs = fc.array(fc.record<Pair>({ base: cost, head: cost }), { minLength: 2, maxLength: 20 });

describe('the paired ratio', () => {
  it('is that of a sample that was worked out by hand', () => {
    // ln 1.1, ln 1.2, ln 1.0, ln 1.3, ln 1.15: mean 0.13595, deviation 0.09783, t(4) = 2.13185, half 0.09327
    const ratio = pairedRatio([1.1, 1.2, 1, 1.3, 1.15].map((head) => ({ base: 10, head: head * 10 })));

    expect(ratio?.mean).toBeCloseTo(1.14563, 5);
    expect(ratio?.median).toBeCloseTo(1.15, 10);
    expect(ratio?.low).toBeCloseTo(1.04361, 5);
    expect(ratio?.high).toBeCloseTo(1.25762, 5);
  });

  it('has an interval of no width when every pair says the same', () => {
    const ratio = pairedRatio([{ base: 1, head: 2 }, { base: 3, head: 6 }, { base: 5, head: 10 }]);

    expect(ratio?.low).toBeCloseTo(2, 12);
    expect(ratio?.high).toBeCloseTo(2, 12);
  });

  it('is the reciprocal when base and head are exchanged', () => {
    fc.assert(fc.property(pairs, (measured) => {
      const forth = pairedRatio(measured)!;
      const back = pairedRatio(measured.map(({ base, head }) => ({ base: head, head: base })))!;
      expect(back.mean * forth.mean).toBeCloseTo(1, 6);
      expect(back.low * forth.high).toBeCloseTo(1, 6);
    }));
  });

  it('is the same in other units, and its mean is inside its interval', () => {
    fc.assert(fc.property(pairs, cost, (measured, unit) => {
      const ratio = pairedRatio(measured)!;
      const scaled = pairedRatio(measured.map(({ base, head }) => ({ base: base * unit, head: head * unit })))!;
      expect(scaled.mean / ratio.mean).toBeCloseTo(1, 6);
      expect(scaled.high / ratio.high).toBeCloseTo(1, 6);
      expect(ratio.low).toBeLessThanOrEqual(ratio.mean);
      expect(ratio.mean).toBeLessThanOrEqual(ratio.high);
    }));
  });

  it('has an interval that holds the truth in nine of ten measurements', () => {
    const random = new Random(20_260_101);
    const truth = 1.07;
    const trials = 4000;
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const ratio = pairedRatio(Array.from({ length: 5 }, () => {
        const drift = Math.exp(normal(random)); // meets both alike
        return { base: drift, head: drift * truth * Math.exp(0.05 * normal(random)) };
      }))!;
      if (ratio.low <= truth && truth <= ratio.high) held += 1;
    }

    expect(held / trials).toBeGreaterThan(0.885);
    expect(held / trials).toBeLessThan(0.915);
  });

  it('is not there for one pair, or where something cost nothing', () => {
    expect(pairedRatio([{ base: 1, head: 1 }])).toBeUndefined();
    expect(pairedRatio([{ base: 1, head: 1 }, { base: 0, head: 1 }])).toBeUndefined();
    expect(pairedRatio([{ base: 1, head: 1 }, { base: 1, head: Number.NaN }])).toBeUndefined();
  });
});

describe('the median', () => {
  it('is the middle, or between the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });
});
