/** `acta rebuild`: an operator's work on the database itself; servers may go on meanwhile, their commands wait. `--check` changes nothing. */
import { compareProjections, untoldColumns, type ProjectionVerdict } from '../../runtime/projection/compare.ts';
import { rebuildProjections } from '../../runtime/projection/rebuild.ts';
import { silentLog } from '../../runtime/port/log.ts';
import { DefinitionLibrary } from '../../runtime/library/definition-library.ts';
import { StreamKinds } from '../../runtime/stream/stream-kinds.ts';
import type { Database } from '../../runtime/port/database.ts';
import { openPostgres } from '../../runtime/postgres/postgres-database.ts';
import type { Output } from '../output.ts';
import { describeDifference } from '../projection-difference.ts';
import { readSettings, type Settings } from '../settings.ts';
import { Shutdown } from '../shutdown.ts';
import { openDatabase } from './installation.ts';

export interface RebuildOptions {
  /** Compare with the journal and say what differs. */
  readonly check?: boolean;
}

export const rebuild = async (output: Output, { check = false }: RebuildOptions): Promise<void> => {
  const shutdown = new Shutdown();
  const kinds = new StreamKinds(new DefinitionLibrary());
  const onProgress = (projected: number): void => output.progress(`${projected} steps`);
  try {
    const database = await open(readSettings(process.env), check, shutdown);
    if (check) {
      const verdict = await compareProjections(database, kinds, onProgress);
      output.progress('');
      output.print({ ...verdict, notCompared: untoldColumns }, () => describe(verdict));
      if (verdict.verdict === 'differs') process.exitCode = 1;
      return;
    }
    const steps = await rebuildProjections(database, kinds, onProgress);
    output.progress('');
    output.print({ steps }, () => `What searches read was made again from ${countOf(steps, 'step')} of the journal.`);
  } finally {
    await shutdown.stop();
  }
};

/** What only the owner may change, definitions, is made again by the owner: embedded by this process, else by the login of ACTA_MIGRATE_URL. */
const open = async (settings: Settings, check: boolean, shutdown: Shutdown): Promise<Database> => {
  const { database } = await openDatabase(settings, silentLog, shutdown);
  if (check) return database;
  const { databaseUrl, migrateUrl } = settings;
  if (databaseUrl === undefined) await database.query('reset role');
  if (databaseUrl === undefined || migrateUrl === undefined) return database;
  const owned = await openPostgres({ url: migrateUrl, connections: 1, name: 'acta rebuild', role: null });
  shutdown.first(() => owned.close());
  return owned;
};

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const describe = ({ verdict, differences, rows, steps }: ProjectionVerdict): string => {
  const compared = verdict === 'equal'
    ? [`What searches read is what ${countOf(steps, 'step')} of the journal ${steps === 1 ? 'says' : 'say'}.`]
    : [`${countOf(rows, 'row')} of what searches read ${rows === 1 ? 'differs' : 'differ'} from the journal:`, ...differences.map((one) => `  ${describeDifference(one)}`)];
  return [...compared, 'Not compared, for no event tells them:', ...untoldColumns.map(({ table, column, why }) => `  ${table}.${column}: ${why}`)].join('\n');
};
