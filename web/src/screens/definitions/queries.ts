/** What a procedure names: its decisions, its forms, and who has roles for it. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { statusOf } from '../../api/problem.ts';
import type { Page } from '../cases/wire.ts';

interface Decision {
  readonly decisionDefinitionKey: string;
  readonly decisionRequirementsKey: string;
}

export const decisionsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['definitions', 'decisions', ids],
    enabled: ids.length > 0,
    queryFn: async () => {
      const { items } = await api.post<Page<Decision>>('/v2/decision-definitions/search', { filter: { decisionDefinitionId: { $in: ids }, isLatestVersion: true } });
      // Decisions of one file are shown once.
      const files = new Map(items.map((one) => [one.decisionRequirementsKey, one.decisionDefinitionKey]));
      return Promise.all([...files].map(async ([key, decision]) => ({ key, xml: await api.get<string>(`/v2/decision-definitions/${decision}/xml`) })));
    },
  });

export interface DeployedForm {
  readonly formId: string;
  readonly version: number;
  readonly schema: string;
}

/** null: no such form is deployed. */
export const formQuery = (id: string) =>
  queryOptions({
    queryKey: ['definitions', 'form', id],
    queryFn: async () => {
      try {
        return await api.get<DeployedForm>(`/api/forms/${encodeURIComponent(id)}`);
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
  });

export interface Grant {
  readonly role: string;
  readonly scope: readonly string[] | null;
  readonly to: { readonly type: 'user' | 'group' | 'apiKey' | 'claim'; readonly id: string };
}

export const grantsQuery = queryOptions({ queryKey: ['admin', 'grants'], queryFn: () => api.get<{ items: readonly Grant[] }>('/api/grants') });
