/** The only place that calls the server. Answers have the shapes of `contract/`; everything else is thrown as an ApiError. */
import type { Problem } from '../../../contract/problem.ts';
import { ApiError } from './problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Where 401 says that a password is wrong, not that nobody is signed in. */
const asksForPassword = /^\/api\/(?:sign-in|me\/password)/;

/** Called when the server says that nobody is signed in; the shell shows the sign-in page. */
let onSignedOut: () => void = () => {};
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

const problemOf = async (response: Response): Promise<Partial<Problem>> => {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  try {
    return { ...(requestId === undefined ? {} : { requestId }), ...((await response.json()) as Partial<Problem>) };
  } catch {
    return { title: response.statusText, requestId };
  }
};

const send = async (method: Method, path: string, { body, signal }: RequestOptions): Promise<Response> => {
  const isForm = body instanceof FormData;
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json', ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) } };
  if (body !== undefined) init.body = isForm ? body : JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, {});
  }
};

const request = async <T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> => {
  const response = await send(method, path, options);
  if (!response.ok) {
    if (response.status === 401 && !asksForPassword.test(path)) onSignedOut();
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new ApiError(response.status, await problemOf(response), Number.isFinite(after) ? after : undefined);
  }
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as T;
  const type = response.headers.get('content-type') ?? '';
  return (type.includes('json') ? await response.json() : await response.text()) as T;
};

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => request<T>('GET', path, signal === undefined ? {} : { signal }),
  post: <T>(path: string, body?: unknown, signal?: AbortSignal) => request<T>('POST', path, { body, ...(signal === undefined ? {} : { signal }) }),
  put: <T>(path: string, body?: unknown) => request<T>('PUT', path, { body }),
  patch: <T>(path: string, body?: unknown) => request<T>('PATCH', path, { body }),
  delete: <T>(path: string) => request<T>('DELETE', path),
};
