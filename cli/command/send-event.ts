import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { readVariables } from './variables-option.ts';

/** Sends an event to a statechart case. */
export const sendEvent = async (
  client: Client, output: Output, target: { readonly key: string; readonly event: string }, options: { readonly variables?: string },
): Promise<void> => {
  const data = await readVariables(options.variables);
  const result = await client.post<Record<string, unknown> | undefined>(`/api/cases/${encodeURIComponent(target.key)}/events`, {
    event: target.event, data,
  });
  output.print(result ?? {}, () => `Sent ${target.event} to case ${target.key}.`);
};
