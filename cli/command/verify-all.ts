/** Judges the whole journal on the server, a page of streams at a time; stopped, it goes on with --from. */
import type { z } from 'zod';
import type { journalPage, journalSize, streamVerdict } from '../../contract/case-history.ts';
import type { Client } from '../client.ts';
import type { Output } from '../output.ts';

type Page = z.output<typeof journalPage>;
type StreamVerdict = z.output<typeof streamVerdict>;

export const verifyAll = async (client: Client, output: Output, from = '0'): Promise<void> => {
  const { steps: expected } = await client.get<z.output<typeof journalSize>>('/api/journal');
  const faults: StreamVerdict[] = [];
  const began = performance.now();
  let [streams, steps] = [0, 0];
  let strays: Page['strays'] = [];
  for (let after: string | null = from; after !== null; ) {
    const page: Page = await client.get<Page>(`/api/journal/verdict?after=${after}`);
    streams += page.streams;
    steps += page.steps;
    faults.push(...page.faults);
    strays = page.strays ?? strays;
    const speed = Math.round((steps * 1000) / Math.max(1, performance.now() - began));
    const part = expected === 0 || from !== '0' ? '' : `, ${Math.min(100, Math.round((100 * steps) / expected))} %`;
    output.progress(`${streams} streams, ${steps} steps${part}, ${speed} steps/s, ${faults.length} with faults, at ${page.last ?? 'the end'}`);
    after = page.last;
  }
  output.progress('');
  output.print({ streams, steps, faults, strays }, () => describe(streams, steps, faults, strays ?? []));
  if (faults.length > 0 || (strays?.length ?? 0) > 0) process.exitCode = 1;
};

const describe = (streams: number, steps: number, faults: readonly StreamVerdict[], strays: NonNullable<Page['strays']>): string =>
  [
    `${streams} streams with ${steps} steps were verified: ${faults.length === 0 ? 'nothing speaks against any of them' : `${faults.length} with faults`}.`,
    ...faults.map((fault) => `  ${fault.kind ?? 'stream'} ${fault.stream}: ${wrongs(fault).join('; ')}`),
    ...strays.map(({ table, rows }) => `  ${rows} ${rows === 1 ? 'row' : 'rows'} of ${table} belong to no stream of the journal`),
  ].join('\n');

const messageOf = (part: { readonly [member: string]: unknown }): string => String(part['message']);

const wrongs = ({ chain, columns, definition, redecide, projections, snapshot }: StreamVerdict): string[] => [
  ...(chain.ok ? [] : [`BROKEN at step ${String(chain['seq'])}. ${messageOf(chain)}`]),
  ...(columns?.ok === false ? [messageOf(columns)] : []),
  ...(definition === 'altered' || definition === 'missing' ? [`its definition is ${definition}`] : []),
  ...(redecide === null || redecide.verdict === 'equal' ? [] : [`deciding again: ${redecide.verdict} at step ${String(redecide['seq'])}`]),
  ...(projections?.verdict === 'differs' ? ['what searches read differs from it'] : []),
  ...(snapshot === 'differs' ? ['its snapshot differs from what its steps fold to'] : []),
];
