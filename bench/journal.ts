/**
 * What the journal costs without any I/O, in microseconds of CPU time per step: sealing (canonical
 * texts, commitment, hash), opening, folding, verifying. Run with `npx tsx bench/journal.ts`.
 */
import { createHash, hash, randomFillSync } from 'node:crypto';
import {
  canonical, foldSteps, normalize, openStep, restoreSnapshot, sealStep, snapshotOf, verifyChain,
  type Sha256, type UnsealedStep,
} from '../engine/journal/index.ts';
import { initialState } from '../engine/case/index.ts';
import { sha256, wholeHistory } from '../test/journal/history.ts';

const STEPS = 40_000;
const SAMPLES = 5;

/** The best of several samples: other work on the machine only ever adds. */
const measure = (name: string, perCall: number, work: () => unknown): void => {
  const calls = Math.ceil(STEPS / perCall / SAMPLES);
  for (let call = 0; call < calls; call += 1) work();
  const samples = Array.from({ length: SAMPLES }, () => {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / (calls * perCall);
  });
  console.log(`${name.padEnd(58)} ${Math.min(...samples).toFixed(2).padStart(7)} µs`);
};

const injected: { readonly [name: string]: Sha256 } = {
  'createHash': (data) => createHash('sha256').update(data).digest(),
  'one-shot hash': (data) => hash('sha256', data, 'buffer'),
};

const history = wholeHistory(['task', 'job', 'task', 'message', 'task', 'job', 'timer', 'decision', 'task', 'task']);
const opened = history.opened();
const unsealed: readonly UnsealedStep[] = opened.map(({ erased: _erased, prev, ...step }, seq) => ({
  ...step, prev: prev === null ? null : (history.steps[seq - 1]?.hash ?? null), salt: randomFillSync(new Uint8Array(32)),
}));
const bytes = (texts: readonly string[]): string => (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length).toFixed(0);
const last = history.steps.at(-2)?.recordText ?? '';
const record: unknown = JSON.parse(last);
const count = history.steps.length;

console.log(
  `${count} steps; on average ${bytes(history.steps.map(({ recordText }) => recordText))} bytes of record, ` +
    `${bytes(history.steps.map(({ payload }) => payload))} of payload, ${(opened.reduce((sum, { events }) => sum + events.length, 0) / count).toFixed(1)} events`,
);
for (const [name, digest] of Object.entries(injected))
  measure(`sealStep (${name})`, count, () => unsealed.map((step) => sealStep(step, digest)));
measure('sealStep without hashing', count, () => unsealed.map((step) => sealStep(step, () => new Uint8Array(32))));
measure('openStep', count, () => history.steps.map((step) => openStep(step.record, step.payload)));
measure('applyStep', count, () => foldSteps(initialState(), opened));
measure('verifyChain', count, () => verifyChain(history.steps, sha256));
measure(`canonical of a record (${Buffer.byteLength(last)} bytes)`, 1, () => canonical(record));
measure('JSON.stringify of the same', 1, () => JSON.stringify(record));
measure('normalize of the same', 1, () => normalize(record));
const state = foldSteps(initialState(), opened.slice(0, -1));
const snapshot = snapshotOf(state, sha256);
measure(`snapshotOf (${Buffer.byteLength(snapshot)} bytes)`, 1, () => snapshotOf(state, sha256));
measure('restoreSnapshot', 1, () => restoreSnapshot(snapshot, sha256));
