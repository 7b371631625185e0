import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { FolderInUseError, FolderLostError, lockFolder as lock, type FolderLock } from './folder-lock.ts';

const folders: string[] = [];
const starters: ChildProcess[] = [];

const newFolder = async (name = 'data'): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'acta-lock-'));
  folders.push(folder);
  return join(folder, name);
};

const refuseLoss = (error: Error): never => {
  throw error;
};
const lockFolder = (folder: string): Promise<FolderLock> => lock(folder, { onLost: refuseLoss });

afterEach(async () => {
  for (const starter of starters.splice(0)) starter.kill('SIGKILL');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Another process, with a folder for temporary files of its own, that tries to lock when it is told to. */
const newStarter = async (): Promise<ChildProcess> => {
  const temporary = await mkdtemp(join(tmpdir(), 'acta-tmp-'));
  folders.push(temporary);
  const options = { cwd: packageRoot, execArgv: ['--import', 'tsx'], env: { ...process.env, TMPDIR: temporary } };
  const starter = fork(join(packageRoot, 'test/runtime/lock-starter.ts'), options);
  starters.push(starter);
  await said(starter);
  return starter;
};

const said = (starter: ChildProcess): Promise<string> => new Promise((resolve) => starter.once('message', (message) => resolve(message as string)));

const tell = (starter: ChildProcess, folder: string): Promise<string> => {
  const answer = said(starter);
  starter.send(folder);
  return answer;
};

const kill = async (starter: ChildProcess): Promise<void> => {
  const gone = new Promise((resolve) => starter.once('exit', resolve));
  starter.kill('SIGKILL');
  await gone;
};

describe('a folder', () => {
  it('is refused while another process has it open, and free again when that is killed', async () => {
    const folder = await newFolder();
    const other = await newStarter();
    expect(await tell(other, folder)).toBe('locked');

    await expect(lockFolder(folder)).rejects.toThrow(`process ${other.pid} has it open`);

    await kill(other);
    await (await lockFolder(folder)).release();
  });

  it('is refused while the process that has it stands still', async () => {
    const folder = await newFolder();
    const other = await newStarter();
    expect(await tell(other, folder)).toBe('locked');

    other.kill('SIGSTOP');

    await expect(lockFolder(folder)).rejects.toThrow('another process has it open');
  });

  it.each(['data', 'long'.repeat(30)])('is got by one of many processes that start at once, also after kill -9 of the one before: %s', async (name) => {
    const folder = await newFolder(name);
    const all = await Promise.all(Array.from({ length: 6 }, newStarter));

    for (let round = 0; round < 6; round++) {
      const answers = await Promise.all(all.map((starter) => tell(starter, folder)));
      const winner = answers.indexOf('locked');
      expect(answers.filter((answer) => answer === 'locked')).toHaveLength(1);
      expect(answers.filter((answer) => answer.includes('open'))).toHaveLength(all.length - 1);
      await kill(all[winner]!);
      all.splice(winner, 1);
      if (all.length < 3) all.push(await newStarter());
    }
  });

  it('is got by one of a hundred that try at once, whatever is left from owners before', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'lock'), { recursive: true });
    for (const name of ['1', '2', 'draft-left', 'draft-free']) await writeFile(join(folder, 'lock', name), '');

    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => lockFolder(folder)));

    const won = tries.filter((attempt) => attempt.status === 'fulfilled');
    expect(won).toHaveLength(1);
    const refusals = tries.filter((attempt) => attempt.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refusals.every((reason) => reason instanceof FolderInUseError)).toBe(true);
    await won[0]!.value.release();
  });

  it('can be opened again and again, and keeps the last number only', async () => {
    const folder = await newFolder();

    for (let turn = 0; turn < 4; turn++) await (await lockFolder(folder)).release();
    const last = await lockFolder(folder);

    expect(await readdir(join(folder, 'lock'))).toEqual(['5']);
    await last.release();
  });

  it('may have a long path', async () => {
    const folder = await newFolder('long'.repeat(30));
    const held = await lockFolder(folder);

    await expect(lockFolder(folder)).rejects.toThrow('has it open');

    await held.release();
  });

  it.each([
    ['taken away', (folder: string) => rm(folder, { recursive: true })],
    ['moved away', (folder: string) => rename(folder, `${folder}-moved`)],
    ['that has another owner', (folder: string) => writeFile(join(folder, 'lock', '2'), '')],
    ['that was replaced', (folder: string) => writeFile(join(folder, 'other'), '').then(() => rename(join(folder, 'other'), join(folder, 'lock', '1')))],
  ])('%s is noticed by the process that has it open', async (_how, change) => {
    const folder = await newFolder();
    let held: FolderLock | undefined;
    const lost = new Promise<Error>((resolve, reject) => {
      lock(folder, { onLost: resolve, watchEveryMs: 5 }).then((got) => (held = got, change(folder)), reject).catch(reject);
    });

    const error = await lost;

    expect(error).toBeInstanceOf(FolderLostError);
    expect(error.message).toMatch(/^Expected to keep .* to this process alone, but its lock .* is gone or another's/);
    await held?.release();
  });

  it('where none can be made is refused at once', async () => {
    const file = await newFolder('file');
    await writeFile(file, '');

    await expect(lockFolder(file)).rejects.toThrow('Expected');
    await expect(lockFolder(join(file, 'data'))).rejects.toThrow('ENOTDIR');
  });
});
