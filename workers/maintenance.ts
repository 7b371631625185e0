/** Queue `maintenance`: lets go what has expired. */
import { deleteExpired } from '../runtime/reconcile/delete-expired.ts';
import { expireMessages } from '../runtime/reconcile/expire-messages.ts';
import type { Runtime } from '../runtime/runtime.ts';

export const maintain = async (runtime: Pick<Runtime, 'database' | 'pipeline' | 'clock'>): Promise<void> => {
  await deleteExpired(runtime.database, runtime.clock.now());
  await expireMessages(runtime);
};
