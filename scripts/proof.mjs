// `npm run proof`: every proof in full; `npm run proof -- NAME…` some; `npm run proof -- --list` names them. One line of
// JSON a proof, on standard output and in proof.jsonl. What was shown of this very commit is not shown again: a run that
// was stopped goes on where it was (`--again` shows all anew).
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { proofs } from './proofs.mjs';

const root = resolve(import.meta.dirname, '..');
const file = join(root, 'proof.jsonl');

const asked = process.argv.slice(2);
const names = asked.filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => !proofs.some((proof) => proof.name === name));
if (unknown.length > 0) {
  console.error(`Expected names of proofs, but there is no ${unknown.join(', ')}. There are: ${proofs.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
if (asked.includes('--list')) {
  for (const { name, what } of proofs) console.log(`${name.padEnd(16)}${what}`);
  process.exit(0);
}

const git = (...parameters) => spawnSync('git', parameters, { cwd: root, encoding: 'utf8' }).stdout.trim();
/** With a plus where the checkout differs from its commit: of that nothing is known beforehand. */
const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`;
const shown = new Set(
  asked.includes('--again') || commit.endsWith('+') || !existsSync(file) ? []
    : readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line)).filter((line) => line.ok && line.commit === commit).map(({ name }) => name),
);

/** The last line of a test run says how many passed; its seeds and what it measured stand before. */
const run = ({ files }) =>
  new Promise((done) => {
    const began = performance.now();
    const child = spawn(process.execPath, [join(root, 'scripts/test.mjs'), ...files], { cwd: root, env: { ...process.env, ACTA_PROOF: 'true' }, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stderr.write(chunk);
    });
    child.on('close', (code) => {
      const [, passed = '0', failed = '0'] = /(\d+) passed, (\d+) failed/.exec(output.slice(output.lastIndexOf('\n', output.length - 2))) ?? [];
      const seeds = [...new Set([...output.matchAll(/seed (\d+)/g)].map(([, seed]) => Number(seed)))];
      const measured = [...output.matchAll(/resident MB[^\n]*/g)].map(([line]) => line);
      done({ ok: code === 0 && failed === '0', passed: Number(passed), failed: Number(failed), seeds, measured, seconds: Math.round((performance.now() - began) / 1000) });
    });
  });

let failures = 0;
for (const proof of proofs.filter(({ name }) => names.length === 0 || names.includes(name))) {
  if (shown.has(proof.name)) continue;
  const { name, what } = proof;
  const result = await run(proof);
  const line = JSON.stringify({ name, what, commit, at: new Date().toISOString(), node: process.version, ...result });
  appendFileSync(file, `${line}\n`);
  console.log(line);
  if (!result.ok) failures += 1;
}
process.exit(failures === 0 ? 0 : 1);
