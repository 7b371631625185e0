/** What the screens of cases and definitions read. Keys begin with the topics of the live feed, which invalidates by them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { caseFilter, type CasesSearch } from './case-filters.ts';
import { get, getText, post } from './request.ts';
import type { Case, CaseSummary, Definition, ElementInstance, ElementStatistics, Incident, Job, Page, Step, StepPage, Timer, UserTask, Variable } from './wire.ts';

const pageSize = 60;

export const casesQuery = (search: CasesSearch) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'list', search],
    queryFn: ({ pageParam }) =>
      post<Page<Case>>('/api/cases/search', {
        filter: caseFilter(search),
        sort: [{ field: 'startDate', order: search.order === 'oldest' ? 'ASC' : 'DESC' }],
        page: { limit: pageSize, ...(pageParam === '' ? {} : { after: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ items, page: { endCursor } }) => (items.length < pageSize ? undefined : (endCursor ?? undefined)),
  });

/** Where the cases of a page are: their open tasks. */
export const openTasksQuery = (caseKeys: readonly string[]) =>
  queryOptions({
    queryKey: ['tasks', 'of-cases', caseKeys],
    queryFn: async () => {
      if (caseKeys.length === 0) return [];
      const { items } = await post<Page<UserTask>>('/v2/user-tasks/search', { filter: { processInstanceKey: { $in: caseKeys }, state: 'CREATED' }, page: { limit: 1_000 } });
      return items;
    },
  });

const all = async <T>(path: string, filter: object, limit = 1_000): Promise<readonly T[]> => (await post<Page<T>>(path, { filter, page: { limit } })).items;
const ofCase = (key: string, what: string) => ['case', key, what] as const;

export const caseQuery = (key: string) => queryOptions({ queryKey: ofCase(key, 'case'), queryFn: () => get<CaseSummary>(`/api/cases/${key}`) });
export const elementsQuery = (key: string) =>
  queryOptions({ queryKey: ofCase(key, 'elements'), queryFn: async () => (await post<Page<ElementInstance>>('/v2/element-instances/search', { filter: { processInstanceKey: key }, sort: [{ field: 'elementInstanceKey' }], page: { limit: 2_000 } })).items });
export const statisticsQuery = (key: string) =>
  queryOptions({ queryKey: ofCase(key, 'statistics'), queryFn: async () => (await get<ElementStatistics>(`/v2/process-instances/${key}/statistics/element-instances`)).items });
export const incidentsQuery = (key: string) => queryOptions({ queryKey: ofCase(key, 'incidents'), queryFn: () => all<Incident>('/v2/incidents/search', { processInstanceKey: key }) });
export const tasksQuery = (key: string) => queryOptions({ queryKey: ofCase(key, 'tasks'), queryFn: () => all<UserTask>('/v2/user-tasks/search', { processInstanceKey: key }) });
export const jobsQuery = (key: string) => queryOptions({ queryKey: ofCase(key, 'jobs'), queryFn: () => all<Job>('/v2/jobs/search', { processInstanceKey: key }) });
export const timersQuery = (key: string) => queryOptions({ queryKey: ofCase(key, 'timers'), queryFn: () => all<Timer>('/api/timers/search', { processInstanceKey: key }) });
export const variablesQuery = (key: string) => queryOptions({ queryKey: ofCase(key, 'variables'), queryFn: () => all<Variable>('/v2/variables/search?truncateValues=false', { processInstanceKey: key }) });

/** More are not told at once: the story of a case is read, not scanned. */
const stepsMax = 5_000;

export const stepsQuery = (key: string) =>
  queryOptions({
    queryKey: ofCase(key, 'steps'),
    queryFn: async () => {
      const steps: Step[] = [];
      let from: number | null = 0;
      while (from !== null && steps.length < stepsMax) {
        const page: StepPage = await get<StepPage>(`/api/cases/${key}/steps?from=${from}&limit=1000`);
        steps.push(...page.steps);
        from = page.next;
      }
      return { steps, isWhole: from === null };
    },
  });

const forever = { staleTime: Infinity };

export const latestDefinitionsQuery = queryOptions({
  queryKey: ['definitions', 'latest'],
  queryFn: () => all<Definition>('/v2/process-definitions/search', { isLatestVersion: true }),
});
export const versionsQuery = (id: string) =>
  queryOptions({ queryKey: ['definitions', 'versions', id], queryFn: async () => (await post<Page<Definition>>('/v2/process-definitions/search', { filter: { processDefinitionId: id }, sort: [{ field: 'version', order: 'DESC' }], page: { limit: 1_000 } })).items });
export const sourceQuery = (key: string) => queryOptions({ queryKey: ['sources', key], queryFn: () => getText(`/v2/process-definitions/${key}/xml`), ...forever });
export const decisionXmlQuery = (key: string) => queryOptions({ queryKey: ['sources', 'decision', key], queryFn: () => getText(`/v2/decision-definitions/${key}/xml`), ...forever });
export const definitionStatisticsQuery = (key: string) =>
  queryOptions({ queryKey: ['cases', 'of-definition', key], queryFn: async () => (await post<ElementStatistics>(`/v2/process-definitions/${key}/statistics/element-instances`, { filter: { state: 'ACTIVE' } })).items });
export const countQuery = (filter: object) =>
  queryOptions({ queryKey: ['cases', 'count', filter], queryFn: async () => (await post<Page<Case>>('/api/cases/search', { filter, page: { limit: 1 } })).page });

/** As much as one request may ask for. */
const idsLength = 8_000;

/** Names of people by their ids; who has none keeps the id. */
export const peopleQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['people', ids],
    queryFn: async () => {
      if (ids.length === 0) return new Map<string, string>();
      const asked = ids.map(encodeURIComponent).join(',').slice(0, idsLength);
      const { items } = await get<{ items: readonly { id: string; name: string }[] }>(`/api/people?ids=${asked}`);
      return new Map(items.map(({ id, name }) => [id, name]));
    },
    retry: false,
    staleTime: 60_000,
  });
