/** Queue `inbox`: lets cases take up the commands that other cases and messages have sent them. */
import type { Pipeline } from '../runtime/pipeline/pipeline.ts';

/** What could not be taken up stays in the inbox and is found again by the reconciler. */
export const drainInboxes = async (pipeline: Pipeline, cases: readonly bigint[]): Promise<void> => {
  await pipeline.drain(cases);
};
