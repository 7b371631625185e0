// `npm test`: every test, against embedded and real stores; `npm test -- PATH` runs some. Ends with the count.
import { ensureInstalled } from './ensure-installed.mjs';
import { followParent } from './follow-parent.mjs';

followParent();
try {
  process.exitCode = await runTests(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function runTests(parameters) {
  ensureInstalled({ development: true });
  await provideStores();
  const { parseCLI, startVitest } = await import('vitest/node');
  const { filter, options } = parseCLI(['vitest', 'run', ...parameters]);
  // Vitest ends this process itself on a signal; the guardians of the private stores see to them then.
  const vitest = await startVitest('test', filter, { ...options, watch: false });
  await vitest.close();
  const { passed, failed, skipped } = count(vitest.state);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed > 0 || process.exitCode ? 1 : 0;
}

/** Finds or installs the programs before any test runs, so that what is missing is said in one line. */
async function provideStores() {
  const wanted = [...(process.env.DATABASE_URL ? [] : ['postgres']), ...(process.env.REDIS_URL ? [] : ['redis'])];
  const { tsImport } = await import('tsx/esm/api');
  const { provideStoreBinaries } = await tsImport('../test/harness/store-binaries.ts', import.meta.url);
  provideStoreBinaries(wanted);
}

/** A file that cannot be loaded and an error outside a test are failures too, though no test tells of them. */
function count(state) {
  const counts = { passed: 0, failed: state.getUnhandledErrors().length, skipped: 0 };
  for (const file of state.getFiles()) {
    const module = state.getReportedEntity(file);
    if (module.errors().length > 0) counts.failed += 1;
    for (const test of module.children.allTests())
      counts[test.result().state === 'pending' ? 'failed' : test.result().state] += 1;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length > 0 ? 1 : 0;
  }
  return counts;
}
