import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { CaseFileError, readCaseFile, verifyCaseFile, type CaseFile, type CaseFileVerdict, type RedecideVerdict, type Sha256 } from '../../engine/journal/index.ts';
import { RequestError, type Client } from '../client.ts';
import { shortened, type Output } from '../output.ts';
import { describeDifference, type Difference } from '../projection-difference.ts';

const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();

interface Verdict {
  readonly chain: CaseFileVerdict;
  /** null: not decided again. */
  readonly redecide: RedecideVerdict | null;
  /** Absent: not compared. */
  readonly projections?: { readonly verdict: 'equal' | 'differs'; readonly differences: readonly Difference[] } | null;
}

/**
 * Verifies a case: the chain of records here, without trusting the server; deciding again, and comparing what
 * searches read, on the server, which has the definitions and the rows. A file (`acta export`) is verified offline, its chain only.
 */
export const verify = async (client: Client, output: Output, keyOrFile: string): Promise<void> => {
  const verdict = /^\d+$/.test(keyOrFile) ? await verifyCase(client, keyOrFile) : await verifyFile(keyOrFile);
  output.print(verdict, () => describeVerdict(verdict));
  if (!verdict.chain.ok || verdict.redecide?.verdict === 'diverges' || verdict.projections?.verdict === 'differs') process.exitCode = 1;
};

const verifyCase = async (client: Client, key: string): Promise<Verdict> => {
  const file = await client.get<CaseFile>(`/api/cases/${key}/file`);
  const chain = verifyCaseFile(readCaseFile(JSON.stringify(file)), sha256);
  const { redecide, projections = null } = await client.get<Verdict>(`/api/cases/${key}/verdict`);
  return { chain, redecide, projections };
};

const verifyFile = async (path: string): Promise<Verdict> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new RequestError(`Expected the key of a case or a case file, but ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    return { chain: verifyCaseFile(readCaseFile(text), sha256), redecide: null };
  } catch (error) {
    if (error instanceof CaseFileError) throw new RequestError(`${path}: ${error.message}`);
    throw error;
  }
};

const describeVerdict = ({ chain, redecide, projections }: Verdict): string =>
  [`integrity: ${integrity(chain)}`, `replay:    ${replay(redecide)}`, ...(projections === undefined || projections === null ? [] : [`searches:  ${searches(projections)}`])].join('\n');

const searches = ({ verdict, differences }: NonNullable<Verdict['projections']>): string =>
  verdict === 'equal' ? 'read what the journal says' : ['DIFFER from the journal:', ...differences.map((difference) => `  ${describeDifference(difference)}`)].join('\n');

const integrity = (chain: CaseFileVerdict): string => {
  if (!chain.ok) return `BROKEN at step ${chain.seq} (${chain.fault}). ${chain.message}`;
  const steps = chain.steps === 1 ? 'the 1 step is' : `all ${chain.steps} steps are`;
  const erased = chain.erased.length === 0 ? '' : `; the values of ${chain.erased.length} were erased`;
  const withheld = chain.withheld.length === 0 ? '' : `; of ${chain.withheld.length} single values are withheld`;
  const setBack = chain.clockSetBack.length === 0 ? '' : `; the clock was set back before step ${chain.clockSetBack.join(', ')}`;
  const unknown = chain.unknown.length === 0 ? '' : `; ${chain.unknown.length} are of another release and were not looked into`;
  return `${steps} whole, in order and linked${erased}${withheld}${setBack}${unknown}`;
};

const replay = (redecide: RedecideVerdict | null): string => {
  if (redecide === null) return 'not decided again, that needs the server and its definitions';
  switch (redecide.verdict) {
    case 'equal': return 'deciding every step again gives the same events';
    case 'redacted': return `ends at step ${redecide.seq}, of whose values some were erased or are withheld`;
    case 'incomparable': return `ends at step ${redecide.seq}: ${redecide.reason}`;
    case 'diverges': {
      const [expected, actual] = [redecide.expected, redecide.actual].map((value) => shortened(JSON.stringify(value) ?? 'nothing', 200));
      return `DIVERGES at step ${redecide.seq}${redecide.path === '' ? '' : `, ${redecide.path}`}: the record has ${expected}, deciding again gives ${actual}`;
    }
  }
};
