/** An error with a problem of its own (RFC 9457), thrown anywhere while a request is answered. */
import type { RejectionCode } from '../../engine/stream/index.ts';
import type { Refused } from '../../runtime/pipeline/submission.ts';

const titles: { readonly [status: number]: string } = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  504: 'DEADLINE_EXCEEDED',
};

const statusOf: { readonly [C in RejectionCode]: number } = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  INVALID_STATE: 409,
  ALREADY_EXISTS: 409,
  FORBIDDEN: 403,
  RESOURCE_EXHAUSTED: 503,
  PROCESSING_ERROR: 500,
};

export class ProblemError extends Error {
  readonly statusCode: number;
  readonly title: string;
  /** Members beside those of every problem. */
  readonly extension: { readonly [name: string]: unknown };

  constructor(statusCode: number, detail: string, more: { readonly title?: string; readonly extension?: { readonly [name: string]: unknown } } = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.statusCode = statusCode;
    this.title = more.title ?? titles[statusCode] ?? 'Error';
    this.extension = more.extension ?? {};
  }
}

export const invalidArgument = (detail: string): ProblemError => new ProblemError(400, detail, { title: 'INVALID_ARGUMENT' });
export const notFound = (detail: string): ProblemError => new ProblemError(404, detail, { title: 'NOT_FOUND' });

/** The code of a rejection is the problem's title. */
export const rejectionProblem = ({ code, message }: Refused, extension: { readonly [name: string]: unknown } = {}): ProblemError => new ProblemError(statusOf[code], message, { title: code, extension });
