import { writeFile } from 'node:fs/promises';
import { RequestError, type Client } from '../client.ts';
import type { Output } from '../output.ts';

/** Writes a case as one file that `acta verify FILE` reads without a server. */
export const exportCase = async (client: Client, output: Output, key: string, options: { readonly out?: string; readonly force?: boolean }): Promise<void> => {
  const file = await client.get<{ readonly steps: readonly unknown[]; readonly fault?: { readonly seq: number; readonly message: string } }>(`/api/cases/${key}/file`);
  const path = options.out ?? `case-${key}.json`;
  await writeFile(path, `${JSON.stringify(file)}\n`, { flag: options.force === true ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new RequestError(`Expected to write the case to ${path}, but there is such a file already. Name another with --out, or replace it with --force`);
    throw new RequestError(`Expected to write the case to ${path}, but ${error.message}`);
  });
  const { fault } = file;
  const broken = fault === undefined ? '' : `BROKEN at step ${fault.seq}: ${fault.message}\n`;
  output.print({ path, steps: file.steps.length, ...(fault === undefined ? {} : { fault }) }, () => `${broken}Wrote ${file.steps.length} steps to ${path}. Check it anywhere with 'acta verify ${path}'.`);
};
