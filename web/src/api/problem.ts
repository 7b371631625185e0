/** What a request can fail with, as one kind of error that screens tell in a sentence. */
import type { Problem } from '../../../contract/problem.ts';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0: the server was not reached. */
  readonly status: number;
  readonly problem: Partial<Problem>;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

export const statusOf = (error: unknown): number | undefined => (error instanceof ApiError ? error.status : undefined);
