import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { readVariables } from './variables-option.ts';

export interface MessageOptions {
  readonly correlationKey?: string;
  readonly variables?: string;
  /** How long it waits for a case, ms. */
  readonly ttl: number;
}

/** Publishes a message; while it lives it reaches subscriptions that open later. */
export const message = async (client: Client, output: Output, name: string, options: MessageOptions): Promise<void> => {
  const published = await client.post<{ messageKey: string }>('/v2/messages/publication', {
    name,
    correlationKey: options.correlationKey ?? '',
    timeToLive: options.ttl,
    variables: await readVariables(options.variables),
  });
  const waits = options.ttl === 0 ? 'for cases that wait for it now' : `it waits ${options.ttl / 1_000} s for a case that it fits`;
  output.print(published, () => `Published message ${published.messageKey}; ${waits}.`);
};
