/** Hands out case numbers from blocks of 100 and makes sure that their journal partition exists. */
import type { Database, Queryable } from '../port/database.ts';

const blockSize = 100n;
const partitionBits = 22n;

/** Partitions that are there before anybody needs them. */
const partitionsAhead = 2;

/** Whoever takes a case number finds its partition there. Quick, and nobody feels it. */
export const makePartitionsAhead = async (database: Queryable): Promise<void> => {
  await database.query(
    `select ensure_step_partition(last_value + ahead * ${1 << Number(partitionBits)}::int8) from case_number, generate_series(0, $1::int4) ahead`, [partitionsAhead]);
};

export class CaseNumbers {
  readonly #database: Database;
  readonly #blocks: { next: bigint; readonly end: bigint }[] = [];
  #free = 0;
  #highest = 0n;
  #partition = -1n;

  constructor(database: Database) {
    this.#database = database;
  }

  /** That many numbers that nobody else has. `database`: the transaction in which they are needed, if there is one. */
  async take(count: number, database: Queryable = this.#database): Promise<bigint[]> {
    // Others may take while a block is fetched, hence the loop; between the look and the taking nobody can.
    while (this.#free < count) await this.#fetch(database, count - this.#free);
    return Array.from({ length: count }, () => this.#next());
  }

  /** First number of the highest block that was fetched; 0: none. */
  get highest(): bigint {
    return this.#highest;
  }

  /**
   * The database has another past, and gives these numbers again. Those that it has not given yet are passed over:
   * they name things that are lost, which people and workers may still ask for.
   */
  async forget(database: Queryable): Promise<void> {
    await database.query(
      `select nextval('case_number') from generate_series(1, (select ($1::int8 - last_value) / $2::int8 from case_number))`,
      [this.#highest, blockSize],
    );
    this.#blocks.length = 0;
    this.#free = 0;
    this.#highest = 0n;
    this.#partition = -1n;
  }

  async #fetch(database: Queryable, count: number): Promise<void> {
    const rows = await database.query<{ first: bigint }>(
      `select nextval('case_number') as first from generate_series(1, $1::int4)`,
      [Math.ceil(count / Number(blockSize))],
    );
    for (const { first } of rows) {
      await this.#ensurePartition(database, first);
      await this.#ensurePartition(database, first + blockSize - 1n);
      this.#blocks.push({ next: first, end: first + blockSize });
      this.#free += Number(blockSize);
      if (first > this.#highest) this.#highest = first;
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

  async #ensurePartition(database: Queryable, number: bigint): Promise<void> {
    const partition = number >> partitionBits;
    if (partition === this.#partition) return;
    await database.query('select ensure_step_partition($1::int8)', [number]);
    // Made in a transaction, it may yet be undone.
    if (database === this.#database) this.#partition = partition;
  }
}
