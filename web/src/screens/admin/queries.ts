/** Who there is and who may do what; every change reads it anew. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { apiKeys, groupShape, sessions, user, userDetail } from '../../../../contract/identity.ts';
import { api } from '../../api/client.ts';
import type { Page } from '../cases/wire.ts';
import type { Grant } from '../definitions/queries.ts';

export type User = z.infer<typeof user>;
export type UserDetail = z.infer<typeof userDetail>;
export type Group = z.infer<typeof groupShape>;
export type ApiKey = z.infer<typeof apiKeys>['items'][number];
export type Session = z.infer<typeof sessions>['items'][number];

const most = { page: { limit: 1_000 } };
const items = async <T>(path: string): Promise<readonly T[]> => (await api.post<Page<T>>(path, most)).items;

export const usersQuery = queryOptions({ queryKey: ['admin', 'users'], queryFn: () => items<User>('/v2/users/search') });
export const userQuery = (username: string) => queryOptions({ queryKey: ['admin', 'user', username], queryFn: () => api.get<UserDetail>(`/api/users/${encodeURIComponent(username)}`) });
export const groupsQuery = queryOptions({ queryKey: ['admin', 'groups'], queryFn: () => items<Group>('/v2/groups/search') });
export const membersQuery = (groupId: string) => queryOptions({ queryKey: ['admin', 'members', groupId], queryFn: () => items<{ username: string }>(`/v2/groups/${encodeURIComponent(groupId)}/users/search`) });
export const keysQuery = queryOptions({ queryKey: ['admin', 'keys'], queryFn: async () => (await api.get<{ items: readonly ApiKey[] }>('/api/api-keys')).items });
export const sessionsOfQuery = (username: string) => queryOptions({ queryKey: ['admin', 'sessions', username], queryFn: async () => (await api.get<{ items: readonly Session[] }>(`/api/users/${encodeURIComponent(username)}/sessions`)).items });

export const grant = (one: Grant): Promise<unknown> => api.put('/api/grants', one);
export const revoke = (one: Grant): Promise<unknown> => api.post('/api/grants/revocation', one);

/** An act, after which everything here is read again. */
export const useChange = <A>(act: (argument: A) => Promise<unknown>, onDone?: () => void) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['admin'] });
      onDone?.();
    },
  });
};
