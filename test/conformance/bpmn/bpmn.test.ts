import { describe, expect, it } from 'vitest';
import { corpusFolder, corpusMissing, openCorpus, suites, type ConformanceCase } from './corpus.ts';
import { knownFailures, passing } from './ratchet.ts';
import { countsOf, failuresOf, runSuite, summaryOf, type Result } from './score.ts';

const isKnown = (id: string): boolean => Object.hasOwn(knownFailures, id);

const surprising = (results: readonly Result[]): readonly { readonly id: string; readonly reason: string }[] =>
  failuresOf(results.filter(({ conformance }) => conformance.disputed === undefined)).filter(({ id }) => !isKnown(id));

const ofTier = (wanted: ConformanceCase['tier'], expectation: 'expectDeployRejected' | 'expectImportClean') =>
  ({ conformance: { tier, script } }: Result): boolean => tier === wanted && script[0]?.[expectation] === true;

const played = new Map<string, Promise<readonly Result[]>>();

/** Each suite is run once. */
const resultsOf = (suite: string): Promise<readonly Result[]> => {
  const results = played.get(suite) ?? runSuite(openCorpus(corpusFolder), suite);
  played.set(suite, results);
  return results;
};

describe('BPMN conformance', () => {
  it.for(suites)('%s: whatever is supported passes, and no less than before', { timeout: 300_000 }, async (suite, context) => {
    if (corpusMissing !== undefined) return context.skip(corpusMissing);
    const results = await resultsOf(suite);
    const counted = results.filter(({ conformance }) => conformance.disputed === undefined);
    expect(surprising(results)).toEqual([]);
    expect(countsOf(counted).passed).toBeGreaterThanOrEqual(passing[suite]);
  });

  it('constraints: every model that breaks one is refused or warned of, every other is taken', { timeout: 300_000 }, async (context) => {
    if (corpusMissing !== undefined) return context.skip(corpusMissing);
    const results = await resultsOf('constraints');
    const passed = results.filter(({ verdict }) => verdict.outcome === 'passed');
    expect(surprising(results)).toEqual([]);
    expect(passed.filter(ofTier('must', 'expectDeployRejected')).length).toBeGreaterThanOrEqual(passing.mustReject);
    expect(passed.filter(ofTier('must', 'expectImportClean')).length).toBeGreaterThanOrEqual(passing.mustAccept);
    expect(passed.filter(ofTier('lint', 'expectDeployRejected')).length).toBeGreaterThanOrEqual(passing.lint);
  });

  it('miwg: files of other tools are read in full, and written without a loss', { timeout: 300_000 }, async (context) => {
    if (corpusMissing !== undefined) return context.skip(corpusMissing);
    const results = await resultsOf('miwg');
    expect(surprising(results)).toEqual([]);
    expect(countsOf(results).passed).toBeGreaterThan(80);
  });
});

describe('the score', () => {
  const conformance: ConformanceCase = { id: 'a/1', suite: 'a', feature: 'f', profile: 'zeebe', files: [], script: [] };
  const failed = { outcome: 'failed', reason: 'no' } as const;

  it('counts what the corpus disputes apart', () => {
    const results: Result[] = [
      { conformance, verdict: { outcome: 'passed' } },
      { conformance: { ...conformance, id: 'a/2' }, verdict: failed },
      { conformance: { ...conformance, id: 'a/3', disputed: 'says the opposite itself' }, verdict: failed },
    ];
    expect(summaryOf(new Map([['a', results]]))).toEqual({
      passed: 1, failed: 1, unsupported: 0, notApplicable: 0,
      suites: { a: { passed: 1, failed: 1, unsupported: 0, notApplicable: 0, failures: [{ id: 'a/2', reason: 'no' }] } },
      disputed: { passed: 0, failed: 1, unsupported: 0, notApplicable: 0 },
      raceSensitive: { passed: 0, failed: 0, unsupported: 0, notApplicable: 0 },
      engineDivergence: [],
    });
  });
});
