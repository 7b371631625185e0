/** What one may start, and starting it. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export interface Startable {
  readonly processDefinitionId: string;
  readonly processDefinitionKey: string;
  readonly name: string;
  readonly version: number;
  readonly description: string | null;
  readonly folder: string | null;
  readonly language: 'bpmn' | 'statechart';
  readonly startForm: { readonly schema: Record<string, unknown>; readonly formId: string } | null;
}

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
