/** The command line of the comparison. */
import { parseArgs } from 'node:util';
import { figureNames, isFigureName, type FigureName } from '../figures.ts';
import { modes, type Mode } from '../installation.ts';
import type { PairsOrder } from './pairs.ts';

export const usage = `npm run bench:compare -- BASE [HEAD] [options]

BASE and HEAD are checkouts (folders) or git revisions; HEAD is this checkout when it is left out.

  --under-way N,…   cases under way at the same time (50,400)
  --mode MODE       apart: server and worker as two processes on Postgres and Redis (default); together: in one
                    process on the same; embedded: one process with nothing else
  --cases N         cases of a round (4000, at least twice those under way, at most 500 for each of them)
  --warm-up N       cases before those of a round (2000)
  --pairs N         pairs of rounds (5)
  --at-most RATIO   decide whether the figure of HEAD is at most so many times that of BASE
  --of FIGURE       which figure (cpuMsPerCase)
  --max-pairs N     measure up to so many pairs until it is decided (30)
  --json            one line of JSON on standard output; the tables go to standard error

Ends with 0 when what --at-most says holds, 1 when it does not, 2 when it is undecided, 3 when measuring failed.

Figures: ${figureNames.join(', ')}`;

export interface CompareOptions extends PairsOrder {
  readonly base: string;
  /** undefined: this checkout */
  readonly head: string | undefined;
  readonly mode: Mode;
  readonly underWay: readonly number[];
  /** undefined: as many as fit those under way */
  readonly cases: number | undefined;
  readonly warmUp: number;
  readonly json: boolean;
}

const whole = (name: string, text: string, least: number): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`Expected --${name} to be a whole number from ${least}, but it is '${text}'`);
  return number;
};

const ratio = (text: string): number => {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) throw new Error(`Expected --at-most to be a ratio like 1.05, but it is '${text}'`);
  return number;
};

const modeOf = (text: string): Mode => {
  const mode = modes.find((known) => known === text);
  if (mode === undefined) throw new Error(`Expected --mode to be one of ${modes.join(', ')}, but it is '${text}'`);
  return mode;
};

const figureOf = (text: string): FigureName => {
  if (!isFigureName(text)) throw new Error(`Expected --of to be one of ${figureNames.join(', ')}, but it is '${text}'`);
  return text;
};

const parse = (args: readonly string[]) => {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'under-way': text('50,400'), mode: text('apart'), cases: { type: 'string' }, 'warm-up': text('2000'), pairs: text('5'),
        'at-most': { type: 'string' }, of: text('cpuMsPerCase'), 'max-pairs': text('30'), json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Error(`Expected options of the comparison, but: ${(error as Error).message}\n\n${usage}`, { cause: error });
  }
};

export const readOptions = (args: readonly string[]): CompareOptions => {
  const { positionals, values } = parse(args);
  const [base, head, more] = positionals;
  if (base === undefined) throw new Error(`Expected what to compare with, but it is not said.\n\n${usage}`);
  if (more !== undefined) throw new Error(`Expected a base and a head, but there is a third: '${more}'`);
  const pairs = whole('pairs', values.pairs, 2);
  const atMost = values['at-most'];
  return {
    base,
    head,
    mode: modeOf(values.mode),
    underWay: values['under-way'].split(',').map((text) => whole('under-way', text, 1)),
    cases: values.cases === undefined ? undefined : whole('cases', values.cases, 1),
    warmUp: whole('warm-up', values['warm-up'], 0),
    pairs,
    maxPairs: Math.max(pairs, whole('max-pairs', values['max-pairs'], 2)),
    bound: atMost === undefined ? undefined : { figure: figureOf(values.of), atMost: ratio(atMost) },
    json: values.json,
  };
};

/** Enough for ticks of CPU time not to matter, and for few cases under way not to take minutes. */
export const casesOf = ({ cases }: CompareOptions, underWay: number): number =>
  cases ?? Math.max(2 * underWay, Math.min(4000, 500 * underWay));
