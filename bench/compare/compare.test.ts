import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../runtime/package-root.ts';

const tiny = ['--mode', 'together', '--under-way', '2', '--cases', '10', '--warm-up', '2'];
const patient = { timeout: 600_000 };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acta-compare-test-'));
  chmodSync(folder, 0o755); // stores run under accounts of their own
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const startComparison = (...args: string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/compare/main.ts', ...args], {
    cwd: packageRoot, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: folder },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return { child, said, ended: once(child, 'close').then(() => child.exitCode ?? child.signalCode) };
};

/** Of Acta and its stores; the compiler of TypeScript keeps what it has compiled in the same place. */
const foldersLeft = (): string[] => readdirSync(folder).filter((name) => name.startsWith('acta-'));

/** Whoever takes a store's folder away is there before there is anything in it; a signal in between leaves an empty one. */
const makesStore = (): boolean =>
  foldersLeft().some((name) => name.includes('postgres') && readdirSync(join(folder, name)).length > 0);

/** Processes that work in the folder of the comparison, whoever started them. */
const left = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TMPDIR=${folder}`);
    } catch {
      return false; // it has ended meanwhile
    }
  });

describe('a comparison', () => {
  it('of a revision with this checkout says what was measured, decides, and leaves nothing', patient, async () => {
    const { said, ended } = startComparison('HEAD', ...tiny, '--pairs', '2', '--at-most', '1000', '--json');

    expect([await ended, said.err]).toEqual([0, expect.stringContaining('Building both sides')]);

    const lines = said.out.trim().split('\n');
    const { base, head, comparisons } = JSON.parse(lines[0]!) as { base: string; head: string; comparisons: Record<string, unknown>[] };
    expect(lines).toHaveLength(1);
    expect(head.replace('+', '')).toBe(base);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({ underWay: 2, cases: 10, verdict: 'held' });
    expect(comparisons[0]!.pairs).toHaveLength(2);
    expect(comparisons[0]!.ratios).toMatchObject({ cpuMsPerCase: { ratios: [expect.any(Number), expect.any(Number)] } });
    expect(said.err).toMatch(/^cpuMsPerCase +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ to [\d.]+$/m);
    expect(said.err).toContain('cpuMsPerCase at most 1000 times that of base: yes');
    expect(foldersLeft()).toEqual([]);
    expect(left()).toEqual([]);
  });

  it('that is interrupted takes with it what it has started', patient, async () => {
    const { child, said, ended } = startComparison('.', ...tiny, '--pairs', '1000', '--max-pairs', '1000');
    while (!makesStore() && child.exitCode === null) await delay(20);
    const during = left();

    child.kill('SIGINT');
    const how = await ended;
    while (left().length > 0 || foldersLeft().length > 0) await delay(50);

    expect([how, said.err]).toEqual(['SIGINT', expect.stringContaining('base ')]);
    expect(during).toContain(String(child.pid));
    expect(during.length).toBeGreaterThan(1);
  });

  it('with what is neither a checkout nor a revision says so', patient, async () => {
    const { said, ended } = startComparison('no-such-thing');

    expect(await ended).toBe(3);

    expect(said.err).toContain("Expected 'no-such-thing' to be a checkout or a git revision, but: fatal:");
  });
});
