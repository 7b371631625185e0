/** Queue `maintenance`: lets go what has expired, and makes room ahead. */
import { makePartitionsAhead } from '../runtime/library/case-numbers.ts';
import { deleteExpired } from '../runtime/reconcile/delete-expired.ts';
import { expireMessages } from '../runtime/reconcile/expire-messages.ts';
import type { Runtime } from '../runtime/runtime.ts';

export const maintain = async (runtime: Pick<Runtime, 'database' | 'pipeline' | 'clock'>): Promise<void> => {
  await deleteExpired(runtime.database, runtime.clock.now());
  await expireMessages(runtime);
  await makePartitionsAhead(runtime.database);
};
