/** Tampered variants of a case file, by the numbers of a seed: as accidents make them, and as forgers do who mend what they can. */
import { caseFileOf, caseFileText, storedSteps, type CaseFile, type CaseFileStep, type CaseProof } from '../../engine/journal/index.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { History, nextCommand } from '../journal/history.ts';
import { testKey } from './keys.ts';
import { made, origin, proofOf, provenFile, witnessKey, type StreamOf } from './proven-file.ts';

export const stops = ['task', 'decision', 'job', 'message', 'timer'] as const;

const historyOf = (stream: string, shift = 0, log?: string): History => {
  const history = new History([...stops], stream, log);
  history.now += shift;
  for (let command = nextCommand(history.state, { a: 1 }); command !== undefined; command = nextCommand(history.state, { b: 'x', a: 2 })) history.send(command);
  return history;
};

export const genuine = historyOf('16777216');
const neighbour = historyOf('33554432', 7);
const foreign = historyOf('16777216', 0, 'evil.example');
const streamsOf = (...histories: readonly History[]): StreamOf[] => histories.map((history) => ({ stream: history.stream, steps: history.stored() }));
const streams = streamsOf(genuine, neighbour);

export interface Material {
  readonly file: CaseFile;
  readonly text: string;
  /** Genuine proofs of other moments and streams, and forged ones that hang together. */
  readonly proofs: readonly (readonly [what: string, proof: CaseProof])[];
  readonly rewritten: readonly (readonly [what: string, steps: CaseFile['steps']])[];
}

export const makeMaterial = async (): Promise<Material> => {
  const file = await provenFile(streams, genuine.stream);
  const early = streams.map((one) => ({ ...one, steps: one.steps.slice(0, 3) }));
  const thief = testKey(origin, 'log', 'a thief');
  const texts = (history: History): CaseFile['steps'] => history.steps.map(({ recordText, payload }) => ({ record: recordText, payload }));
  const later = historyOf('16777216', 5);
  return {
    file, text: caseFileText(file),
    proofs: [
      ['a proof of an older checkpoint', await proofOf(early, genuine.stream)],
      ['a proof of another stream', await proofOf(streams, neighbour.stream)],
      ['a checkpoint of another key', await proofOf(streams, genuine.stream, { log: thief })],
      ['a checkpoint of a retired key', await proofOf(streams, genuine.stream, { log: testKey(origin, 'log', 'retired') })],
      ['a checkpoint of another log', await proofOf(streams, genuine.stream, { origin: 'evil.example', log: testKey('evil.example', 'log') })],
      ['a cosignature of a thief', await proofOf(streams, genuine.stream, { witness: testKey(witnessKey.open.name, 'witness', 'a thief') })],
      ['a proof of a database that was rewritten, by the thief of no key', await proofOf(streamsOf(later, neighbour), genuine.stream, { log: thief, witness: testKey(witnessKey.open.name, 'witness', 'a thief') })],
    ],
    rewritten: [['every step written anew, with another time', texts(later)], ['the steps of another case', texts(neighbour)], ['the steps of another log', texts(foreign)]],
  };
};

/** mulberry32: the same numbers for the same seed everywhere. */
export const chance = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
};

type Draw = (below: number) => number;
export interface Variant {
  readonly what: string;
  /** May be anything: bytes were changed. */
  readonly text: string;
}

const pick = <T>(list: readonly T[], draw: Draw): T => list[draw(list.length)]!;

const flipped = (text: string, draw: Draw): Variant => {
  const bytes = Buffer.from(text, 'utf8');
  const [at, mask] = [draw(bytes.length), 1 << draw(8)];
  bytes[at]! ^= mask;
  return { what: `byte ${at} with mask ${mask}`, text: bytes.toString('utf8') };
};

const cutOrInserted = (text: string, draw: Draw): Variant => {
  const [at, length] = [draw(text.length), 1 + draw(40)];
  const from = draw(text.length - length);
  switch (draw(3)) {
    case 0: return { what: `${length} characters taken away at ${at}`, text: text.slice(0, at) + text.slice(at + length) };
    case 1: return { what: `cut off at ${at}`, text: text.slice(0, at) };
    default: return { what: `${length} characters of ${from} at ${at}`, text: text.slice(0, at) + text.slice(from, from + length) + text.slice(at) };
  }
};

const turnedText = (text: string, draw: Draw): string => {
  const at = draw(text.length);
  const code = text.charCodeAt(at) ^ (1 << draw(6));
  return code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c ? turnedText(text, draw) : text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
};

