import { describe, expect, it } from 'vitest';
import { valueOf } from '../evaluate-text.fixture.ts';

/**
 * The relations of DMN 1.5 table 79 against sets: a range between whole numbers is the quarters it holds, so
 * that an end that is left out moves the nearest quarter inwards.
 */
interface Sample {
  readonly text: string;
  readonly quarters: readonly number[];
}

function sample(start: number, end: number, open: '[' | '(', close: ']' | ')'): Sample {
  const quarters = Array.from({ length: (end - start) * 4 + 1 }, (_unused, index) => start + index / 4);
  return { text: `${open}${start}..${end}${close}`, quarters: quarters.slice(open === '(' ? 1 : 0, close === ')' ? -1 : undefined) };
}

const ENDS = [1, 2, 3, 4] as const;
const POINTS: readonly Sample[] = ENDS.map((at) => ({ text: `${at}`, quarters: [at] }));
const RANGES: readonly Sample[] = ENDS.flatMap((start) => ENDS.filter((end) => end > start).flatMap((end) =>
  (['[', '('] as const).flatMap((open) => ([']', ')'] as const).map((close) => sample(start, end, open, close)))));

const first = ({ quarters }: Sample): number => Math.min(...quarters);
const last = ({ quarters }: Sample): number => Math.max(...quarters);
const within = (a: Sample, b: Sample): boolean => first(a) >= first(b) && last(a) <= last(b);
const meeting = (a: Sample, b: Sample): boolean => a.quarters.some((one) => b.quarters.includes(one));

type Relation = (a: Sample, b: Sample) => boolean;
const RELATIONS: Readonly<Record<string, Relation>> = {
  before: (a, b) => last(a) < first(b),
  after: (a, b) => first(a) > last(b),
  meets: (a, b) => last(a) === first(b),
  'met by': (a, b) => first(a) === last(b),
  overlaps: meeting,
  'overlaps before': (a, b) => first(a) < first(b) && meeting(a, b) && last(a) <= last(b),
  'overlaps after': (a, b) => first(b) < first(a) && meeting(a, b) && last(b) <= last(a),
  finishes: (a, b) => last(a) === last(b) && within(a, b),
  'finished by': (a, b) => last(a) === last(b) && within(b, a),
  includes: (a, b) => within(b, a),
  during: within,
  starts: (a, b) => first(a) === first(b) && within(a, b),
  'started by': (a, b) => first(a) === first(b) && within(b, a),
  coincides: (a, b) => within(a, b) && within(b, a),
};

const FORMS: Readonly<Record<string, readonly (readonly [readonly Sample[], readonly Sample[]])[]>> = {
  before: [[POINTS, POINTS], [POINTS, RANGES], [RANGES, POINTS]],
  after: [[POINTS, POINTS], [POINTS, RANGES], [RANGES, POINTS]],
  finishes: [[POINTS, RANGES]],
  'finished by': [[RANGES, POINTS]],
  includes: [[RANGES, POINTS]],
  during: [[POINTS, RANGES]],
  starts: [[POINTS, RANGES]],
  'started by': [[RANGES, POINTS]],
  coincides: [[POINTS, POINTS]],
};

describe('range functions agree with sets of numbers', () => {
  it.each(Object.entries(RELATIONS))('%s', (name, holds) => {
    const pairs = [[RANGES, RANGES] as const, ...(FORMS[name] ?? [])].flatMap(([as, bs]) => as.flatMap((a) => bs.map((b) => [a, b] as const)));
    const calls = pairs.map(([a, b]) => `${name}(${a.text}, ${b.text})`);
    const results = valueOf(`[${calls.join(', ')}]`) as readonly unknown[];
    const wrong = pairs.flatMap(([a, b], index) => (results[index] === holds(a, b) ? [] : [`${calls[index]} is ${String(results[index])}`]));
    expect(wrong).toEqual([]);
  });
});

describe('range functions', () => {
  it('take point and range by name in the order they are written', () => {
    expect(valueOf('[before(point: 1, range: [2..3]), before(range: [1..2], point: 3), after(range: [2..3], point: 1), after(point: 4, range: [2..3])]')).toEqual([true, true, true, true]);
    expect(valueOf('[before(point1: 1, point2: 2), before(range1: [1..2], range2: [3..4])]')).toEqual([true, true]);
  });

  it('are null for what cannot be compared', () => {
    expect(valueOf('[before(1, "a"), before([1..2], ["a".."b"]), before(null, 1), meets(1, 2), before(true, false)]')).toEqual([null, null, null, null, null]);
  });
});
