import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingEntries } from '../../scripts/complete-lockfile.mjs';

const lockFile = join(import.meta.dirname, '../../package-lock.json');
const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, object> };

describe('package-lock.json', () => {
  it('has an entry for every platform, so that npm ci works on each; npm run lockfile adds them', () => {
    expect(Object.keys(missingEntries(packages))).toEqual([]);
  });

  it('is found incomplete when one platform is taken out', () => {
    const { 'node_modules/@oxlint/binding-linux-arm64-musl': taken, ...incomplete } = packages;

    const missing = missingEntries(incomplete);

    expect(taken).toBeDefined();
    expect(missing).toEqual({
      'node_modules/@oxlint/binding-linux-arm64-musl': expect.objectContaining({
        cpu: ['arm64'],
        libc: ['musl'],
        os: ['linux'],
      }),
    });
  });

  it('names no host: the registry is the choice of whoever installs', () => {
    const hosts = Object.values(packages).flatMap((entry) => ('resolved' in entry ? [entry.resolved] : []));

    expect(hosts).toEqual([]);
  });
});
