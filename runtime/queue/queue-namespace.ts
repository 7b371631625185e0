/** Under which name an installation's queues stand in Redis, so that several may share one. */
import type { Queryable } from '../port/database.ts';

export const queueNamespace = async (database: Queryable): Promise<string> => {
  const [installation] = await database.query<{ log: string }>('select log from installation');
  if (installation === undefined) throw new Error('Expected a migrated database, but it has no installation');
  return installation.log;
};
