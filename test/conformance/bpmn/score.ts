/** Runs suites and counts. What the corpus itself disputes, or says to depend on the order of concurrent work, is counted apart. */
import type { ConformanceCase, Corpus } from './corpus.ts';
import { runCase } from './run-case.ts';
import type { Verdict } from './verdict.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly notApplicable: number;
}

export interface Result {
  readonly conformance: ConformanceCase;
  readonly verdict: Verdict;
}

type Apart = 'disputed' | 'raceSensitive';

export const apart = ({ disputed, raceSensitive }: ConformanceCase): Apart | undefined => {
  if (disputed !== undefined && disputed !== false) return 'disputed';
  return raceSensitive !== undefined && raceSensitive !== false ? 'raceSensitive' : undefined;
};

/** @param wanted a part of the id of the cases; '' is all */
export const runSuite = async (corpus: Corpus, suite: string, wanted = ''): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const conformance of corpus.cases(suite)) {
    if (conformance.id.includes(wanted)) results.push({ conformance, verdict: await runCase(corpus, { ...conformance, suite }) });
  }
  return results;
};

export const countsOf = (results: readonly Result[]): Counts => {
  const counts = { passed: 0, failed: 0, unsupported: 0, notApplicable: 0 };
  for (const { verdict } of results) counts[verdict.outcome] += 1;
  return counts;
};

export const failuresOf = (results: readonly Result[]): readonly { readonly id: string; readonly reason: string }[] =>
  results.flatMap(({ conformance: { id }, verdict }) => (verdict.outcome === 'failed' ? [{ id, reason: verdict.reason }] : []));

/** By suite and in all: one line that a machine reads. */
export const summaryOf = (bySuite: ReadonlyMap<string, readonly Result[]>): object => {
  const counted = (results: readonly Result[]): readonly Result[] => results.filter(({ conformance }) => apart(conformance) === undefined);
  const all = [...bySuite.values()].flat();
  const only = (kind: Apart): object => countsOf(all.filter(({ conformance }) => apart(conformance) === kind));
  const suites = [...bySuite].map(([suite, results]) => [suite, { ...countsOf(counted(results)), failures: failuresOf(counted(results)) }] as const);
  const divergent = all.filter(({ conformance, verdict }) => verdict.outcome === 'failed' && conformance.engineDivergence !== undefined);
  return {
    ...countsOf(counted(all)),
    suites: Object.fromEntries(suites),
    disputed: only('disputed'),
    raceSensitive: only('raceSensitive'),
    engineDivergence: divergent.map(({ conformance }) => conformance.id),
  };
};
