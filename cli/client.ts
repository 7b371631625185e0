import { printable } from './output.ts';

/** The CLI speaks to a running server as everyone else does: HTTP and problem+json. */
export interface ClientOptions {
  /** Base address of the server, e.g. `http://localhost:8080`. */
  readonly url: string;
  /** Who acts; recorded with every command. */
  readonly actor?: string;
  /** Proves who asks: the value of `Authorization`. */
  readonly authorization?: string;
  /** The same for a session that was begun before. */
  readonly cookie?: string;
}

/** A problem of RFC 9457, as the server tells it. */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
}

/** What was asked for wrongly, what the server refused, or that it could not be reached; the message is for a person. */
export class RequestError extends Error {
  /** The server's own words, for machines. */
  readonly problem: Problem | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly problem?: Problem } = {}) {
    super(message, { cause: options.cause });
    this.name = 'RequestError';
    this.problem = options.problem;
  }
}

/** Camunda's clients know a rejection by these words; a person wants what follows them. */
const rejection = /^Command '[A-Z_]+' rejected with code '[A-Z_]+': /;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** JSON that goes out as it came in: parsed and written again, numbers and repeated names would change unseen. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const encode = (body: object): string => {
  const members = Object.entries(body).filter(([, value]) => value !== undefined);
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value instanceof RawJson ? value.text : JSON.stringify(value)}`).join(',')}}`;
};

interface Content {
  readonly body: string | FormData;
  readonly type?: string;
}

export class Client {
  readonly #url: string;
  readonly #actor: string | undefined;
  readonly #authorization: string | undefined;
  readonly #cookie: string | undefined;
  /** Who acts, as given. */
  readonly actor: string | undefined;

  /** @throws RequestError when the address is none, or no header can hold the name. */
  constructor({ url, actor, authorization, cookie }: ClientOptions) {
    this.#cookie = cookie;
    this.#authorization = authorization;
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new RequestError(`Expected the server's address to be one like http://localhost:8080, but it is '${url}'`);
    this.#url = url.replace(/\/+$/, '');
    if (actor !== undefined && /\p{Cc}/u.test(actor))
      throw new RequestError(`Expected --actor to be a name without control characters, but it is '${printable(actor)}'`);
    this.actor = actor;
    // A header is bytes, which fetch takes one a character; the server reads them as UTF-8.
    this.#actor = actor === undefined ? undefined : Buffer.from(actor, 'utf8').toString('latin1');
  }

  /** What is no JSON, or is wanted to the byte. */
  async getText(path: string): Promise<string> {
    return (await this.#answer('GET', path)).text;
  }

  get<T>(path: string): Promise<T> {
    return this.#request<T>('GET', path);
  }

  /** Members may be `RawJson`. */
  post<T>(path: string, body: object): Promise<T> {
    return this.#request<T>('POST', path, { body: encode(body), type: 'application/json' });
  }

  /** As `post`, with the cookie of the session that the answer begins. */
  async signIn<T>(path: string, body: object): Promise<{ readonly answer: T; readonly cookie: string }> {
    let cookie: string | undefined;
    const answer = await this.#request<T>('POST', path, { body: encode(body), type: 'application/json' }, (headers) => {
      cookie = headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '').find((pair) => pair.startsWith('acta_session='));
    });
    if (cookie === undefined) throw new RequestError(`Expected ${this.#url} to begin a session, but it gave none`);
    return { answer, cookie };
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.#request<T>('PATCH', path, { body: encode(body), type: 'application/json' });
  }

  delete<T>(path: string): Promise<T> {
    return this.#request<T>('DELETE', path);
  }

  postForm<T>(path: string, form: FormData): Promise<T> {
    return this.#request<T>('POST', path, { body: form });
  }

  async #request<T>(method: string, path: string, content?: Content, onHeaders?: (headers: Headers) => void): Promise<T> {
    const { text, answer } = await this.#answer(method, path, content, onHeaders);
    if (text !== '' && answer === undefined) throw new RequestError(`Expected an Acta server at ${this.#url}, but what answers there speaks no JSON`);
    return answer as T;
  }

  async #answer(
    method: string,
    path: string,
    content?: Content,
    onHeaders?: (headers: Headers) => void,
  ): Promise<{ readonly text: string; readonly answer: unknown }> {
    const headers = {
      ...(content?.type === undefined ? {} : { 'content-type': content.type }),
      ...(this.#actor === undefined ? {} : { 'acta-actor': this.#actor }),
      ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }),
      ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
    };
    const response = await fetch(`${this.#url}${path}`, { method, headers, body: content?.body ?? null }).catch((cause: unknown) => {
      throw new RequestError(
        `Expected an Acta server at ${this.#url}, but it cannot be reached. Start one with 'npm start', or name its address with --url`, { cause },
      );
    });
    const text = await response.text();
    const answer = parsed(text);
    onHeaders?.(response.headers);
    if (!response.ok) throw this.#refusal(response.status, answer);
    return { text, answer };
  }

  #refusal(status: number, answer: unknown): RequestError {
    const problem = (typeof answer === 'object' && answer !== null ? answer : {}) as Problem;
    const words = problem.detail ?? problem.title;
    if (words === undefined) return new RequestError(`Expected an Acta server at ${this.#url}, but what answers there says only ${status}`);
    return new RequestError(words.replace(rejection, ''), { problem });
  }
}
