import type { Database } from '../../runtime/port/database.ts';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import { createTestDatabase } from './database.ts';
import { createTestPglite } from './pglite.ts';

/** Both kinds of database, for `describe.each(databases)('… on $kind', ({ open }) => …)`. `close` removes them. */
export const databases: readonly { readonly kind: string; open(): Promise<Database> }[] = [
  { kind: 'PGlite', open: createTestPglite },
  { kind: 'Postgres', open: openTestPostgres },
];

async function openTestPostgres(): Promise<Database> {
  const { url, drop } = await createTestDatabase();
  const database = await openPostgres({ url });
  return {
    ...database,
    async close() {
      await database.close();
      await drop();
    },
  };
}
