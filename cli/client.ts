/** The CLI speaks to a running server as everyone else does: HTTP and problem+json. */
export interface ClientOptions {
  /** Base address of the server, e.g. `http://localhost:8080`. */
  readonly url: string;
  /** Who acts; recorded with every command. */
  readonly actor?: string;
}

/** What the server refused, or that it could not be reached; the message is for a person. */
export class RequestError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'RequestError';
  }
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
}

const problemOf = (body: string): Problem => {
  try {
    return JSON.parse(body) as Problem;
  } catch {
    return {};
  }
};

export class Client {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = { ...options, url: options.url.replace(/\/+$/, '') };
  }

  get<T>(path: string): Promise<T> {
    return this.#request<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#request<T>('POST', path, { body: JSON.stringify(body), type: 'application/json' });
  }

  postForm<T>(path: string, form: FormData): Promise<T> {
    return this.#request<T>('POST', path, { body: form });
  }

  async #request<T>(method: string, path: string, content?: { body: string | FormData; type?: string }): Promise<T> {
    const { url, actor } = this.#options;
    const headers = {
      ...(content?.type === undefined ? {} : { 'content-type': content.type }),
      ...(actor === undefined ? {} : { 'acta-actor': actor }),
    };
    const response = await fetch(`${url}${path}`, { method, headers, body: content?.body ?? null }).catch((error: unknown) => {
      throw new RequestError(`Expected an Acta server at ${url}, but it cannot be reached. Start one with 'npm start', or name it with --url`, error);
    });
    const text = await response.text();
    if (!response.ok) {
      const { title, detail } = problemOf(text);
      throw new RequestError(detail ?? title ?? `Expected ${method} ${path} to work, but the server answered ${response.status}`);
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
