import { writeFile } from 'node:fs/promises';
import type { Client } from '../client.ts';
import type { Output } from '../output.ts';

/** Writes a case as one file that `acta verify FILE` reads without a server. */
export const exportCase = async (client: Client, output: Output, key: string, options: { readonly out?: string }): Promise<void> => {
  const file = await client.get<{ steps: readonly unknown[] }>(`/api/cases/${encodeURIComponent(key)}/file`);
  const path = options.out ?? `case-${key}.json`;
  await writeFile(path, `${JSON.stringify(file)}\n`);
  output.print({ path, steps: file.steps.length }, () => `Wrote ${file.steps.length} steps to ${path}.`);
};
