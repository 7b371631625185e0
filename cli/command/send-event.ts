import type { z } from 'zod';
import type { acceptedEvents } from '../../contract/case-event.ts';
import type { Client } from '../client.ts';
import { table, type Output } from '../output.ts';
import { caseNow, describeCaseNow } from './case-now.ts';
import { readVariables } from './variables-option.ts';

type Title = string | { readonly [language: string]: string } | null;

type Accepted = z.output<typeof acceptedEvents>;

const titleOf = (title: Title): string => (typeof title === 'string' ? title : (title?.['en'] ?? Object.values(title ?? {})[0] ?? ''));

/** Sends an event to a statechart case, and tells where it stands then; without an event: which ones it accepts. */
export const sendEvent = async (
  client: Client, output: Output, target: { readonly key: string; readonly event: string | undefined }, options: { readonly variables?: string },
): Promise<void> => {
  const path = `/api/cases/${target.key}/events`;
  const { event } = target;
  if (event === undefined) {
    const accepted = await client.get<Accepted>(path);
    const rows = accepted.events.map(({ event: name, title, guards }) => [name, titleOf(title), guards.join(' or ')]);
    const none = accepted.dialect === 'bpmn' ? `Case ${target.key} is of a BPMN process, which takes no events. Messages reach it: acta message NAME.` : `Case ${target.key} accepts no event now.`;
    output.print(accepted, () => table(['event', 'what', 'only if'], rows, none));
    return;
  }
  const result = await client.post<object>(path, { event, data: await readVariables(options.variables) });
  const now = await caseNow(client, target.key);
  output.print({ ...result, case: now }, () => `Sent ${event}.\n${describeCaseNow(now)}`);
};
