import type { Client } from '../client.ts';
import { openTasks, taskTable, type Task } from './tasks.ts';

/** Where a case stands after a command: what a person wants to know next. */
export interface CaseNow {
  readonly processInstanceKey: string;
  readonly state: string;
  readonly hasIncident: boolean;
  readonly openTasks: readonly Task[];
}

export const caseNow = async (client: Client, key: string): Promise<CaseNow> => {
  const { processInstanceKey, state, hasIncident } = await client.get<CaseNow>(`/v2/process-instances/${encodeURIComponent(key)}`);
  const { items } = await openTasks(client, { case: key });
  return { processInstanceKey, state, hasIncident, openTasks: items };
};

export const describeCaseNow = ({ processInstanceKey: key, state, hasIncident, openTasks: open }: CaseNow): string => {
  if (state === 'COMPLETED') return `Case ${key} is complete.`;
  if (state !== 'ACTIVE') return `Case ${key} has been ended early.`;
  if (hasIncident) return `Case ${key} has an incident: see 'acta incidents --case ${key}'.`;
  if (open.length === 0) return `Case ${key} has no open task now, it waits for something else: see 'acta history ${key}'.`;
  return `Open in case ${key}:\n${taskTable(open, { ofOneCase: true })}`;
};
