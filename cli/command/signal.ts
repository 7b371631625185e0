import type { z } from 'zod';
import type { signalBroadcast } from '../../contract/signal.ts';
import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { readVariables } from './variables-option.ts';

/** Broadcasts a signal: all cases that wait for it now catch it, and none that comes later. */
export const signal = async (client: Client, output: Output, name: string, { variables }: { readonly variables?: string }): Promise<void> => {
  const broadcast = await client.post<z.output<typeof signalBroadcast>>('/v2/signals/broadcast', { signalName: name, variables: await readVariables(variables) });
  output.print(broadcast, () => `Broadcast signal ${broadcast.signalKey}. Every case that waits for '${name}' now catches it.`);
};
