/** The embedded database as the product uses it: migrated, and acting as the application's role. */
import { migratePglite } from './migrate.ts';
import type { FolderLockOptions } from './folder-lock.ts';
import { openPglite, type PgliteDatabase } from './pglite-database.ts';

/** `folder` undefined: in memory. */
export const openEmbedded = async (folder?: string, onLost?: FolderLockOptions['onLost']): Promise<PgliteDatabase> => {
  const database = await openPglite(folder, onLost);
  await migratePglite(database);
  await database.execute('set role acta_app');
  return database;
};
