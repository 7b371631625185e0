/** What a pipeline works with; composed once per process. */
import type { AnswerSource } from '../library/answer-source.ts';
import type { CaseNumbers } from '../library/case-numbers.ts';
import type { DefinitionLibrary } from '../library/definition-library.ts';
import type { KnownPast } from '../past/known-past.ts';
import type { Clock } from '../port/clock.ts';
import type { Database } from '../port/database.ts';
import type { LocalJobs } from '../port/local-jobs.ts';
import type { Readers } from '../readers/readers.ts';
import type { Wake } from '../port/wake.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';

export interface PipelineOptions {
  readonly database: Database;
  readonly kinds: StreamKinds;
  readonly library: DefinitionLibrary;
  readonly answers: AnswerSource;
  readonly numbers: CaseNumbers;
  readonly clock: Clock;
  readonly wake: Wake;
  readonly localJobs: LocalJobs;
  /** Named in every record. */
  readonly log: string;
  readonly past: KnownPast;
  /** IANA name of the installation's time zone. */
  readonly zone: string;
  /** What everybody who works on the database can read. */
  readonly readers: Pick<Readers, 'look' | 'obstacle' | 'isHeldBack' | 'heldBackSentence'>;
  /** Commands decided in one transaction. */
  readonly batchMax?: number;
  /** Commands that may wait or be under way; beyond it the answer is RESOURCE_EXHAUSTED. */
  readonly waitingMax?: number;
  /** The same, in bytes of their JSON. */
  readonly waitingBytesMax?: number;
  /** How long a database that is away is asked again, in ms, before commands are told so. */
  readonly patienceMs?: number;
  /** Cases kept in memory. */
  readonly hotCasesMax?: number;
  /** The same, in bytes of their JSON, about; as objects they take some times as much. */
  readonly hotBytesMax?: number;
  /** Called after each batch, with the commands that it was about. */
  readonly onBatch?: (outcome: 'committed' | 'failed', commands: number, seconds: number) => void;
  /** Called for our own bugs and for what Postgres refuses. */
  readonly onFault?: (message: string, error: unknown) => void;
}
