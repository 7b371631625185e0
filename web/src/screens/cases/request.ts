/** Requests of these screens, through the one client. */
import { api } from '../../api/client.ts';

export { ApiError as Problem } from '../../api/problem.ts';

export const get = api.get;
/** A file as text, also where it is JSON, which the client has read already. */
export const getText = async (path: string): Promise<string> => {
  const answer = await api.get<unknown>(path);
  return typeof answer === 'string' ? answer : JSON.stringify(answer);
};
export const post = <T>(path: string, body: unknown): Promise<T> => api.post<T>(path, body);
export const change = async (method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<void> => {
  if (method === 'PUT') await api.put(path, body);
  else if (method === 'PATCH') await api.patch(path, body);
  else await api.delete(path);
};
