/**
 * `npm run corpus -- [FOLDER] [--only ID-PART] [--table FILE] [--json]`: runs the conformance cases of a folder and says how each suite
 * ended. With `--json` the last line is one of JSON.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { corpusFolder, openCorpus } from './corpus.ts';
import { apart, countsOf, runSuite, summaryOf, type Result } from './score.ts';
import { conformanceTable } from './table.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' }, table: { type: 'string' } } });
const folder = positionals[0] ?? corpusFolder;

const tell = (suite: string, results: readonly Result[]): void => {
  const reasons = new Map<string, number>();
  for (const { conformance, verdict } of results) {
    if (verdict.outcome === 'unsupported') reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1);
    if (verdict.outcome !== 'failed') continue;
    const kind = apart(conformance);
    console.log(`✗ ${conformance.id}${kind === undefined ? '' : ` (${kind})`}\n    ${verdict.reason.replaceAll('\n', '\n    ').slice(0, 600)}`);
  }
  const { passed, failed, unsupported, notApplicable } = countsOf(results);
  console.log(`${suite}: ${passed} passed, ${failed} failed, ${unsupported} unsupported${notApplicable === 0 ? '' : `, ${notApplicable} not applicable`}`);
  for (const [reason, count] of [...reasons].toSorted((a, b) => b[1] - a[1])) console.log(`    ${count} × ${reason}`);
};

const corpus = existsSync(folder) ? openCorpus(folder) : undefined;
if (corpus === undefined || corpus.suites.length === 0) {
  console.error(`Expected a folder of suites, each with cases.json, but ${folder} ${corpus === undefined ? 'is not there' : 'has none'}. Name one, or set ACTA_BPMN_CORPUS`);
  process.exit(2);
}
const bySuite = new Map<string, readonly Result[]>();
for (const suite of corpus.suites) {
  const results = await runSuite(corpus, suite, values.only);
  bySuite.set(suite, results);
  tell(suite, results);
}
if (values.table !== undefined) writeFileSync(values.table, conformanceTable(bySuite));
if (values.json) console.log(JSON.stringify(summaryOf(bySuite)));
