import { readFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { readCaseFile, verifyCaseFile, type CaseFile, type CaseFileVerdict, type Sha256 } from '../../engine/journal/index.ts';
import { RequestError, type Client } from '../client.ts';
import type { Output } from '../output.ts';

const sha256: Sha256 = (data) => hash('sha256', data, 'buffer');

interface ServerVerdict {
  readonly redecide: { readonly verdict: string; readonly [field: string]: unknown } | null;
}

interface Verdict {
  readonly chain: CaseFileVerdict;
  readonly redecide: ServerVerdict['redecide'];
}

/**
 * Verifies a case: the chain of records here, without trusting the server; deciding again on the
 * server, which has the definitions. A file (`acta export`) is verified offline, its chain only.
 */
export const verify = async (client: Client, output: Output, keyOrFile: string): Promise<void> => {
  const verdict = /^\d+$/.test(keyOrFile) ? await verifyCase(client, keyOrFile) : await verifyFile(keyOrFile);
  output.print(verdict, () => describe(verdict));
  if (!verdict.chain.ok || verdict.redecide?.verdict === 'diverges') process.exitCode = 1;
};

const verifyCase = async (client: Client, key: string): Promise<Verdict> => {
  const file = await client.get<CaseFile>(`/api/cases/${key}/file`);
  const chain = verifyCaseFile(readCaseFile(JSON.stringify(file)), sha256);
  const { redecide } = await client.get<ServerVerdict>(`/api/cases/${key}/verdict`);
  return { chain, redecide };
};

const verifyFile = async (path: string): Promise<Verdict> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new RequestError(`Expected the key of a case or a case file, but ${error instanceof Error ? error.message : String(error)}`);
  });
  return { chain: verifyCaseFile(readCaseFile(text), sha256), redecide: null };
};

const describe = ({ chain, redecide }: Verdict): string => {
  const lines = [chain.ok ? 'integrity: the records are whole, in order and linked' : `integrity: BROKEN, ${JSON.stringify(chain)}`];
  if (redecide === null) lines.push('replay:    not decided again (needs the definitions)');
  else if (redecide.verdict === 'equal') lines.push('replay:    deciding every step again gives the same events');
  else lines.push(`replay:    ${redecide.verdict}, ${JSON.stringify(redecide)}`);
  return lines.join('\n');
};
