/**
 * How much more, or less, the one costs than the other: the ratio head : base of pairs that were measured next to
 * each other, so that what changes slowly on a machine meets both alike.
 *
 * The mean of the logarithms of the ratios has the t-distribution's interval. Logarithms, because costs multiply:
 * twice and half as much are equally far from the same, and exchanging base and head gives the reciprocals.
 */
import { centralQuantile } from './student-t.ts';

export interface PairedRatio {
  /** One per pair, in the order of measuring. */
  readonly ratios: readonly number[];
  readonly median: number;
  /** The geometric mean, in the middle of the interval. */
  readonly mean: number;
  /** The interval that holds the true mean in 90 % of all measurements. */
  readonly low: number;
  readonly high: number;
}

export interface Pair {
  readonly base: number;
  readonly head: number;
}

const confidence = 0.9;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

/** undefined for fewer than two pairs, and when something cost nothing: then there is no ratio. */
export const pairedRatio = (pairs: readonly Pair[]): PairedRatio | undefined => {
  if (pairs.length < 2 || pairs.some(({ base, head }) => !(base > 0 && head > 0))) return undefined;
  const ratios = pairs.map(({ base, head }) => head / base);
  const logarithms = ratios.map(Math.log);
  const mean = logarithms.reduce((sum, value) => sum + value, 0) / pairs.length;
  const variance = logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pairs.length - 1);
  const half = centralQuantile(confidence, pairs.length - 1) * Math.sqrt(variance / pairs.length);
  return { ratios, median: median(ratios), mean: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
};