/** Puts the head, the definitions and the manifest in order again, as a forger does. */
const mended = (file: CaseFile, changed: { readonly steps?: readonly CaseFileStep[]; readonly proof?: CaseProof | null }): string => {
  const proof = changed.proof === undefined ? file.proof : changed.proof;
  return caseFileText(caseFileOf(storedSteps({ steps: changed.steps ?? file.steps }), sha256, { log: file.log, sources: file.sources, proof, made, for: file.manifest.for }));
};

const withSteps = ({ file, rewritten }: Material, draw: Draw): Variant => {
  const { steps } = file;
  const [at, place] = [draw(steps.length), draw(steps.length)];
  const [, others] = pick(rewritten, draw);
  const variants: readonly (() => [string, readonly CaseFileStep[]])[] = [
    () => [`without step ${at}`, steps.toSpliced(at, 1)],
    () => [`step ${at} again at ${place}`, steps.toSpliced(place, 0, steps[at]!)],
    () => [`steps ${at} and ${place} swapped`, steps.with(at, steps[place]!).with(place, steps[at]!)],
    () => [`cut after ${at} steps`, steps.slice(0, Math.max(1, at))],
    () => [`spliced from step ${at} on`, [...steps.slice(0, at), ...others.slice(at)]],
    () => [`step ${at} of others`, steps.with(at, others[at]!)],
    () => [`a letter in the record of step ${at}`, steps.with(at, { ...steps[at]!, record: turnedText(steps[at]!.record, draw) })],
    () => [`a letter in the payload of step ${at}`, steps.with(at, { ...steps[at]!, payload: steps[at]!.payload === null ? '{}' : turnedText(steps[at]!.payload, draw) })],
    () => [`the payload of ${place} at ${at}`, steps.with(at, { ...steps[at]!, payload: steps[place]!.payload })],
    () => [`step ${at} erased`, steps.with(at, { ...steps[at]!, payload: null })],
  ];
  const [what, changed] = pick(variants, draw)();
  return { what, text: mended(file, { steps: changed }) };
};

const withProof = ({ file, proofs }: Material, draw: Draw): Variant => {
  const proof = file.proof!;
  const { heads, last } = proof;
  const inList = (list: readonly string[]): string[] => {
    const at = draw(list.length);
    return draw(3) === 0 ? list.toSpliced(at, 1) : list.with(at, list[at] === '' ? heads.head.hash : turnedText(list[at]!, draw));
  };
  const variants: readonly (() => [string, CaseProof | null])[] = [
    () => pick(proofs, draw) as [string, CaseProof],
    () => ['no proof', null],
    () => ['a letter of the note', { ...proof, checkpoint: turnedText(proof.checkpoint, draw) }],
    () => ['a line of the note less', { ...proof, checkpoint: proof.checkpoint.split('\n').toSpliced(draw(6), 1).join('\n') }],
    () => ['a path to the heads', { ...proof, heads: { ...heads, path: inList(heads.path) } }],
    () => ['a sibling of the head', { ...proof, heads: { ...heads, siblings: inList(heads.siblings) } }],
    () => ['the step with the heads', { ...proof, heads: { ...heads, record: turnedText(heads.record, draw) } }],
    () => ['the place of the heads', { ...proof, heads: { ...heads, index: heads.index + 1 + draw(5) } }],
    () => ['the head', { ...proof, heads: { ...heads, head: { ...heads.head, seq: draw(heads.head.seq) } } }],
    () => ['the path of the last step', { ...proof, last: { ...last, path: inList(last.path) } }],
    () => ['the place of the last step', { ...proof, last: { ...last, index: last.index + 1 + draw(5) } }],
    () => ['the number of the last step', { ...proof, last: { ...last, seq: draw(last.seq) } }],
    () => ['a proof of others with this head', { ...pick(proofs, draw)[1], heads }],
    () => ['a proof of others with this last step', { ...pick(proofs, draw)[1], last }],
  ];
  const [what, changed] = pick(variants, draw)();
  return { what, text: mended(file, { proof: changed }) };
};

const rewrittenWhole = ({ file, rewritten, proofs }: Material, draw: Draw): Variant => {
  const [what, steps] = pick(rewritten, draw);
  const [how, proof] = draw(2) === 0 ? ['the genuine proof', file.proof!] as const : pick(proofs, draw);
  return { what: `${what}, with ${how}`, text: mended(file, { steps, proof }) };
};

/** One variant, which may be the file itself by chance. */
export const tampered = (material: Material, draw: Draw): Variant => {
  const kind = draw(10);
  if (kind < 3) return flipped(material.text, draw);
  if (kind === 3) return cutOrInserted(material.text, draw);
  if (kind < 7) return withSteps(material, draw);
  return kind < 9 ? withProof(material, draw) : rewrittenWhole(material, draw);
};

