/** What a handler of service jobs is given and gives back. */
import type { JsonObject } from '../engine/case/index.ts';

export interface HandlerJob {
  /** Decimal string. */
  readonly key: string;
  readonly caseKey: string;
  readonly type: string;
  readonly elementId: string;
  readonly headers: { readonly [name: string]: string };
  readonly variables: JsonObject;
  /** Tries that are left, this one included. */
  readonly retries: number;
  /** The same at every try: pass it on to whatever must not happen twice. */
  readonly idempotencyKey: string;
  /** Aborted when the job is no longer ours (cancelled, or run by another worker) or the process stops. */
  readonly signal: AbortSignal;
  /** Makes the error that a handler throws to raise a BPMN error event. */
  bpmnError(code: string, message?: string, variables?: JsonObject): Error;
}

/** Variables of the case, as JSON would write them. */
export interface HandlerResult {
  readonly [name: string]: unknown;
}

/**
 * Does a service job; what it resolves to becomes variables of the case. A handler may run more than
 * once for the same job. Throwing makes the job fail: it is tried again as long as it has retries.
 */
export type Handler = (job: HandlerJob) => Promise<HandlerResult | void> | HandlerResult | void;

export interface HandlerOptions {
  /** Jobs of the type at the same time in one process; default 100. */
  readonly concurrency?: number;
}
