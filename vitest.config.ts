import { defineConfig } from 'vitest/config';

/** Tests that run on bare Node; they sit beside their code. */
const pure = ['{engine,contract,web,scripts}/**/*.test.ts', 'test/{architecture,conformance,growth,history,simulation}/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Against what hangs, not against what is slow: on a machine with a load of 30 all takes twenty times as long.
    testTimeout: 120_000,
    hookTimeout: 300_000, // making a PGlite takes seconds
    teardownTimeout: 30_000,
    setupFiles: 'test/harness/end-with-run.ts',
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'stores', // may use a real Postgres and a real Redis, see test/harness
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist*/**', ...pure],
          globalSetup: 'test/harness/stores.ts',
        },
      },
    ],
  },
});
