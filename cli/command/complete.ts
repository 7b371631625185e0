import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { readVariables } from './variables-option.ts';

/** Completes a user task. */
export const complete = async (client: Client, output: Output, key: string, options: { readonly variables?: string }): Promise<void> => {
  const variables = await readVariables(options.variables);
  await client.post(`/v2/user-tasks/${encodeURIComponent(key)}/completion`, { variables });
  output.print({ userTaskKey: key, state: 'COMPLETED' }, () => `Completed task ${key}.`);
};
