/** The embedded database as the product uses it: migrated, and acting as the application's role. */
import { migratePglite } from './migrate.ts';
import { openPglite, type FolderOptions, type PgliteDatabase } from './pglite-database.ts';

/** `folder` undefined: in memory. */
export const openEmbedded = async (folder?: string, options?: FolderOptions): Promise<PgliteDatabase> => {
  const database = await openPglite(folder, options);
  await migratePglite(database);
  await database.execute('set role acta_app');
  return database;
};
