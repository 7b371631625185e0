/** `acta rebuild`: an operator's work on the database itself; servers may go on meanwhile, their commands wait. `--check` changes nothing. */
import { compareProjections, untoldColumns, type ProjectionVerdict } from '../../runtime/projection/compare.ts';
import { rebuildProjections } from '../../runtime/projection/rebuild.ts';
import { silentLog } from '../../runtime/port/log.ts';
import { DefinitionLibrary } from '../../runtime/library/definition-library.ts';
import { StreamKinds } from '../../runtime/stream/stream-kinds.ts';
import type { Output } from '../output.ts';
import { describeDifference } from '../projection-difference.ts';
import { readSettings } from '../settings.ts';
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
    const { database } = await openDatabase(readSettings(process.env), silentLog, shutdown);
    if (check) {
      const verdict = await compareProjections(database, kinds, { onProgress });
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

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const describe = ({ verdict, differences, rows, steps }: ProjectionVerdict): string => {
  const compared = verdict === 'equal'
    ? [`What searches read is what ${countOf(steps, 'step')} of the journal ${steps === 1 ? 'says' : 'say'}.`]
    : [`${countOf(rows, 'row')} of what searches read ${rows === 1 ? 'differs' : 'differ'} from the journal:`, ...differences.map((one) => `  ${describeDifference(one)}`)];
  return [...compared, 'Not compared, for no event tells them:', ...untoldColumns.map(({ table, column, why }) => `  ${table}.${column}: ${why}`)].join('\n');
};
