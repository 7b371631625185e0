import { describe, expect, it } from 'vitest';
import { corpusMissing, readSuite, suites } from './corpus.ts';
import { knownFailures, passing } from './ratchet.ts';
import { runCase } from './run-case.ts';

describe('BPMN conformance', () => {
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
