/** Requests to the server: JSON both ways, and problems as errors that a person can be told. */
export class Problem extends Error {
  constructor(readonly status: number, readonly title: string, readonly detail: string, readonly requestId: string | null) {
    super(detail === '' ? title : detail);
  }
}

interface ProblemBody {
  readonly title?: string;
  readonly detail?: string;
  readonly requestId?: string;
}

const problemOf = async (response: Response): Promise<Problem> => {
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  return new Problem(response.status, body.title ?? response.statusText, body.detail ?? '', body.requestId ?? response.headers.get('x-request-id'));
};

const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
  const isForm = body instanceof FormData;
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: body === undefined || isForm ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemOf(response);
  return response;
};

export const get = async <T>(path: string): Promise<T> => (await send('GET', path)).json() as Promise<T>;
export const getText = async (path: string): Promise<string> => (await send('GET', path)).text();
export const post = async <T>(path: string, body: unknown): Promise<T> => {
  const response = await send('POST', path, body);
  return (response.status === 204 ? undefined : response.json()) as Promise<T>;
};
export const change = async (method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<void> => {
  await send(method, path, body);
};
