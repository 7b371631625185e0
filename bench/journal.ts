/**
 * What the journal costs without any I/O, in microseconds of CPU time per step: sealing (canonical
 * texts, commitment, hash), opening, folding, verifying; and what a step takes. Run with `npx tsx bench/journal.ts`.
 */
import { createHash, hash, randomFillSync } from 'node:crypto';
import {
  canonical, foldCase, normalize, openDetached, restoreSnapshot, sealStep, snapshotOf, verifyChain, withhold,
  type Preceding, type SealedStep, type Sha256, type StepContent, type UnsealedStep,
} from '../engine/journal/index.ts';
import { carried, sha256, wholeHistory } from '../test/journal/history.ts';
import { benchSteps } from './bench-case.ts';

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

const bytes = (texts: readonly (string | null)[]): string =>
  (texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0) / texts.length).toFixed(0);

const sealedChain = (contents: readonly StepContent[]): SealedStep[] => {
  let before: Preceding | null = null;
  return contents.map((content) => {
    const sealed = sealStep({ ...content, before, secret: randomFillSync(new Uint8Array(32)) }, sha256);
    before = sealed.head;
    return sealed;
  });
};

const describeSteps = (what: string, steps: readonly SealedStep[], events: number): void =>
  console.log(
    `${what}: ${steps.length} steps; on average ${bytes(steps.map(({ recordText }) => recordText))} bytes of record, ` +
      `${bytes(steps.map(({ payload }) => payload))} of payload, ${(events / steps.length).toFixed(1)} events`,
  );

const small = await benchSteps();
const smallSealed = sealedChain(small);
describeSteps("the bench's case", smallSealed, small.reduce((sum, { events }) => sum + events.length, 0));
for (const { recordText, payload } of smallSealed) console.log(`  ${recordText.length} + ${payload?.length ?? 0}  ${recordText}`);
const smallUnsealed: readonly UnsealedStep[] = small.map((content, seq) => ({
  ...content, before: smallSealed[seq - 1]?.head ?? null, secret: randomFillSync(new Uint8Array(32)),
}));
measure("sealStep of the bench's case", small.length, () => smallUnsealed.map((step) => sealStep(step, sha256)));

const history = wholeHistory(['task', 'job', 'task', 'message', 'task', 'job', 'timer', 'decision', 'task', 'task']);
const opened = history.opened();
const unsealed: readonly UnsealedStep[] = opened.map(({ erased: _erased, withheld: _withheld, last: _last, prev: _prev, ...step }, seq) => ({
  ...step, before: history.steps[seq - 1]?.head ?? null, secret: randomFillSync(new Uint8Array(32)),
}));
const last = history.steps.at(-2)?.recordText ?? '';
const record: unknown = JSON.parse(last);
const count = history.steps.length;
describeSteps('an errand', history.steps, opened.reduce((sum, { events }) => sum + events.length, 0));
for (const [name, digest] of Object.entries(injected))
  measure(`sealStep (${name})`, count, () => unsealed.map((step) => sealStep(step, digest)));
measure('sealStep without hashing', count, () => unsealed.map((step) => sealStep(step, () => new Uint8Array(32))));
const stored = history.stored();
measure('openDetached', count, () => stored.map((step) => openDetached(step.record, step.payload)));
measure('foldCase', count, () => foldCase(opened));
measure('verifyChain', count, () => verifyChain(stored, sha256));
const payload = history.steps.at(-2)?.payload ?? '';
const [path = ''] = Object.keys((JSON.parse(payload) as { values: object }).values);
measure('withhold one value', 1, () => withhold(payload, [path], sha256));
measure(`canonical of a record (${Buffer.byteLength(last)} bytes)`, 1, () => canonical(record));
measure('JSON.stringify of the same', 1, () => JSON.stringify(record));
measure('normalize of the same', 1, () => normalize(record));
const state = foldCase(opened.slice(0, -1));
const snapshot = snapshotOf('case', state, carried, sha256);
measure(`snapshotOf (${Buffer.byteLength(snapshot)} bytes)`, 1, () => snapshotOf('case', state, carried, sha256));
measure('restoreSnapshot', 1, () => restoreSnapshot(snapshot, sha256));
