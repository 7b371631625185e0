/** What was measured, as a table for people. */
import type { FigureName } from '../figures.ts';
import { median, type PairedRatio } from './paired-ratio.ts';
import { measuredFigures, ratioOf, type FiguresPair, type SideName } from './pairs.ts';

/** Four digits say all that is known. */
export const digits = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '-');

const interval = (ratio: PairedRatio | undefined): readonly string[] =>
  ratio === undefined ? ['-', '-'] : [ratio.mean.toFixed(3), `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`];

/** The middle of all rounds of a side. */
export const medianOf = (pairs: readonly FiguresPair[], side: SideName, figure: FigureName): number =>
  median(pairs.map((pair) => pair[side][figure] ?? Number.NaN));

export const tableOf = (pairs: readonly FiguresPair[]): string => {
  const rows = [
    ['', 'base', 'head', 'ratio', '90 % interval'],
    ...measuredFigures(pairs).map((figure) => [
      figure, digits(medianOf(pairs, 'base', figure)), digits(medianOf(pairs, 'head', figure)), ...interval(ratioOf(pairs, figure)),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ');
  return rows.map(line).join('\n');
};
