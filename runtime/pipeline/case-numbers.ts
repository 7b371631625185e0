/** Hands out case numbers from blocks of 100 and makes sure that their journal partition exists. */
import type { Database } from '../port/database.ts';

const blockSize = 100n;
const partitionBits = 22n;

export class CaseNumbers {
  readonly #database: Database;
  readonly #blocks: { next: bigint; readonly end: bigint }[] = [];
  #free = 0;
  #partition = -1n;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Afterwards `next` can be called `count` times. Outside of any transaction. */
  async reserve(count: number): Promise<void> {
    if (this.#free >= count) return;
    const missing = Math.ceil((count - this.#free) / Number(blockSize));
    const rows = await this.#database.query<{ first: bigint }>(
      `select nextval('case_number') as first from generate_series(1, $1::int4)`,
      [missing],
    );
    for (const { first } of rows) {
      await this.#ensurePartition(first);
      await this.#ensurePartition(first + blockSize - 1n);
      this.#blocks.push({ next: first, end: first + blockSize });
      this.#free += Number(blockSize);
    }
  }

  /** @throws Error when nothing is reserved. */
  next(): bigint {
    const block = this.#blocks[0];
    if (block === undefined) throw new Error('Expected a reserved case number, but none is left');
    const number = block.next;
    block.next += 1n;
    if (block.next === block.end) this.#blocks.shift();
    this.#free -= 1;
    return number;
  }

  async #ensurePartition(number: bigint): Promise<void> {
    const partition = number >> partitionBits;
    if (partition === this.#partition) return;
    await this.#database.query('select ensure_step_partition($1::int8)', [number]);
    this.#partition = partition;
  }
}
