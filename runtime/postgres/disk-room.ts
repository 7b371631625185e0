/**
 * The embedded Postgres may not run out of room for its log: it has nobody to end and restart it, and stands still for
 * good, with the process in which it lives. So nothing is written when there is too little left for what a batch may
 * write; by then other files have still room to grow.
 */
import { statfs } from 'node:fs/promises';
import { Reachability, type ReachabilityListener } from '../port/reachability.ts';

/** The code is that of Postgres. Nothing was done. */
export class DiskFullError extends Error {
  readonly code = '53100';
}

/** A batch takes up to 16 MB of commands and writes a few times as much; the log grows by files of 16 MB. */
const reserveBytes = 96 << 20;

export interface DiskRoomOptions {
  /** Told when there is too little room, and when there is enough again. */
  readonly listener?: ReachabilityListener | undefined;
  /** Bytes that are free where the folder is. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

export class DiskRoom {
  readonly #folder: string;
  readonly #freeBytes: (folder: string) => Promise<number>;
  readonly #told: Reachability;

  constructor(folder: string, { listener, freeBytes = freeBytesOf }: DiskRoomOptions = {}) {
    this.#folder = folder;
    this.#freeBytes = freeBytes;
    this.#told = new Reachability(listener);
  }

  /** @throws DiskFullError */
  async require(): Promise<void> {
    const free = await this.#freeBytes(this.#folder);
    if (free >= reserveBytes) return this.#told.reached();
    const error = new DiskFullError(`Expected at least ${reserveBytes >> 20} MB of free space at ${this.#folder}, but there are ${free >> 20} MB. Make room`);
    this.#told.lost(error);
    throw error;
  }
}
