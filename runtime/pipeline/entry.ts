/** A submission on its way through the pipeline, with whoever waits for its result. */
import type { Result, Submission } from './submission.ts';

export interface Entry {
  /** A drain that must go on in smaller or larger portions changes. */
  submission: Submission;
  /** The stream it writes to; a creation gets its own when it is first decided and keeps it. */
  stream: bigint | undefined;
  /** What the command takes as JSON, about. */
  readonly bytes: number;
  /** Batches it has been in without being decided or committed. */
  attempts: number;
  /** The same, since the database last came back: after three it runs alone, for it might be what fails. */
  setbacks: number;
  /** A batch before had cost what one may before its turn came. */
  wasLeftOver?: boolean;
  /** Look in the journal first: it may have taken effect already. */
  mayRepeat: boolean;
  /** `targets`: streams to which the command has sent others. */
  resolve(result: Result, targets: ReadonlySet<bigint>): void;
  reject(error: Error): void;
}

/** The command begins a stream, which gets its number when it is first decided. */
export const begins = (submission: Submission): boolean => submission.kind === 'create' || (submission.kind === 'command' && submission.stream === 'new');

export const streamOf = (submission: Submission): bigint | undefined =>
  'stream' in submission && submission.stream !== 'new' ? submission.stream : undefined;
