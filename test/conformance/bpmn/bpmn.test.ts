import { describe, expect, it } from 'vitest';
import { corpusMissing, readSuite, suites } from './corpus.ts';
import { knownFailures, passing } from './ratchet.ts';
import { runCase } from './run-case.ts';

describe('BPMN conformance', () => {
  it.each(suites)('%s: whatever is supported passes, and no less than before', { timeout: 60_000 }, async (suite, context) => {
    if (corpusMissing !== undefined) return context.skip(corpusMissing);
    const failed: Record<string, string> = {};
    let passed = 0;
    for (const conformance of readSuite(suite)) {
      if (conformance.disputed !== undefined) continue;
      const verdict = await runCase(conformance);
      if (verdict.outcome === 'passed') passed += 1;
      if (verdict.outcome === 'failed') failed[conformance.id] = verdict.reason;
    }
    const known = Object.keys(knownFailures).filter((id) => id.startsWith(`${suite}/`));
    expect(Object.keys(failed).toSorted(), JSON.stringify(failed, null, 2)).toEqual(known.toSorted());
    expect(passed).toBeGreaterThanOrEqual(passing[suite]);
  });
});
