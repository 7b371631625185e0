import {
  base64urlOf, leafHashOf, readCaseFile, recordOf, storedSteps, verifyCaseFile, type CaseFile, type CaseFileVerdict, type RedecideVerdict,
} from '../../engine/journal/index.ts';
import { isKey, readFileOf, sha256 } from '../case-file.ts';
import { RequestError, type Client } from '../client.ts';
import { shortened, type Output } from '../output.ts';
import { describeDifference, type Difference } from '../projection-difference.ts';
import { verifyFile } from './verify-file.ts';
import { verifyAll } from './verify-all.ts';

/** Of the server; what is null or absent was not looked at. */
interface Judged {
  readonly columns: { readonly ok: boolean; readonly message?: string } | null;
  readonly definition: 'equal' | 'missing' | 'altered' | null;
  readonly redecide: RedecideVerdict | null;
  readonly projections: { readonly verdict: 'equal' | 'differs'; readonly differences: readonly Difference[] } | null;
  readonly snapshot: 'equal' | 'differs' | null;
}

interface Verdict extends Partial<Judged> {
  readonly chain: CaseFileVerdict;
  /** Of the head that was asked for: the step that has it; null: none. */
  readonly head?: { readonly seq: number | null; readonly isLast: boolean };
}

export interface VerifyOptions {
  readonly all?: boolean;
  readonly from?: string;
  readonly head?: string;
  /** A file that says whom to trust. */
  readonly trust?: string;
}

/**
 * Verifies a case: the chain of records here, without trusting the server; columns, definitions, deciding again, and what
 * searches read on the server, which has them. A file (`acta export`) is judged offline, in four grades.
 */
export const verify = async (client: Client, output: Output, keyOrFile: string | undefined, { all = false, from, head, trust }: VerifyOptions): Promise<void> => {
  if (all !== (keyOrFile === undefined)) throw new RequestError('Expected the key of a case, a case file, or --all');
  if (keyOrFile === undefined) return verifyAll(client, output, from);
  if (!isKey(keyOrFile) && head === undefined) return void (await verifyFile(output, keyOrFile, { trust }));
  const { file, judged } = isKey(keyOrFile) ? await ofServer(client, keyOrFile) : { file: await readFileOf(keyOrFile), judged: {} };
  const verdict: Verdict = { chain: verifyCaseFile(file, sha256), ...judged, ...(head === undefined ? {} : { head: placeOf(file, head) }) };
  output.print(verdict, () => describeVerdict(file, verdict));
  if (speaksAgainst(verdict)) process.exitCode = 1;
};

const speaksAgainst = ({ chain, columns, definition, redecide, projections, snapshot, head }: Verdict): boolean =>
  !chain.ok || columns?.ok === false || definition === 'altered' || redecide?.verdict === 'diverges' ||
  projections?.verdict === 'differs' || snapshot === 'differs' || head?.seq === null;

const ofServer = async (client: Client, key: string): Promise<{ readonly file: CaseFile; readonly judged: Judged }> => {
  const file = readCaseFile(await client.getText(`/api/cases/${key}/file`));
  const { columns, definition, redecide, projections, snapshot } = await client.get<Judged>(`/api/cases/${key}/verdict`);
  return { file, judged: { columns, definition, redecide, projections, snapshot } };
};

const placeOf = (file: CaseFile, head: string): NonNullable<Verdict['head']> => {
  const steps = storedSteps(file);
  const at = steps.findIndex(({ record }) => base64urlOf(leafHashOf(record, sha256)) === head);
  return { seq: steps[at] === undefined ? null : (recordOf(steps[at].record)?.seq ?? at), isLast: at === steps.length - 1 };
};

const describeVerdict = (file: CaseFile, verdict: Verdict): string => {
  const { chain, columns = null, definition = null, redecide = null, projections = null, snapshot = null, head } = verdict;
  return [
    caseOf(file, chain),
    `integrity:  ${integrity(chain)}`,
    ...(columns?.ok === false ? [`columns:    CHANGED. ${columns.message ?? ''}`] : []),
    ...(definition === null ? [] : [`definition: ${definitions[definition]}`]),
    `replay:     ${replay(redecide)}`,
    ...(projections === null ? [] : [`searches:   ${searches(projections)}`]),
    ...(snapshot === 'differs' ? ['snapshot:   DIFFERS from what the steps fold to'] : []),
    ...(head === undefined ? [] : [`head:       ${placed(head)}`]),
  ].join('\n');
};

const caseOf = ({ stream, steps }: CaseFile, chain: CaseFileVerdict): string => {
  const count = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
  if (!chain.ok) return `case ${stream}: ${count}, BROKEN`;
  return `case ${stream}: ${count}, ${chain.ended ? 'ended' : 'still open'}, head ${chain.head.hash}`;
};

const definitions = {
  equal: 'what its hash names',
  missing: 'MISSING here, so not all can be decided again',
  altered: 'ALTERED: what is stored is not what its hash names',
} as const;

const placed = ({ seq, isLast }: NonNullable<Verdict['head']>): string => {
  if (seq === null) return 'MISSING: no step has this hash, so steps were taken away or are other ones';
  return isLast ? 'the last step has it' : `step ${seq} has it, and the case has gone on since`;
};

const searches = ({ verdict, differences }: NonNullable<Judged['projections']>): string =>
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
