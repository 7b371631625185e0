import { afterEach, expect, it } from 'vitest';
import type { ActivatedJob } from '../runtime/job/activated-job.ts';
import type { Database, Parameter } from '../runtime/port/database.ts';
import { RunningJobs } from './running-jobs.ts';

const leaseMs = 200;
const job = { key: 7n, lease: 'lease', deadline: Date.now() + leaseMs } as ActivatedJob;

const jobs: RunningJobs[] = [];
afterEach(async () => {
  for (const running of jobs.splice(0)) await running.abandon();
});

const start = (clock: () => number, held: () => boolean): { readonly extended: number[]; readonly signal: AbortSignal } => {
  const extended: number[] = [];
  const query = async (_text: string, parameters: readonly Parameter[] = []) => {
    extended.push(Date.parse(String(parameters[2])));
    return held() ? [{ key: job.key }] : [];
  };
  const running = new RunningJobs({ database: { query } as unknown as Database, clock: { now: clock }, leaseMs, onError: () => undefined });
  jobs.push(running);
  return { extended, signal: running.start(job).signal };
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('the lease of a running job is extended, also when the clock is set back', async () => {
  const setBack = Date.now() - 3_600_000;
  const { extended, signal } = start(() => setBack, () => true);
  await pause(leaseMs);
  expect(extended.length).toBeGreaterThanOrEqual(2);
  expect(new Set(extended)).toEqual(new Set([setBack + leaseMs]));
  expect(signal.aborted).toBe(false);
});

it('who has lost the lease is told', async () => {
  const { signal } = start(() => Date.now(), () => false);
  await pause(leaseMs);
  expect(signal.aborted).toBe(true);
});
