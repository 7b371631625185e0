/** Who there is and who may do what; every change reads it anew. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { Page } from '../cases/wire.ts';
import type { Grant } from '../definitions/queries.ts';

export interface User {
  readonly username: string;
  readonly name: string | null;
  readonly email: string | null;
}

export interface UserDetail extends User {
  readonly isActive: boolean;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly roles: readonly { readonly role: string; readonly scope: readonly string[] | null; readonly from: { readonly type: string; readonly id: string } }[];
  readonly lastSeenAt: string | null;
}

export interface Group {
  readonly groupId: string;
  readonly name: string;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly roles: readonly { readonly role: string; readonly scope: readonly string[] | null }[];
}

export interface Session {
  readonly id: string;
  readonly method: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly isCurrent: boolean;
}

const most = { page: { limit: 1_000 } };
const items = async <T>(path: string): Promise<readonly T[]> => (await api.post<Page<T>>(path, most)).items;

export const usersQuery = queryOptions({ queryKey: ['admin', 'users'], queryFn: () => items<User>('/v2/users/search') });
export const userQuery = (username: string) => queryOptions({ queryKey: ['admin', 'user', username], queryFn: () => api.get<UserDetail>(`/api/users/${encodeURIComponent(username)}`) });
export const groupsQuery = queryOptions({ queryKey: ['admin', 'groups'], queryFn: () => items<Group>('/v2/groups/search') });
export const membersQuery = (groupId: string) => queryOptions({ queryKey: ['admin', 'members', groupId], queryFn: () => items<{ username: string }>(`/v2/groups/${encodeURIComponent(groupId)}/users/search`) });
export const keysQuery = queryOptions({ queryKey: ['admin', 'keys'], queryFn: async () => (await api.get<{ items: readonly ApiKey[] }>('/api/api-keys')).items });
export const sessionsQuery = queryOptions({ queryKey: ['admin', 'sessions'], queryFn: async () => (await api.get<{ items: readonly Session[] }>('/api/me/sessions')).items });

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
