/** What is measured as it happens; what stands in the database is counted when somebody asks (`runtime/query/workload.ts`). */
export interface Metrics {
  command(type: string, outcome: 'accepted' | 'rejected' | 'failed', seconds: number): void;
  /** A batch of the pipeline: how many commands it was about, and from when it was put together until its commit. */
  batch(outcome: 'committed' | 'failed', commands: number, seconds: number): void;
  /** A batch of the pipeline, or another transaction. */
  transaction(outcome: 'committed' | 'failed', seconds: number): void;
  job(type: string, outcome: 'completed' | 'failed' | 'error' | 'lost', seconds: number): void;
  request(method: string, route: string, status: number, seconds: number): void;
}

const nothing = (): void => undefined;
export const noMetrics: Metrics = { command: nothing, batch: nothing, transaction: nothing, job: nothing, request: nothing };

/** Monotonic. */
export const secondsSince = (began: number): number => (performance.now() - began) / 1000;
