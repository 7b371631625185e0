/** Who came, as auditors read it. */
import type { z } from 'zod';
import type { accessEntry } from '../../contract/access-log.ts';
import { RequestError, type Client } from '../client.ts';
import { printable, table, when, type Output } from '../output.ts';
import { andMore, limitOf, searchAll } from '../pages.ts';

export interface AccessOptions {
  readonly who?: string;
  readonly act?: string;
  readonly case?: string;
  readonly since?: string;
  readonly limit?: number;
}

type Entry = z.output<typeof accessEntry>;

const words: { readonly [A in Entry['act']]: (entry: Entry) => string } = {
  signIn: ({ method }) => `signed in (${method})`,
  signInFailed: ({ method, what }) => `failed to sign in (${method}: ${what ?? 'unknown'})`,
  refusal: ({ what }) => `was refused ${what ?? 'something'}`,
  view: ({ what }) => `looked at ${what === 'caseFile' ? 'the file of a case' : what === 'history' ? 'the history' : `the ${what ?? 'case'}`}`,
  more: () => 'more of that minute, not told apart',
};

/** A day begins where the command runs. */
const instantOf = (since: string): string => {
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(since) ? `${since}T00:00:00` : since);
  if (Number.isNaN(at.getTime())) throw new RequestError(`Expected --since to be a date such as 2027-01-31, or with a time 2027-01-31T08:00:00Z, but it is '${printable(since)}'`);
  return at.toISOString();
};

/** Lists who came, the newest first. */
export const access = async (client: Client, output: Output, { who, act, case: caseKey, since, limit }: AccessOptions): Promise<void> => {
  const filter = { who, act, caseKey, ...(since === undefined ? {} : { at: { $gte: instantOf(since) } }) };
  const found = await searchAll<Entry>(client, '/api/access-log/search', filter, { ...limitOf(output, limit), sort: [{ field: 'entryKey', order: 'DESC' }] });
  const rows = found.items.map((entry) => [when(entry.at), printable(entry.who ?? (entry.act === 'more' ? '' : 'somebody')), printable(words[entry.act](entry)), entry.subject ?? '', entry.count === 1 ? '' : `${entry.count} times`]);
  output.print(found.items, () => andMore(table(['minute', 'who', 'what', 'of', ''], rows, 'Nobody.'), found, 'choose with --who, --act, --case or --since, or raise --limit'));
};
