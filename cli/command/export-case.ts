import { writeFile } from 'node:fs/promises';
import { readCaseFile, verifyCaseFile } from '../../engine/journal/index.ts';
import { sha256 } from '../case-file.ts';
import { RequestError, type Client } from '../client.ts';
import type { Output } from '../output.ts';

/** Writes a case as one file that `acta verify FILE` reads without a server. */
export const exportCase = async (client: Client, output: Output, key: string, options: { readonly out?: string; readonly force?: boolean; readonly withhold?: readonly string[] }): Promise<void> => {
  const names = options.withhold === undefined ? '' : `?withhold=${encodeURIComponent(options.withhold.join(','))}`;
  const text = await client.getText(`/api/cases/${key}/file${names}`);
  const file = readCaseFile(text);
  const path = options.out ?? `case-${key}.acta`;
  await writeFile(path, text, { flag: options.force === true ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new RequestError(`Expected to write the case to ${path}, but there is such a file already. Name another with --out, or replace it with --force`);
    throw new RequestError(`Expected to write the case to ${path}, but ${error.message}`);
  });
  const chain = verifyCaseFile(file, sha256);
  const fault = chain.ok ? undefined : { seq: chain.seq, message: chain.message };
  const isProven = file.proof !== null;
  const broken = fault === undefined ? '' : `BROKEN at step ${fault.seq}: ${fault.message}\n`;
  const unproven = isProven ? '' : 'It is in no checkpoint yet, so that nothing is missing cannot be shown: export it again in some seconds.\n';
  output.print({ path, steps: file.steps.length, isProven, ...(fault === undefined ? {} : { fault }) }, () => `${broken}${unproven}Wrote ${file.steps.length} steps to ${path}. Check it anywhere with 'acta verify ${path}'.`);
};
