/** `npm run tck -- FOLDER [--json]`: runs DMN TCK cases and ends with one line of JSON, also when there is nothing to run (then with code 2). */
import { fileURLToPath } from 'node:url';
import { noCases, runSuite, type LevelCount, type SuiteResult } from './run-suite.ts';

const DEFAULT_FOLDER = fileURLToPath(new URL('../../../../shared/corpora/dmn-tck', import.meta.url));

const percent = ({ passed, total }: LevelCount): string =>
  (total === 0 ? 'no cases' : `${passed} of ${total} (${((100 * passed) / total).toFixed(2)} %)`);

function summary({ level2, level3, excluded, failures }: SuiteResult): string {
  return [
    ...failures.flatMap((failure) => [
      `✗ ${failure.case} · ${failure.result}`,
      `    expected ${failure.expected}`,
      `    actual   ${failure.actual}${failure.reason === '' ? '' : `  (${failure.reason.slice(0, 300)})`}`,
    ]),
    '',
    `level 2   ${percent(level2)}`,
    `level 3   ${percent(level3)}`,
    `excluded  ${excluded} (external Java functions)`,
    '',
  ].join('\n');
}

const args = process.argv.slice(2);
const folder = args.find((argument) => !argument.startsWith('--')) ?? DEFAULT_FOLDER;
try {
  const result = runSuite(folder);
  if (!args.includes('--json')) console.log(summary(result));
  console.log(JSON.stringify(result));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log(JSON.stringify(noCases()));
  process.exitCode = 2;
}
