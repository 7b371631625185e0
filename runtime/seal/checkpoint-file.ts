/**
 * The checkpoints that this process has signed, in a file outside the database: one JSON line each, only added to, and
 * the newest beside it as it is offered. Whoever signs reads it first: a database that was replaced cannot make him
 * contradict himself.
 */
import { open, rename, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { readCheckpoint, type SignedCheckpoint } from '../../engine/proof/index.ts';
import { makePrivateFolder } from '../postgres/private-files.ts';

const fileNameOf = (origin: string): string => encodeURIComponent(origin);

interface Line {
  readonly at: string;
  readonly note: string;
}

const lineOf = (text: string): Line | undefined => {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined; // cut off when the machine stopped: it was offered to nobody
  }
};

/** More than two checkpoints with all their signatures. */
const endBytes = 64 * 1024;

const readEnd = async (path: string): Promise<string> => {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(endBytes, size)), 0, Math.min(endBytes, size), Math.max(0, size - endBytes));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
};

export class CheckpointFile {
  readonly path: string;
  readonly #folder: string;
  readonly #newest: string;

  constructor(folder: string, origin: string) {
    this.#folder = folder;
    this.path = join(folder, `${fileNameOf(origin)}.jsonl`);
    this.#newest = join(folder, `${fileNameOf(origin)}.checkpoint`);
  }

  /** The newest, from the end of the file, however long it is. */
  async last(): Promise<SignedCheckpoint | undefined> {
    const lines = (await readEnd(this.path)).split('\n').flatMap((line) => (line === '' ? [] : (lineOf(line) ?? [])));
    const last = lines.at(-1);
    return last === undefined ? undefined : readCheckpoint(last.note);
  }

  /** On the disk when it resolves. */
  async add(note: string, at: string): Promise<void> {
    await makePrivateFolder(this.#folder);
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.appendFile(`\n${JSON.stringify({ at, note } satisfies Line)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    const beside = `${this.#newest}.${process.pid}`;
    await writeFile(beside, note, { mode: 0o600 });
    await rename(beside, this.#newest);
  }
}
