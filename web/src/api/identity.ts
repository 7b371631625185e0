/** Who is here: signing in and out, and names of people. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { me, people, role, samplePerson, setUp as setUpShape, signInWays } from '../../../contract/identity.ts';
import { api } from './client.ts';
import { statusOf } from './problem.ts';

export type SamplePerson = z.infer<typeof samplePerson>;
export type SignInWays = z.infer<typeof signInWays>;
export type Me = z.infer<typeof me>;
export type RoleName = z.infer<typeof role>;

/** Of a server that asks nobody who they are. */
const ownerOfTheMachine: Me = {
  id: 'anonymous', kind: 'anonymous', name: 'anonymous', email: null, method: 'none', roles: [{ role: 'admin', scope: null }], groups: [], session: null,
};

const readMe = async (): Promise<Me | null> => {
  try {
    return await api.get<Me>('/api/me');
  } catch (error) {
    if (statusOf(error) === 401) return null;
    throw error;
  }
};

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: readMe, staleTime: 300_000 });

export const signInWaysQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: () => api.get<SignInWays>('/api/sign-in'),
  staleTime: 300_000,
});

export const signIn = (username: string, password: string): Promise<Me> => api.post('/api/sign-in', { username, password });
export const signInAsSample = (username: string): Promise<Me> => api.post('/api/sign-in/sample', { username });
export const setUp = (first: z.infer<typeof setUpShape>): Promise<Me> => api.post('/api/sign-in/setup', first);
export const signOut = (): Promise<void> => api.post('/api/sign-out');

/** Inside the shell somebody is always known. */
export const useMe = (): Me => useQuery(meQuery).data ?? ownerOfTheMachine;

export const hasRole = (who: Me, ...roles: readonly RoleName[]): boolean => who.roles.some(({ role }) => role === 'admin' || roles.includes(role));

type People = z.infer<typeof people>;

/** Looks names up by ids; those asked for in one turn are one request. An id is given back where no name is known. */
const lookUp = (path: string): ((id: string) => Promise<string>) => {
  const waiting = new Map<string, ((name: string) => void)[]>();
  const flush = async (): Promise<void> => {
    const asked = new Map(waiting);
    waiting.clear();
    let names = new Map<string, string>();
    try {
      const { items } = await api.get<{ readonly items: readonly { readonly id: string; readonly name: string }[] }>(`${path}?ids=${[...asked.keys()].map(encodeURIComponent).join(',')}`);
      names = new Map(items.map(({ id, name }) => [id, name]));
    } catch {
      // The ids are shown.
    }
    for (const [id, answers] of asked) for (const answer of answers) answer(names.get(id) ?? id);
  };
  return (id) =>
    new Promise((resolve) => {
      if (waiting.size === 0) setTimeout(() => void flush(), 10);
      waiting.set(id, [...(waiting.get(id) ?? []), resolve]);
    });
};

const personName = lookUp('/api/people');
const groupName = lookUp('/api/groups');

/** Names of people by their ids. */
export const namesOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => new Map(await Promise.all(ids.map(async (id) => [id, await personName(id)] as const)));

const useName = (kind: 'person' | 'group', id: string | null | undefined): string => {
  const { data } = useQuery({ queryKey: [kind, id], queryFn: () => (kind === 'person' ? personName : groupName)(id ?? ''), enabled: typeof id === 'string' && id !== '', staleTime: 600_000 });
  return data ?? id ?? '';
};

/** The name of a person, the id until it is known and when there is none. */
export const usePersonName = (id: string | null | undefined): string => useName('person', id);
/** The same of a group. */
export const useGroupName = (id: string | null | undefined): string => useName('group', id);

export const findPeople = (text: string): Promise<People> => api.get(`/api/people?q=${encodeURIComponent(text)}`);
