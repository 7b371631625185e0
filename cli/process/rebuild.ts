/** `acta rebuild`: an operator's work on the database itself; servers may go on meanwhile, their commands wait. */
import { rebuildProjections } from '../../runtime/projection/rebuild.ts';
import { silentLog } from '../../runtime/port/log.ts';
import { DefinitionLibrary } from '../../runtime/library/definition-library.ts';
import { StreamKinds } from '../../runtime/stream/stream-kinds.ts';
import type { Output } from '../output.ts';
import { readSettings } from '../settings.ts';
import { Shutdown } from '../shutdown.ts';
import { openDatabase } from './installation.ts';

export const rebuild = async (output: Output): Promise<void> => {
  const shutdown = new Shutdown();
  try {
    const { database } = await openDatabase(readSettings(process.env), silentLog, shutdown);
    const steps = await rebuildProjections(database, new StreamKinds(new DefinitionLibrary()), (projected) => output.progress(`${projected} steps`));
    output.progress('');
    output.print({ steps }, () => `What searches read was made again from ${steps} ${steps === 1 ? 'step' : 'steps'} of the journal.`);
  } finally {
    await shutdown.stop();
  }
};
