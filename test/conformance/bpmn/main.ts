/** `npx tsx test/conformance/bpmn/main.ts [ID-PART]`: runs the conformance cases and says how each ended. */
import { corpusMissing, readSuite, suites } from './corpus.ts';
import { runCase } from './run-case.ts';

const wanted = process.argv[2] ?? '';
if (corpusMissing !== undefined) {
  console.error(corpusMissing);
  process.exit(2);
}
for (const suite of suites) {
  const counts = { passed: 0, failed: 0, unsupported: 0 };
  const reasons = new Map<string, number>();
  for (const conformance of readSuite(suite).filter(({ id }) => id.includes(wanted))) {
    const verdict = await runCase(conformance);
    counts[verdict.outcome] += 1;
    if (verdict.outcome === 'unsupported') reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1);
    const disputed = conformance.disputed === undefined ? '' : ' (disputed)';
    if (verdict.outcome === 'failed') console.log(`✗ ${conformance.id}${disputed}\n    ${verdict.reason.replaceAll('\n', '\n    ').slice(0, 600)}`);
  }
  console.log(`${suite}: ${counts.passed} passed, ${counts.failed} failed, ${counts.unsupported} unsupported`);
  for (const [reason, count] of [...reasons].toSorted((a, b) => b[1] - a[1])) console.log(`    ${count} × ${reason}`);
}
