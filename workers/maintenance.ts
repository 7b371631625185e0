/** Queue `maintenance`: deletes what has expired. */
import { deleteExpired } from '../runtime/reconcile/delete-expired.ts';
import type { Runtime } from '../runtime/runtime.ts';

export const maintain = async ({ database, clock }: Pick<Runtime, 'database' | 'clock'>): Promise<void> => {
  await deleteExpired(database, clock.now());
};
