import type { z } from 'zod';
import type { comment as comment_ } from '../../contract/comment.ts';
import type { Client } from '../client.ts';
import type { Output } from '../output.ts';

/** Says something of a case; it stands on its record. */
export const comment = async (client: Client, output: Output, key: string, text: string): Promise<void> => {
  const added = await client.post<z.output<typeof comment_>>(`/api/cases/${key}/comments`, { text });
  output.print(added, () => `Said of case ${key}.`);
};
