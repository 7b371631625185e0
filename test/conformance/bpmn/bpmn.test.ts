import { describe, expect, it } from 'vitest';
import { compileBpmn } from '../../../engine/bpmn/index.ts';
import { feelEngine } from '../../../engine/feel/index.ts';
import { corpusMissing, readModel, readSuite, suites, type ConformanceCase } from './corpus.ts';
import { knownFailures, passing } from './ratchet.ts';
import { runCase } from './run-case.ts';

/** What a suite of models for modelers says that no engine may take. */
const mustBeRefused = ({ tier, script }: ConformanceCase): boolean =>
  tier === 'must' && script.some(({ expectDeployRejected }) => expectDeployRejected === true);

const isRefused = async ({ suite, files }: ConformanceCase): Promise<boolean> => {
  const compilations = await Promise.all(files.map((file) => compileBpmn(readModel(suite, file), feelEngine)));
  return compilations.some(({ ok }) => !ok);
};

describe('BPMN conformance', () => {
  it('constraints: every model that breaks one is refused', async (context) => {
    if (corpusMissing !== undefined) return context.skip(corpusMissing);
    const cases = readSuite('constraints').filter(mustBeRefused);
    const accepted: string[] = [];
    for (const conformance of cases) if (!(await isRefused(conformance))) accepted.push(conformance.id);
    expect(accepted).toEqual([]);
    expect(cases.length).toBeGreaterThan(70);
  });

  it.for(suites)('%s: whatever is supported passes, and no less than before', { timeout: 60_000 }, async (suite, context) => {
    if (corpusMissing !== undefined) return context.skip(corpusMissing);
    const failed: string[] = [];
    let passed = 0;
    for (const conformance of readSuite(suite)) {
      if (conformance.disputed !== undefined) continue;
      const verdict = await runCase(conformance);
      if (verdict.outcome === 'passed') passed += 1;
      if (verdict.outcome === 'failed') failed.push(`${conformance.id}: ${verdict.reason}`);
    }
    const surprising = failed.filter((failure) => !Object.keys(knownFailures).some((id) => failure.startsWith(`${id}:`)));
    expect(surprising).toEqual([]);
    expect(passed).toBeGreaterThanOrEqual(passing[suite]);
  });
});
