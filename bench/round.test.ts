import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../runtime/package-root.ts';
import { ensureBuilt } from '../test/chaos/acta-process.ts';
import { figureNames, type Figures } from './figures.ts';
import { measureRound } from './round.ts';

const order = { underWay: 1, cases: 20, warmUp: 5 };
const missing = (figures: Figures) => figureNames.filter((name) => figures[name] === undefined);

describe('a round', () => {
  beforeAll(ensureBuilt);

  it('on Postgres and Redis measures every process, and what Postgres wrote', { timeout: 300_000 }, async () => {
    const figures = await measureRound(packageRoot, { ...order, mode: 'apart' });

    expect(missing(figures)).toEqual([]);
    const { cpuMsPerCase = 0, nodeMsPerCase = 0, serverMsPerCase = 0, workerMsPerCase = 0, postgresMsPerCase = 0, redisMsPerCase = 0 } = figures;
    expect(Math.min(serverMsPerCase, workerMsPerCase, postgresMsPerCase)).toBeGreaterThan(0);
    expect(nodeMsPerCase).toBeCloseTo(serverMsPerCase + workerMsPerCase, 6);
    expect(cpuMsPerCase).toBeCloseTo(nodeMsPerCase + postgresMsPerCase + redisMsPerCase, 6);
    // One case at a time shares no transaction: it has four steps.
    expect(figures.commitsPerCase).toBeGreaterThanOrEqual(4);
    expect(figures.walBytesPerCase).toBeGreaterThan(1000);
    expect(figures.startP50Ms).toBeGreaterThan(0);
    expect(figures.completeP99Ms).toBeGreaterThanOrEqual(figures.completeP50Ms ?? Infinity);
  });

  it('embedded measures the one process', { timeout: 300_000 }, async () => {
    const figures = await measureRound(packageRoot, { ...order, mode: 'embedded' });

    expect(missing(figures)).toEqual([
      'serverMsPerCase', 'workerMsPerCase', 'postgresMsPerCase', 'redisMsPerCase', 'vacuumMsPerCase', 'walBytesPerCase', 'commitsPerCase',
    ]);
    expect(figures.cpuMsPerCase).toBeGreaterThan(0);
    expect(figures.nodeMsPerCase).toBe(figures.cpuMsPerCase);
  });

  it('of something that does not start says what it said', { timeout: 60_000 }, async () => {
    await expect(measureRound('/nowhere', { ...order, mode: 'embedded' })).rejects.toThrow(/Expected Acta to start, but it ended: .*Cannot find module/s);
  });
});
