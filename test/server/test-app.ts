/** The application over a database of its own, and requests to it in a few words. */
import type { FastifyInstance } from 'fastify';
import { asEraser } from '../../runtime/erase/eraser.ts';
import type { Compiler } from '../../runtime/port/compiler.ts';
import type { Database } from '../../runtime/port/database.ts';
import { silentLog, type Log } from '../../runtime/port/log.ts';
import type { WakeUps } from '../../runtime/port/wake.ts';
import type { WorkSignal } from '../../runtime/port/work-signal.ts';
import { openRuntime, type Runtime } from '../../runtime/runtime.ts';
import { buildApp } from '../../server/app.ts';
import type { Access } from '../../server/access/access.ts';
import type { KnownSites } from '../../server/http/foreign-requests.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed; undefined when the answer is no JSON. Tests look into answers of many shapes. */
  readonly body: Body;
}

// A recursive view of JSON that needs no cast at each step.
export type Body = { readonly [name: string]: Body } & { readonly [index: number]: Body } & readonly Body[] & string;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export class TestApp {
  readonly app: FastifyInstance;
  readonly runtime: Runtime;
  readonly #signal: TestSignal;

  constructor(app: FastifyInstance, runtime: Runtime, signal: TestSignal) {
    this.app = app;
    this.runtime = runtime;
    this.#signal = signal;
  }

  async send(method: Method, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const payload = body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) };
    return answerOf(await this.app.inject({ method, url, headers: { ...json, ...headers }, ...payload }));
  }

  get(url: string): Promise<Answer> {
    return this.send('GET', url);
  }

  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', url, body, headers);
  }

  async deploy(files: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>> = {}, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const boundary = 'form-boundary';
    const parts = [
      ...Object.entries(files).map(([name, content]) => `Content-Disposition: form-data; name="resources"; filename="${name}"\r\n\r\n${content}`),
      ...Object.entries(fields).map(([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`),
    ];
    const payload = `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, ...more };
    return answerOf(await this.app.inject({ method: 'POST', url: '/v2/deployments', headers, payload }));
  }

  /** Starts a case; the key of it. */
  async start(processDefinitionId: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return succeeded(await this.post('/v2/process-instances', { processDefinitionId, ...more })).body['processInstanceKey'] as string;
  }

  /** What a search finds in a case. */
  async searchCase(what: string, processInstanceKey: string, filter: object = {}): Promise<readonly Body[]> {
    return succeeded(await this.post(`/v2/${what}/search`, { filter: { processInstanceKey, ...filter } })).body['items'] as readonly Body[];
  }

  /** Requests that are held for jobs listen for them. */
  get held(): number {
    return this.#signal.listeners;
  }

  /** Over a socket; the address. */
  listen(): Promise<string> {
    return this.app.listen({ port: 0, host: '127.0.0.1' });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.runtime.close();
    await this.runtime.database.close();
  }
}

/** @throws Error with what the server said instead. */
export const succeeded = (answer: Answer): Answer => {
  if (answer.status >= 300) throw new Error(answer.text);
  return answer;
};

const answerOf = (answer: Awaited<ReturnType<FastifyInstance['inject']>> & { readonly body: string }): Answer => {
  const type = String(answer.headers['content-type'] ?? '');
  const body = type.includes('json') && answer.body !== '' ? (JSON.parse(answer.body) as Body) : (undefined as unknown as Body);
  return { status: answer.statusCode, type, text: answer.body, headers: answer.headers, body };
};

/** In one process, what the queue does between processes. */
class TestSignal implements WorkSignal {
  readonly #byType = new Map<string, Set<() => void>>();

  get listeners(): number {
    return [...this.#byType.values()].reduce((sum, listeners) => sum + listeners.size, 0);
  }

  onWork(jobType: string, listener: () => void): () => void {
    const listeners = this.#byType.get(jobType) ?? new Set();
    this.#byType.set(jobType, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  readonly wake = ({ jobs }: WakeUps): void => {
    for (const type of jobs.keys()) for (const listener of this.#byType.get(type) ?? []) listener();
  };
}

export const openTestApp = async (database: Database, options: { readonly reserved?: readonly string[]; readonly sites?: KnownSites; readonly log?: Log; readonly mayErase?: boolean; readonly compiler?: Compiler; readonly access?: (runtime: Runtime) => Access } = {}): Promise<TestApp> => {
  const signal = new TestSignal();
  const faults: unknown[] = [];
  const runtime: Runtime = await openRuntime({
    database,
    wake: signal,
    ...(options.compiler === undefined ? {} : { compiler: options.compiler }),
    onFault: (message, error) => void faults.push(message, error),
  });
  const app = await buildApp({ runtime, signal, reservedJobTypes: new Set(options.reserved ?? []), checkResponses: true, log: options.log ?? silentLog, ...(options.mayErase === false ? {} : { eraser: asEraser(database) }), ...(options.sites === undefined ? {} : { sites: options.sites }), ...(options.access === undefined ? {} : { access: options.access(runtime) }) });
  return new TestApp(app, runtime, signal);
};
