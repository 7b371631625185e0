import { cpSync, existsSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { migratePglite } from '../../runtime/postgres/migrate.ts';
import { type PgliteDatabase, openPglite } from '../../runtime/postgres/pglite-database.ts';
import { oncePerRun, setting } from './postgres-administration.ts';
import { deleteFolder } from './private-process.ts';

/**
 * An embedded database of its own, migrated. Opening a copy takes half a second, making one anew takes three; share
 * one per test file all the same. `close` deletes it.
 *
 * @throws Error outside the vitest project `stores`, which provides the folder.
 */
export async function createTestPglite(): Promise<PgliteDatabase> {
  const template = join(setting('ACTA_TEST_FOLDER'), 'pglite-template');
  await oncePerRun(
    'template folder',
    async () => existsSync(template),
    () => makeTemplate(template),
  );
  const folder = mkdtempSync(join(setting('ACTA_TEST_FOLDER'), 'pglite-'));
  cpSync(template, folder, { recursive: true });
  const database = await openPglite(folder);
  return {
    ...database,
    async close() {
      await database.close();
      deleteFolder(folder);
    },
  };
}

/** Made beside its place and moved there when complete. */
async function makeTemplate(template: string): Promise<void> {
  const unfinished = mkdtempSync(`${template}-`);
  const database = await openPglite(unfinished);
  await migratePglite(database);
  await database.close();
  renameSync(unfinished, template);
}
