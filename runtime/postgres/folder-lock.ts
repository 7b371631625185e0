/** A lock file with the owner's process id refuses a second process that opens the same folder. */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderLock {
  release(): Promise<void>;
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** @throws Error when a running process holds the folder; a lock of a dead process is taken over. */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'acta.lock');
  const owner = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  if (Number.isInteger(owner) && owner !== process.pid && isRunning(owner))
    throw new Error(`Expected to open ${folder}, but process ${owner} has it open. Stop it, or choose another ACTA_DATA`);
  await rm(path, { force: true });
  const file = await open(path, 'wx');
  await file.writeFile(String(process.pid));
  await file.close();
  return { release: () => rm(path, { force: true }) };
};
