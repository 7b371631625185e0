/**
 * `npm run bench:compare -- BASE [HEAD]`: what a case costs in one version of Acta, compared with another. Both are
 * driven over HTTP, the one interface that is stable between versions, by the load of this checkout.
 */
import { cpus } from 'node:os';
import { ensureInstalled } from '../../scripts/ensure-installed.mjs';
import { followParent } from '../../scripts/follow-parent.mjs';
import { packageRoot } from '../../runtime/package-root.ts';
import { measureRound } from '../round.ts';
import { casesOf, readOptions, type CompareOptions } from './options.ts';
import { judge, measuredFigures, measurePairs, ratioOf, type FiguresPair, type SideName, type Verdict } from './pairs.ts';
import { digits, tableOf } from './report.ts';
import { prepareSide, type Side } from './side.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Comparison {
  readonly underWay: number;
  readonly cases: number;
  readonly pairs: readonly FiguresPair[];
  /** Absent when nothing was to be decided. */
  readonly verdict: Verdict | undefined;
}

const compare = async (options: CompareOptions, sides: Readonly<Record<SideName, Side>>, underWay: number): Promise<Comparison> => {
  const { mode, warmUp, bound } = options;
  const cases = casesOf(options, underWay);
  const pairs = await measurePairs(options, async (name, pair) => {
    const figures = await measureRound(sides[name].root, { mode, underWay, cases, warmUp });
    const { cpuMsPerCase, wallMsPerCase } = figures;
    say(`${underWay} under way, pair ${pair + 1}, ${name}: ${digits(cpuMsPerCase ?? NaN)} ms of CPU a case, ${digits(1000 / (wallMsPerCase ?? NaN))} cases/s`);
    return figures;
  });
  return { underWay, cases, pairs, verdict: bound === undefined ? undefined : judge(pairs, bound) };
};

const verdictTexts: Readonly<Record<Verdict, string>> = { held: 'yes', exceeded: 'no', undecided: 'undecided' };

const textOf = ({ mode, bound, warmUp }: CompareOptions, { underWay, cases, pairs, verdict }: Comparison): string => {
  const title = `${mode}, ${underWay} cases under way, ${pairs.length} pairs of ${cases} cases after ${warmUp} to warm up`;
  const decision = bound === undefined || verdict === undefined ? [] : [`${bound.figure} at most ${bound.atMost} times that of base: ${verdictTexts[verdict]}`];
  return [title, tableOf(pairs), ...decision].join('\n');
};

const jsonOf = (options: CompareOptions, sides: Readonly<Record<SideName, Side>>, comparisons: readonly Comparison[]): string => {
  const { mode, warmUp, bound } = options;
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? '', node: process.version };
  return JSON.stringify({
    base: sides.base.revision, head: sides.head.revision, machine, mode, warmUp, ...(bound === undefined ? {} : { bound }),
    method: '90 % interval of the mean of ln(head / base) by the t-distribution',
    comparisons: comparisons.map(({ pairs, ...comparison }) => ({
      ...comparison,
      ratios: Object.fromEntries(measuredFigures(pairs).map((figure) => [figure, ratioOf(pairs, figure) ?? null])),
      pairs,
    })),
  });
};

const exitCodes: Readonly<Record<Verdict, number>> = { held: 0, exceeded: 1, undecided: 2 };

/** One that does not hold decides for all. */
const exitCodeOf = (comparisons: readonly Comparison[]): number => {
  const verdicts = comparisons.flatMap(({ verdict }) => (verdict === undefined ? [] : [verdict]));
  const decisive = (['exceeded', 'undecided'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'held';
  return exitCodes[decisive];
};

const main = async (options: CompareOptions): Promise<number> => {
  ensureInstalled({ development: true });
  const sides: Partial<Record<SideName, Side>> = {};
  try {
    say('Building both sides …');
    const base = (sides.base = await prepareSide('base', options.base));
    const head = (sides.head = await prepareSide('head', options.head ?? packageRoot));
    say(`base ${base.revision}, head ${head.revision}`);
    const comparisons: Comparison[] = [];
    for (const underWay of options.underWay) {
      const comparison = await compare(options, { base, head }, underWay);
      comparisons.push(comparison);
      (options.json ? say : (text: string) => void process.stdout.write(`${text}\n`))(`\n${textOf(options, comparison)}\n`);
    }
    if (options.json) process.stdout.write(`${jsonOf(options, { base, head }, comparisons)}\n`);
    return exitCodeOf(comparisons);
  } finally {
    for (const side of Object.values(sides)) side.remove();
  }
};

followParent();
try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  const text = error instanceof Error ? (error.message.startsWith('Expected ') ? error.message : error.stack) : String(error);
  say(text ?? '');
  process.exitCode = 3;
}
