import { writeFile } from 'node:fs/promises';
import { RequestError, type Client } from '../client.ts';
import type { Output } from '../output.ts';

/** Writes a case as one file that `acta verify FILE` reads without a server. */
export const exportCase = async (client: Client, output: Output, key: string, options: { readonly out?: string }): Promise<void> => {
  const file = await client.get<{ steps: readonly unknown[] }>(`/api/cases/${key}/file`);
  const path = options.out ?? `case-${key}.json`;
  await writeFile(path, `${JSON.stringify(file)}\n`).catch((error: unknown) => {
    throw new RequestError(`Expected to write the case to ${path}, but ${error instanceof Error ? error.message : String(error)}`);
  });
  output.print({ path, steps: file.steps.length }, () => `Wrote ${file.steps.length} steps to ${path}. Check it anywhere with 'acta verify ${path}'.`);
};
