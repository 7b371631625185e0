/** The cases, ending one, and what keeps them from going on. */
import type { z } from 'zod';
import type { incident } from '../../contract/incident.ts';
import type { processInstance } from '../../contract/process-instance.ts';
import type { Client } from '../client.ts';
import { printable, table, when, type Output } from '../output.ts';
import { andMore, limitOf, searchAll } from '../pages.ts';
import { caseNow, describeCaseNow } from './case-now.ts';

export interface CasesOptions {
  readonly definition?: string;
  readonly state?: string;
  readonly businessId?: string;
  readonly incidents?: boolean;
  readonly limit?: number;
}

type Case = z.output<typeof processInstance>;

/** Lists cases, the newest first. */
export const cases = async (client: Client, output: Output, options: CasesOptions): Promise<void> => {
  const { definition, state, businessId, incidents, limit } = options;
  const filter = { processDefinitionId: definition, state: state?.toUpperCase(), businessId, hasIncident: incidents };
  const sort = [{ field: 'processInstanceKey', order: 'DESC' }];
  const found = await searchAll<Case>(client, '/v2/process-instances/search', filter, { ...limitOf(output, limit), sort });
  const rows = found.items.map((each) => [
    each.processInstanceKey, `${each.processDefinitionId} ${each.processDefinitionVersion}`, each.businessId ?? '',
    each.hasIncident ? 'INCIDENT' : each.state.toLowerCase(), when(each.startDate), when(each.endDate),
  ]);
  output.print(found.items, () =>
    andMore(table(['case', 'definition', 'business id', 'state', 'started', 'ended'], rows, 'No cases.'), found, 'choose with --definition, --state, --business-id or --incidents, or raise --limit'));
};

const lineOf = ({ processInstanceKey, processDefinitionId, state, hasIncident }: Case): string =>
  `  ${processInstanceKey}  ${printable(processDefinitionId)}, ${hasIncident ? 'with an incident' : state.toLowerCase()}`;

/** Where a case stands, who has called it, and what it has called. */
export const showCase = async (client: Client, output: Output, key: string): Promise<void> => {
  const now = await caseNow(client, key);
  const itself = await client.get<Case>(`/v2/process-instances/${key}`);
  const { parentProcessInstanceKey: parent } = itself;
  const called = await searchAll<Case>(client, '/v2/process-instances/search', { parentProcessInstanceKey: key }, limitOf(output, undefined));
  const caller = parent === null ? [] : [await client.get<Case>(`/v2/process-instances/${parent}`)];
  output.print({ ...itself, openTasks: now.openTasks, called: called.items }, () => [
    describeCaseNow(now),
    ...caller.flatMap((each) => ['Called by:', lineOf(each)]),
    ...(called.items.length === 0 ? [] : [andMore(['Has called:', ...called.items.map(lineOf)].join('\n'), called, 'see all with --json')]),
  ].join('\n'));
};

/** Ends a case early. */
export const cancel = async (client: Client, output: Output, key: string): Promise<void> => {
  await client.post(`/v2/process-instances/${key}/cancellation`, {});
  const now = await caseNow(client, key);
  output.print(now, () => describeCaseNow(now));
};

/** Ends a case whose record is broken. */
export const close = async (client: Client, output: Output, key: string, because: string): Promise<void> => {
  await client.post(`/api/cases/${key}/closure`, { because });
  const now = await caseNow(client, key);
  output.print(now, () => describeCaseNow(now));
};

type Incident = z.output<typeof incident>;

/** Lists what keeps cases from going on, with the whole of what went wrong. */
export const incidents = async (client: Client, output: Output, options: { readonly case?: string; readonly limit?: number }): Promise<void> => {
  const filter = { state: 'ACTIVE', processInstanceKey: options.case };
  const found = await searchAll<Incident>(client, '/v2/incidents/search', filter, limitOf(output, options.limit));
  const lines = found.items.map(({ incidentKey, processDefinitionId, processInstanceKey, elementId, creationTime, errorMessage }) =>
    `${incidentKey}  ${printable(`${elementId} in ${processDefinitionId}`)} ${processInstanceKey}, since ${when(creationTime)}\n  ${printable(errorMessage)}`);
  const text = lines.length === 0 ? 'No incidents.' : `${lines.join('\n')}\nWhen the cause is mended: acta resolve INCIDENT`;
  output.print(found.items, () => andMore(text, found, 'choose with --case, or raise --limit'));
};

/** Tries again what an incident had stopped; a job whose retries are used up gets new ones with it. */
export const resolve = async (client: Client, output: Output, key: string, options: { readonly retries?: number }): Promise<void> => {
  const incident = await client.get<Incident>(`/v2/incidents/${key}`);
  const retries = options.retries ?? (incident.jobKey === null ? undefined : 1);
  await client.post(`/api/incidents/${key}/resolution`, retries === undefined ? {} : { retries });
  const now = await caseNow(client, incident.processInstanceKey);
  output.print(now, () => `Resolved the incident at ${printable(incident.elementId)}.\n${describeCaseNow(now)}`);
};
