/** Pairs of rounds, one of each side, and whether they are enough to decide. */
import { figureNames, type FigureName, type Figures } from '../figures.ts';
import { pairedRatio, type PairedRatio } from './paired-ratio.ts';

export type SideName = 'base' | 'head';
export type FiguresPair = Readonly<Record<SideName, Figures>>;
export type Verdict = 'held' | 'exceeded' | 'undecided';

/** What is to be decided: the figure of head is at most so many times that of base. */
export interface Bound {
  readonly figure: FigureName;
  readonly atMost: number;
}

export interface PairsOrder {
  readonly pairs: number;
  /** When so many do not decide, nothing does. */
  readonly maxPairs: number;
  readonly bound: Bound | undefined;
}

/** Base, head, head, base, …: whoever comes first in a pair, and what drifts from round to round, meets both alike. */
const orderOf = (pair: number): readonly SideName[] => (pair % 2 === 0 ? ['base', 'head'] : ['head', 'base']);

export const ratioOf = (pairs: readonly FiguresPair[], figure: FigureName): PairedRatio | undefined =>
  pairedRatio(pairs.map(({ base, head }) => ({ base: base[figure] ?? Number.NaN, head: head[figure] ?? Number.NaN })));

/** Figures that were measured at all, in the order of their names. */
export const measuredFigures = (pairs: readonly FiguresPair[]): FigureName[] =>
  figureNames.filter((name) => pairs.some(({ base, head }) => base[name] !== undefined || head[name] !== undefined));

/** By the 90 % interval: its upper end must be within the bound, or its lower end beyond it. */
export const judge = (pairs: readonly FiguresPair[], { figure, atMost }: Bound): Verdict => {
  const ratio = ratioOf(pairs, figure);
  if (ratio === undefined) return 'undecided';
  if (ratio.high <= atMost) return 'held';
  return ratio.low > atMost ? 'exceeded' : 'undecided';
};

/**
 * Every look at a bound is a chance to be wrong, so there are few of them: an interval that is too wide is looked
 * at again with half as many pairs more.
 */
const nextLook = (pairs: number, maxPairs: number): number => Math.min(maxPairs, Math.ceil(pairs * 1.5));

export const measurePairs = async (
  { pairs: first, maxPairs, bound }: PairsOrder,
  measure: (side: SideName, pair: number) => Promise<Figures>,
): Promise<readonly FiguresPair[]> => {
  const pairs: FiguresPair[] = [];
  for (let look = first; pairs.length < look; ) {
    const measured: { [side in SideName]?: Figures } = {};
    for (const side of orderOf(pairs.length)) measured[side] = await measure(side, pairs.length);
    pairs.push({ base: {}, head: {}, ...measured });
    const isDecided = bound === undefined || judge(pairs, bound) !== 'undecided';
    if (pairs.length === look && !isDecided) look = nextLook(look, maxPairs);
  }
  return pairs;
};
