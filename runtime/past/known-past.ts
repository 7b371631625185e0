/**
 * What this process knows of the past of its database, so that it notices when the database has another one: it was
 * restored from a copy, or a server took over that had not got everything. Then whatever this process keeps of it is
 * forgotten. An installation counts its pasts (`timeline`), so that who notices first tells all others; each step
 * names the one in which it was written. An embedded database belongs to one process and is not asked.
 */
import type { CaseNumbers } from '../library/case-numbers.ts';
import type { DefinitionLibrary } from '../library/definition-library.ts';
import type { Queryable } from '../port/database.ts';

export interface WrittenStep {
  readonly stream: bigint;
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** The database lacks what this process has seen in it. Nothing was written. */
export class AnotherPastError extends Error {
  /** The one that was expected. */
  readonly timeline: number;

  constructor(timeline: number, lacks: string) {
    super(`Expected the database to have the past that this process knows, but ${lacks}. It was restored or replaced; what this process kept of it is forgotten`);
    this.name = 'AnotherPastError';
    this.timeline = timeline;
  }
}

const look = `select clock_timestamp() as now, timeline,
    $1::int8 is null or exists (select from step where stream = $1::int8 and seq = $2::int4 and encode(hash, 'hex') = $3) "hasWritten",
    (select last_value from case_number) "lastNumber",
    (select (select encode(step.hash, 'hex') from step where step.stream = newest.key and step.seq = 0)
      from deployment newest order by newest.number desc limit 1) "newestDeployment"
  from installation`;

interface Seen {
  readonly [column: string]: unknown;
  readonly now: string;
  readonly timeline: number;
  readonly hasWritten: boolean;
  readonly lastNumber: bigint;
  readonly newestDeployment: string | null;
}

interface Known {
  readonly timeline: number;
  readonly written: WrittenStep | undefined;
  readonly highest: bigint;
}

const lackOf = (seen: Seen, { timeline, written, highest }: Known): string | undefined => {
  if (seen.timeline !== timeline) return `its timeline is ${seen.timeline} and not ${timeline}`;
  if (!seen.hasWritten) return `step ${written?.seq} of stream ${written?.stream}, which this process has committed, is not there`;
  if (seen.lastNumber < highest) return `it has given case numbers up to ${seen.lastNumber} only, and this process has ${highest}`;
  return undefined;
};

interface Kept {
  readonly library: Pick<DefinitionLibrary, 'asOf' | 'forgetDeployed'>;
  readonly numbers: Pick<CaseNumbers, 'highest' | 'forget'>;
}

export class KnownPast {
  readonly #kept: Kept;
  #timeline: number;
  /** The last step that this process has committed: a database that has it has all before it. */
  #written: WrittenStep | undefined;

  constructor(timeline: number, kept: Kept) {
    this.#timeline = timeline;
    this.#kept = kept;
  }

  get timeline(): number {
    return this.#timeline;
  }

  /** The step is committed. */
  wrote(step: WrittenStep): void {
    this.#written = step;
  }

  /** One statement: whether this is the past that is known, and what the clock of the database says, in epoch ms. @throws AnotherPastError */
  async look(database: Queryable): Promise<number> {
    const { library, numbers } = this.#kept;
    const { highest } = numbers;
    const [timeline, written] = [this.#timeline, this.#written];
    const parameters = written === undefined ? [null, null, null] : [written.stream, written.seq, Buffer.from(written.hash).toString('hex')];
    const [seen] = await database.query<Seen>(look, parameters);
    if (seen === undefined) throw new Error('Expected a migrated database, but it has no installation');
    const lacks = lackOf(seen, { timeline, written, highest });
    if (lacks !== undefined) throw new AnotherPastError(timeline, lacks);
    library.asOf(seen.newestDeployment ?? '');
    return Date.parse(seen.now);
  }

  /** Goes by the past that the database has now, instead of by that of `timeline`; says so to others unless one of them has said it. */
  async renew(database: Queryable, timeline: number): Promise<void> {
    if (timeline !== this.#timeline) return; // a batch beside this one has noticed
    await this.#kept.numbers.forget(database);
    await database.query('update installation set timeline = $1::int4 + 1 where timeline <= $1::int4', [timeline]);
    const [installation] = await database.query<{ timeline: number }>('select timeline from installation');
    this.#timeline = installation?.timeline ?? timeline;
    this.#written = undefined;
    this.#kept.library.forgetDeployed();
  }
}
