/** `acta migrate`: brings the Postgres up to date, as its owner. */
import { migrate as migrateAt } from '../../runtime/postgres/migrate.ts';
import type { Output } from '../output.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { expecting } from './trouble.ts';

export const migrate = async (output: Output): Promise<void> => {
  const { migrateUrl } = readSettings(process.env);
  if (migrateUrl === undefined)
    throw new SettingsError('Expected ACTA_MIGRATE_URL to be the address of the database as its owner, but it is not set. (The embedded database is brought up to date by every start)');
  const applied = await migrateAt(migrateUrl).catch(expecting('to migrate the Postgres of ACTA_MIGRATE_URL'));
  output.print({ applied }, () => (applied.length === 0 ? 'The database was up to date.' : `Applied ${applied.join(', ')}.`));
};
