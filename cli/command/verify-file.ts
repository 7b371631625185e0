/** A case file judged in four grades, offline. */
import type { CaseFile } from '../../engine/journal/index.ts';
import { definitionsOf } from '../../engine/proof/definitions-of-sources.ts';
import { judgeFile, type FileVerdict, type Grade } from '../../engine/proof/index.ts';
import { verifyEd25519 } from '../../runtime/seal/signing-keys.ts';
import { readFileOf, readTrustOf, sha256 } from '../case-file.ts';
import { printable, type Output } from '../output.ts';
import { verifyTimeStamp } from '../time-stamp.ts';

const grades = ['integrity', 'completeness', 'time', 'replay'] as const;

const words = { proven: 'holds', broken: 'BROKEN', partly: 'in part', 'not judged': '' } as const;

const lineOf = (name: string, { grade, message, seq }: Grade): string => {
  const place = grade === 'broken' && seq !== undefined ? ` at step ${seq}` : '';
  const said = words[grade] === '' ? '' : `${words[grade]}${place}: `;
  return `${`${name}:`.padEnd(15)}${said}${printable(message)}`;
};

const titleOf = ({ stream, log, steps, manifest }: CaseFile, { chain }: FileVerdict): string => {
  const state = !chain.ok ? 'BROKEN' : chain.ended ? 'ended' : 'still open';
  return printable(`case ${stream} of ${log}: ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}, ${state}; the file says it was made at ${manifest.made}${manifest.for === null ? '' : ` for ${manifest.for}`}`);
};

const means = `What this shows is in docs/proof.md. It does not show that what was recorded was true when it was recorded.`;

export interface VerifyFileOptions {
  readonly trust?: string | undefined;
}

export const verifyFile = async (output: Output, path: string, { trust }: VerifyFileOptions): Promise<{ readonly file: CaseFile; readonly verdict: FileVerdict }> => {
  const file = await readFileOf(path);
  const verdict = await judgeFile(file, { sha256, verify: verifyEd25519, trust: await readTrustOf(trust), definitions: definitionsOf(file.sources), verifyTimeStamp });
  if (grades.some((name) => verdict[name].grade === 'broken')) process.exitCode = 1;
  output.print(verdict, () => [titleOf(file, verdict), ...grades.map((name) => lineOf(name, verdict[name])), means].join('\n'));
  return { file, verdict };
};
