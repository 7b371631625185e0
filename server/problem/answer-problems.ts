/** Every error leaves as application/problem+json: ours, Fastify's own, and those below HTTP. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../contract/problem.ts';
import { errorFields, type Log } from '../../runtime/port/log.ts';
import { OtherRequestError } from '../../runtime/idempotency/once.ts';
import { OutcomeUnknownError } from '../../runtime/pipeline/commit-errors.ts';
import { InvalidCursorError } from '../../runtime/query/cursor.ts';
import { routeOf } from '../http/request-log.ts';
import { ProblemError } from './problem-error.ts';

const mediaType = 'application/problem+json; charset=utf-8';

/** Keys, the longest parts of a path that vary, are shorter. */
export const pathPartMax = 128;

/** Sentences for what Fastify itself refuses, by the code of its error. */
const refusals: { readonly [code: string]: (request: FastifyRequest, message: string) => string } = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ({ headers }) =>
    `Expected a request of content type application/json, but it is ${headers['content-type'] === undefined ? 'of none' : `'${headers['content-type']}'`}`,
  FST_REQ_FILE_TOO_LARGE: () => 'Expected smaller files, but one is larger than the server accepts',
  FST_FILES_LIMIT: () => 'Expected fewer files, but there are more than the server accepts',
  FST_PARTS_LIMIT: () => 'Expected fewer parts, but there are more than the server accepts',
  FST_FIELDS_LIMIT: () => 'Expected fewer fields, but there are more than the server accepts',
  FST_ERR_MAX_PARAM_LENGTH: () => `Expected a shorter path, but a part of it is longer than ${pathPartMax} characters`,
  FST_ERR_BAD_URL: (_request, message) => `Expected a valid path, but ${message}`,
};

/** Of Node and postgres.js when the database cannot be reached; of Postgres when it starts, stops, is full, or waits too long for others. */
const isAway = (code: string): boolean =>
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|E(?:TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|CONNECTION_(?:CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|08...|25P03|40001|40P01|53...|55P03|57P0[1-5])$/.test(code);

const problemErrorOf = (error: unknown, request: FastifyRequest, log: Log): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (error instanceof InvalidCursorError) return new ProblemError(400, error.message);
  if (error instanceof OtherRequestError) return new ProblemError(409, error.message, { title: 'ALREADY_EXISTS' });
  // Not RESOURCE_EXHAUSTED: clients repeat that by themselves, and without a key the command could take effect twice.
  if (error instanceof OutcomeUnknownError) return new ProblemError(503, error.message);
  const { code = '', statusCode = 500, message } = error as Partial<FastifyError> & { readonly message: string };
  const sentence = refusals[code];
  if (sentence !== undefined) return new ProblemError(statusCode, sentence(request, message));
  if (statusCode >= 400 && statusCode < 500) return new ProblemError(statusCode, message);
  if (code === '57014')
    return new ProblemError(504, 'Expected the search to end in time, but it took longer than a search may (ACTA_SEARCH_TIMEOUT). Narrow its filter, or ask for smaller pages');
  if (code === '53100') return new ProblemError(503, 'Expected to store what the request brings, but the disk of the database is full. Make room on it, and try again');
  if (isAway(code)) return new ProblemError(503, 'Expected to reach the database, but it does not answer. Try again later');
  log.error('Answering a request failed', { request: request.id, method: request.method, route: routeOf(request), ...errorFields(error) });
  return new ProblemError(500, `Expected to answer the request, but the server failed. Request id: ${request.id}`);
};

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? request.url;

const send = (reply: FastifyReply, error: ProblemError, request: FastifyRequest): FastifyReply => {
  const { statusCode: status, title, message: detail, extension } = error;
  // Fastify closes after a body that its parser refused; one that was read to its end leaves nothing behind.
  if (request.raw.complete) reply.removeHeader('connection');
  const problem: Problem = { type: 'about:blank', title, status, detail, instance: pathOf(request), requestId: request.id, ...extension };
  const { retryAfter } = extension;
  if (typeof retryAfter === 'number') void reply.header('retry-after', retryAfter);
  return reply.code(status).header('x-request-id', request.id).type(mediaType).serializer(JSON.stringify).send(problem);
};

export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply =>
  send(reply, problemErrorOf(error, request, log), request);

/** What varies in a path is a key, or the id that somebody gave. */
const isWordOf = (parameter: string, word: string): boolean => (/Key$|^:stream$/.test(parameter) ? /^-?\d+$/.test(word) : word !== '');

/** Methods by pattern of the path, to tell an unknown path from a method that it does not take. */
class KnownPaths {
  readonly #methods = new Map<string, Set<string>>();

  add(url: string, method: string | readonly string[]): void {
    const methods = this.#methods.get(url) ?? new Set<string>();
    this.#methods.set(url, methods);
    for (const name of [method].flat()) methods.add(name);
  }

  methodsOf(path: string): string[] {
    const parts = path.split('/');
    // What varies in a path is a key: words in its place are another path.
    const fits = (pattern: string): boolean => {
      const wanted = pattern.split('/');
      return wanted.length === parts.length && wanted.every((part, index) => (part.startsWith(':') ? isWordOf(part, parts[index] ?? '') : part === parts[index]));
    };
    return [...this.#methods].filter(([url]) => fits(url)).flatMap(([, methods]) => [...methods]);
  }
}

/** Must be called before routes are added. */
export const answerProblems = (app: FastifyInstance, log: Log): void => {
  const known = new KnownPaths();
  app.addHook('onRoute', ({ url, method }) => known.add(url, method));
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log));
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const methods = known.methodsOf(path);
    if (methods.length === 0) return send(reply, new ProblemError(404, `Expected a path of this API, but there is no ${request.method} ${path}`), request);
    void reply.header('allow', methods.join(', '));
    return send(reply, new ProblemError(405, `Expected ${methods.join(' or ')} on ${path}, but the method is ${request.method}`), request);
  });
};

const parserStatus: { readonly [code: string]: number } = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What is no HTTP at all; there is no request to answer, only a socket. */
export const answerClientError = (error: { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status = parserStatus[error.code ?? ''] ?? 400;
  const detail = `Expected an HTTP request, but it cannot be read (${error.code ?? 'unknown'})`;
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail, instance: '' });
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${mediaType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
};
