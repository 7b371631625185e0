import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runSuite } from './run-suite.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpora/dmn-tck', import.meta.url));
const ratchet = JSON.parse(readFileSync(new URL('ratchet.json', import.meta.url), 'utf8')) as {
  readonly level2: { readonly passed: number; readonly total: number };
  readonly level3: { readonly passed: number; readonly total: number };
  /** Why each case that does not pass does not. */
  readonly known: Readonly<Record<string, string>>;
};

describe('the DMN TCK', () => {
  it('passes no fewer cases than recorded, and fails none for an unknown reason', { timeout: 120_000 }, (context) => {
    if (!existsSync(corpus)) {
      const reason = 'The DMN TCK was NOT run: expected its cases in ../shared/corpora/dmn-tck beside the checkout, but there are none.';
      console.warn(reason);
      context.skip(reason);
    }
    const { level2, level3, failures } = runSuite(corpus);
    expect(failures.map((failure) => failure.case).filter((id) => !Object.hasOwn(ratchet.known, id))).toEqual([]);
    expect(level2.passed).toBeGreaterThanOrEqual(ratchet.level2.passed);
    expect(level3.passed).toBeGreaterThanOrEqual(ratchet.level3.passed);
    expect([level2.total, level3.total]).toEqual([ratchet.level2.total, ratchet.level3.total]);
  });
});
