import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { lockFolder } from './folder-lock.ts';

const folders: string[] = [];
const newFolder = async (name = 'data'): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'acta-lock-'));
  folders.push(folder);
  return join(folder, name);
};

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Another process that locks the folder and then hangs. */
const lockElsewhere = async (folder: string) => {
  const script = `import { lockFolder } from './runtime/postgres/folder-lock.ts';
    await lockFolder(process.argv[1]); process.stdout.write('locked'); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, folder], { cwd: packageRoot });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`Expected the other process to lock, but it ended with ${code}`)));
  });
  return child;
};

describe('a folder', () => {
  it('is refused while another process has it open, and free again when that is killed', async () => {
    const folder = await newFolder();
    const other = await lockElsewhere(folder);

    await expect(lockFolder(folder)).rejects.toThrow(`process ${other.pid} has it open`);

    const gone = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await gone;
    await (await lockFolder(folder)).release();
  });

  it('can be opened again by the process that released it', async () => {
    const folder = await newFolder();

    await (await lockFolder(folder)).release();

    await expect(lockFolder(folder).then((lock) => lock.release())).resolves.toBeUndefined();
  });

  it('may have a long path', async () => {
    const folder = await newFolder('long'.repeat(30));
    const lock = await lockFolder(folder);

    await expect(lockFolder(folder)).rejects.toThrow('has it open');

    await lock.release();
  });
});
