import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { messagePublished, messageSubscription } from '../../contract/message.ts';
import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { searchAll } from '../pages.ts';
import { readVariables } from './variables-option.ts';

export interface MessageOptions {
  readonly correlationKey?: string;
  readonly variables?: string;
  /** How long it waits for a case, ms. */
  readonly ttl: number;
}

type Subscription = z.output<typeof messageSubscription>;

const looks = 10;
const pauseMs = 100;

const subscriptions = async (client: Client, filter: object): Promise<readonly Subscription[]> =>
  (await searchAll<Subscription>(client, '/v2/message-subscriptions/search', filter, { limit: 1_000 })).items;

/** Publishes a message, and tells which cases wait for it and have it; while it lives it reaches subscriptions that open later. */
export const message = async (client: Client, output: Output, name: string, options: MessageOptions): Promise<void> => {
  const correlationKey = options.correlationKey ?? '';
  const variables = await readVariables(options.variables);
  const waiting = await subscriptions(client, { messageName: name, correlationKey, messageSubscriptionState: 'CREATED' });
  const published = await client.post<z.output<typeof messagePublished>>('/v2/messages/publication', { name, correlationKey, timeToLive: options.ttl, variables });
  const cases = [...new Set((await taken(client, waiting)).flatMap(({ processInstanceKey }) => processInstanceKey ?? []))];
  output.print({ ...published, cases }, () => `Published message ${published.messageKey}. ${told(cases, waiting.length > 0, options.ttl)}`);
};

/** What waits takes it at once, but not in the same moment. One that may come again (a boundary event) goes on waiting. */
const taken = async (client: Client, waiting: readonly Subscription[]): Promise<readonly Subscription[]> => {
  if (waiting.length === 0) return [];
  const keys = waiting.map(({ messageSubscriptionKey }) => messageSubscriptionKey);
  for (let look = 0; ; look += 1) {
    const now = await subscriptions(client, { messageSubscriptionKey: { $in: keys } });
    const done = now.filter(({ messageSubscriptionState }) => messageSubscriptionState === 'CORRELATED');
    if (done.length > 0 || look === looks) return done;
    await delay(pauseMs);
  }
};

const told = (cases: readonly string[], isWaitedFor: boolean, ttl: number): string => {
  if (cases.length > 0) return `Taken by ${cases.map((key) => `case ${key}`).join(', ')}.`;
  if (isWaitedFor) return 'It is on its way to the cases that wait for it.';
  const until = ttl === 0 ? 'and it is not kept' : `it is kept ${ttl / 1_000} s for one that will`;
  return `No case waits for this name and correlation key now; ${until}.`;
};
