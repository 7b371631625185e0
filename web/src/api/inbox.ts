/** Boxes, tasks, drafts, views and comments, as `contract/` describes them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { comment } from '../../../contract/comment.ts';
import type { bulkResult, inboxCounts, inboxPage, inboxSearch, inboxTask, taskDetail, view } from '../../../contract/inbox.ts';
import { api } from './client.ts';
import { statusOf } from './problem.ts';

export type Counts = z.infer<typeof inboxCounts>;
export type Box = z.infer<typeof inboxSearch>['box'];
export type InboxTask = z.infer<typeof inboxTask>;

export interface InboxFilter {
  readonly text?: string;
  readonly processDefinitionId?: string;
  readonly dueBefore?: string;
  readonly dueAfter?: string;
  readonly candidateGroup?: string;
}

export type SortField = 'dueDate' | 'creationDate' | 'priority' | 'completionDate' | 'name';

export interface InboxQuery {
  readonly box: Box;
  readonly filter: InboxFilter;
  readonly sort: SortField;
}

export type Comment = z.infer<typeof comment>;
export type TaskDetail = z.infer<typeof taskDetail>;
export type SavedView = z.infer<typeof view>;
type BulkResult = z.infer<typeof bulkResult>;
export type Result = BulkResult['results'][number];

const noCounts: Counts = { todo: 0, claimable: 0, done: 0, started: 0, overdue: 0 };

export const countsQuery = queryOptions({
  queryKey: ['inbox', 'counts'],
  queryFn: async ({ signal }): Promise<Counts> => {
    try {
      return await api.get<Counts>('/api/inbox/counts', signal);
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 403) return noCounts; // Of whom nothing is asked.
      throw error;
    }
  },
});

const pageSize = 60;

/** Late and earliest first, without a date last; what is done, by when. */
const orderOf = (field: SortField): 'ASC' | 'DESC' => (field === 'dueDate' || field === 'name' ? 'ASC' : 'DESC');

export const tasksQuery = ({ box, filter, sort }: InboxQuery) =>
  infiniteQueryOptions({
    queryKey: ['inbox', 'list', box, filter, sort],
    queryFn: ({ pageParam, signal }) =>
      api.post<z.infer<typeof inboxPage>>('/api/inbox/search', {
        box, filter, sort: [{ field: sort, order: orderOf(sort) }], page: { limit: pageSize, ...(pageParam === null ? {} : { after: pageParam }) },
      }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ items, page }) => (items.length < pageSize ? undefined : page.endCursor),
  });

export const taskQuery = (key: string) =>
  queryOptions({ queryKey: ['task', key], queryFn: ({ signal }) => api.get<TaskDetail>(`/api/user-tasks/${key}/detail`, signal) });

export const viewsQuery = queryOptions({
  queryKey: ['views', 'inbox'],
  queryFn: async () => (await api.get<{ items: SavedView[] }>('/api/views')).items.filter(({ screen }) => screen === 'inbox'),
  retry: false,
});

export const saveView = (name: string, query: object) => api.post<SavedView>('/api/views', { name, screen: 'inbox', query });
export const deleteView = (id: string) => api.delete<void>(`/api/views/${id}`);

export const completeTask = (key: string, variables: object, action?: string) =>
  api.post<void>(`/v2/user-tasks/${key}/completion`, { variables, ...(action === undefined ? {} : { action }) });
export const claimTask = (key: string, me: string) => api.post<void>(`/v2/user-tasks/${key}/assignment`, { assignee: me, allowOverride: false });
export const releaseTask = (key: string) => api.delete<void>(`/v2/user-tasks/${key}/assignee`);
export const claimTasks = (keys: readonly string[]) => api.post<BulkResult>('/api/user-tasks/claim', { keys });
export const completeTasks = (keys: readonly string[]) => api.post<BulkResult>('/api/user-tasks/complete', { keys });
export const saveDraft = (key: string, values: object) => api.put<void>(`/api/user-tasks/${key}/draft`, { values });
export const deleteDraft = (key: string) => api.delete<void>(`/api/user-tasks/${key}/draft`);
export const addComment = (caseKey: string, text: string, userTaskKey: string) => api.post<Comment>(`/api/cases/${caseKey}/comments`, { text, userTaskKey });
