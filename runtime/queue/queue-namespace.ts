/** Under which name an installation's queues stand in Redis, so that several may share one. */
import type { Queryable } from '../port/database.ts';

/** A copy of a database has the name of its log, too: with the database's own name it does not take the hints of its original. */
export const queueNamespace = async (database: Queryable): Promise<string> => {
  const [installation] = await database.query<{ name: string }>(`select log || '@' || current_database() as name from installation`);
  if (installation === undefined) throw new Error('Expected a migrated database, but it has no installation');
  return installation.name;
};
