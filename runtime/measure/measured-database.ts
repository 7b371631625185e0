/** A database whose transactions are measured. */
import type { Database } from '../port/database.ts';
import { secondsSince, type Metrics } from '../port/metrics.ts';

export const measuredDatabase = (database: Database, metrics: Metrics): Database => ({
  ...database,
  transaction: async (work) => {
    const began = performance.now();
    try {
      const result = await database.transaction(work);
      metrics.transaction('committed', secondsSince(began));
      return result;
    } catch (error) {
      metrics.transaction('failed', secondsSince(began));
      throw error;
    }
  },
});
