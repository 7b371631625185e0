/** A process that tries to lock a folder when its parent names it, and says what came of it. */
import { lockFolder } from '../../runtime/postgres/folder-lock.ts';

process.on('message', (folder: string) => {
  lockFolder(folder, { onLost: () => process.exit(1) }).then(
    () => process.send?.('locked'),
    (error: Error) => process.send?.(error.message),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
