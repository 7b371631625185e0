/** No tampered file gets the verdict of the genuine one, each says why, and a second verifier in another language agrees. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical, CaseFileError, readCaseFile } from '../../engine/journal/index.ts';
import { judgeFile, keyText, type FileVerdict } from '../../engine/proof/index.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { verifyEd25519 } from '../../runtime/seal/signing-keys.ts';
import { runsOf, seedOf } from '../harness/runs.ts';
import { historyFiles } from './history-files.ts';
import { logKey, origin, trust, witnessKey } from './proven-file.ts';
import { chance, genuine, makeMaterial, tampered, type Material, type Variant } from './tamper.ts';

let material: Material;
beforeAll(async () => {
  material = await makeMaterial();
});

type Judged = FileVerdict | { readonly refused: string };

const judge = async (text: string, definitions = genuine.definitions()): Promise<Judged> => {
  try {
    return await judgeFile(readCaseFile(text), { sha256, verify: verifyEd25519, trust, definitions });
  } catch (error) {
    if (error instanceof CaseFileError) return { refused: error.message };
    throw error;
  }
};

const saidOf = (judged: Judged): string => ('refused' in judged ? judged.refused : JSON.stringify([judged.chain.ok ? judged.chain.stream : null, judged.integrity, judged.completeness, judged.time, judged.replay]));
/** The genuine file of another case is no forgery: the verdict names the case. */
const isOfAnother = ({ chain }: FileVerdict): boolean => chain.ok && chain.stream !== material.file.stream;
/** In words why a variant is not what it was. */
const isNamed = (judged: Judged): boolean =>
  'refused' in judged ? judged.refused.startsWith('Expected ') : isOfAnother(judged) || [judged.integrity, judged.completeness, judged.time, judged.replay].some(({ grade, message }) => grade !== 'proven' && message.length > 20) || judged.completeness.message.includes('in no checkpoint yet');

it('a genuine file is proven in all four grades', async () => {
  const judged = (await judge(material.text)) as FileVerdict;
  expect([judged.integrity, judged.completeness, judged.time, judged.replay].map(({ grade }) => grade)).toEqual(['proven', 'proven', 'proven', 'proven']);
});

it('no tampered file is accepted, and each is named', async () => {
  const runs = runsOf(2_000, 50_000);
  const draw = chance(seedOf('tampered files'));
  const honest = saidOf(await judge(material.text));
  const [accepted, unnamed]: [string[], string[]] = [[], []];
  let tried = 0;
  while (tried < runs) {
    const variant = tampered(material, draw);
    if (variant.text === material.text) continue;
    tried += 1;
    const judged = await judge(variant.text);
    if (saidOf(judged) === honest) accepted.push(variant.what);
    if (!isNamed(judged)) unnamed.push(`${variant.what}: ${saidOf(judged)}`);
  }
  expect(accepted).toEqual([]);
  expect(unnamed).toEqual([]);
}, 900_000);

describe('the second verifier', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acta-second-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const trustFile = join(folder, 'trust.json');
  writeFileSync(trustFile, JSON.stringify({ logs: [{ origin, keys: [keyText(logKey.open)] }], witnesses: [keyText(witnessKey.open)], quorum: 1 }));

  interface Second {
    readonly integrity: string;
    readonly completeness?: string;
    readonly time?: string;
    readonly seq?: number;
    readonly fault?: string;
    readonly message?: string;
  }

  const ask = (texts: readonly string[]): Promise<Second[]> =>
    new Promise((resolve, reject) => {
      const child = spawn('python3', [join(import.meta.dirname, '../second-verifier/verify.py'), '--trust', trustFile, '--lines'], { stdio: ['pipe', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      child.on('error', reject);
      child.on('close', () => resolve(output.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Second)));
      child.stdin.end(texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
    });

  const firstSays = async (text: string): Promise<Second> => {
    const judged = await judge(text, { executable: () => undefined, decision: () => undefined });
    if ('refused' in judged) return { integrity: 'no case file' };
    const { integrity, completeness, time, chain } = judged;
    const grades = { integrity: integrity.grade, completeness: completeness.grade, time: time.grade };
    return chain.ok ? grades : { ...grades, seq: chain.seq, fault: chain.fault };
  };

  const bySecond = (says: Second): string => canonical(says);

  /** Where the two say different things. */
  const differencesOf = async (variants: readonly Variant[]): Promise<string[]> => {
    const second = await ask(variants.map(({ text }) => text));
    const other: string[] = second.length === variants.length ? [] : [`${second.length} verdicts of ${variants.length} files`];
    for (const [at, { what, text }] of variants.entries()) {
      const [first, { message, ...says }] = [await firstSays(text), second[at]!];
      if (bySecond(first) !== bySecond(says)) other.push(`${what}: first ${JSON.stringify(first)}, second ${JSON.stringify({ ...says, message })}`);
    }
    return other;
  };

  it('agrees on every stream that a release has written', async () => {
    expect(await differencesOf(historyFiles(runsOf(60, 10_000)))).toEqual([]);
  }, 300_000);

  it('agrees on genuine and tampered files, to the fault and the step', async () => {
    const draw = chance(seedOf('second verifier'));
    const variants = [{ what: 'genuine', text: material.text }, ...Array.from({ length: runsOf(300, 3_000) }, () => tampered(material, draw))];
    expect(await differencesOf(variants)).toEqual([]);
  }, 900_000);
});
