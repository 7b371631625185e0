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

  /** That many numbers that nobody else has. Outside of any transaction. */
  async take(count: number): Promise<bigint[]> {
    // Others may take while a block is fetched, hence the loop; between the look and the taking nobody can.
    while (this.#free < count) await this.#fetch(count - this.#free);
    return Array.from({ length: count }, () => this.#next());
  }

  async #fetch(count: number): Promise<void> {
    const rows = await this.#database.query<{ first: bigint }>(
      `select nextval('case_number') as first from generate_series(1, $1::int4)`,
      [Math.ceil(count / Number(blockSize))],
    );
    for (const { first } of rows) {
      await this.#ensurePartition(first);
      await this.#ensurePartition(first + blockSize - 1n);
      this.#blocks.push({ next: first, end: first + blockSize });
      this.#free += Number(blockSize);
    }
  }

  #next(): bigint {
    const block = this.#blocks[0];
    if (block === undefined) throw new Error('Expected a case number, but none is left');
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
