import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { caseNow, describeCaseNow } from './case-now.ts';
import type { Task } from './tasks.ts';
import { readVariables } from './variables-option.ts';

/** Completes a user task, and tells where its case stands then. */
export const complete = async (client: Client, output: Output, key: string, options: { readonly variables?: string }): Promise<void> => {
  const variables = await readVariables(options.variables);
  await client.post(`/v2/user-tasks/${key}/completion`, { variables });
  const task = await client.get<Task>(`/v2/user-tasks/${key}`);
  const now = await caseNow(client, task.processInstanceKey);
  output.print({ userTaskKey: key, state: 'COMPLETED', case: now }, () => `Completed task ${key}, ${task.name ?? task.elementId}.\n${describeCaseNow(now)}`);
};
