import { describe, expect, it } from 'vitest';
import { Random } from '../../test/simulation/random.ts';
import { judge, measurePairs, ratioOf, type Bound, type PairsOrder, type SideName } from './pairs.ts';

const bound: Bound = { figure: 'cpuMsPerCase', atMost: 1.05 };

interface Machine {
  /** What head costs, base being 1. */
  readonly head: number;
  /** Each round costs up to so much more. */
  readonly noise: number;
}

/** Rounds on an imagined machine, and in which order they were asked for. */
const measured = async (order: PairsOrder, { head, noise }: Machine) => {
  const random = new Random(3);
  const asked: SideName[] = [];
  const pairs = await measurePairs(order, async (side) => {
    asked.push(side);
    return { cpuMsPerCase: (side === 'head' ? head : 1) * (1 + noise * random.next()) };
  });
  return { asked, pairs };
};

describe('pairs', () => {
  it('are measured base, head, head, base', async () => {
    const { asked } = await measured({ pairs: 4, maxPairs: 4, bound: undefined }, { head: 1, noise: 0.1 });

    expect(asked).toEqual(['base', 'head', 'head', 'base', 'base', 'head', 'head', 'base']);
  });

  it('hold of each side what was measured of it', async () => {
    const { pairs } = await measured({ pairs: 5, maxPairs: 5, bound: undefined }, { head: 2, noise: 0 });

    expect(pairs).toEqual(Array.from({ length: 5 }, () => ({ base: { cpuMsPerCase: 1 }, head: { cpuMsPerCase: 2 } })));
  });

  it('are as many as were asked for when these decide', async () => {
    const cheap = await measured({ pairs: 5, maxPairs: 30, bound }, { head: 1, noise: 0.01 });
    const dear = await measured({ pairs: 5, maxPairs: 30, bound }, { head: 1.2, noise: 0.01 });

    expect(cheap.pairs).toHaveLength(5);
    expect(judge(cheap.pairs, bound)).toBe('held');
    expect(dear.pairs).toHaveLength(5);
    expect(judge(dear.pairs, bound)).toBe('exceeded');
  });

  it('become more until they decide', async () => {
    const { pairs } = await measured({ pairs: 3, maxPairs: 200, bound }, { head: 1.2, noise: 0.9 });

    expect(judge(pairs.slice(0, 3), bound)).toBe('undecided');
    expect(pairs.length).toBeGreaterThan(3);
    expect(pairs.length).toBeLessThan(200);
    expect(judge(pairs, bound)).toBe('exceeded');
  });

  it('end undecided at the most that are allowed', async () => {
    const { pairs } = await measured({ pairs: 5, maxPairs: 12, bound }, { head: 1.05, noise: 0.5 });

    expect(pairs).toHaveLength(12);
    expect(judge(pairs, bound)).toBe('undecided');
  });
});

describe('a bound', () => {
  it('is undecided for a figure that was not measured', () => {
    const pairs = Array.from({ length: 5 }, () => ({ base: { cpuMsPerCase: 1 }, head: { cpuMsPerCase: 1 } }));

    expect(ratioOf(pairs, 'walBytesPerCase')).toBeUndefined();
    expect(judge(pairs, { figure: 'walBytesPerCase', atMost: 2 })).toBe('undecided');
  });
});
