/** What one may start, and starting it. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { startable } from '../../../contract/inbox.ts';
import { api } from './client.ts';

export type Startable = z.infer<typeof startable>['items'][number];

export const startableQuery = queryOptions({
  queryKey: ['startable'],
  queryFn: async ({ signal }) => (await api.get<{ items: Startable[] }>('/api/startable', signal)).items,
});

export const startCase = (processDefinitionKey: string, variables: object) =>
  api.post<{ processInstanceKey: string }>('/v2/process-instances', { processDefinitionKey, variables });

/** The first open task of a case that is mine, if it has one. */
export const nextTaskOf = async (caseKey: string, me: string): Promise<string | undefined> => {
  const { items } = await api.post<{ items: { userTaskKey: string }[] }>('/v2/user-tasks/search', { filter: { processInstanceKey: caseKey, assignee: me, state: 'CREATED' }, page: { limit: 1 } });
  return items[0]?.userTaskKey;
};
