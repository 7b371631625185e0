/** What somebody sees and does of his own account. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { sessions } from '../../../../contract/identity.ts';
import { api } from '../../api/client.ts';

export type Session = z.infer<typeof sessions>['items'][number];

export const ownSessionsQuery = queryOptions({ queryKey: ['me', 'sessions'], queryFn: async () => (await api.get<{ items: readonly Session[] }>('/api/me/sessions')).items });

export const changePassword = (current: string, password: string): Promise<void> => api.post('/api/me/password', { current, password });
export const endSession = (id: string): Promise<void> => api.delete(`/api/me/sessions/${encodeURIComponent(id)}`);
