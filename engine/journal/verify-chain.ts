/**
 * Verifying a stream from its bytes alone: canonical records of one stream, numbered without gaps,
 * each linked to the one before, time never going back, nothing after the end, and payloads that
 * their records commit to. What a chain cannot show is said in the verdict: whether steps are
 * missing after the last one of a stream that has not ended (`ended: false`), and whether somebody
 * with the power to rewrite the whole stream did so. That needs a head kept elsewhere: `expect`.
 */
import { base64urlOf, bytesOfBase64url } from '../json/base64url.ts';
import { canonical, NotCanonicalError } from '../json/canonical.ts';
import { commitmentOf, leafHash, type Sha256 } from './hash.ts';
import { mergeStep } from './open-step.ts';
import { readPayload, readRecord, recordTextOf, UnreadableStepError, type StepPayload, type StepRecord } from './record.ts';
import type { StoredStep } from './step.ts';

export type ChainFault =
  | 'empty' | 'encoding' | 'shape' | 'log' | 'stream' | 'sequence' | 'link' | 'time' | 'after-end'
  | 'payload' | 'commitment' | 'head';

/** The last step of a stream and its record's hash, base64url. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export type ChainVerdict =
  | {
      readonly ok: true;
      readonly log: string;
      readonly stream: string;
      readonly steps: number;
      readonly head: Head;
      /** false: a missing tail would not show. */
      readonly ended: boolean;
      /** Steps whose payloads are gone. */
      readonly erased: readonly number[];
    }
  /** `seq` is where the first fault is. */
  | { readonly ok: false; readonly seq: number; readonly fault: ChainFault; readonly message: string };

export interface ChainExpectation {
  readonly log?: string;
  readonly stream?: string;
  /** The head must be this one, e.g. from a signed checkpoint. */
  readonly head?: Head;
  /** The steps follow this one, instead of being the stream's first. */
  readonly after?: Head;
}

/** Events after which a stream has no further step. */
const endings: ReadonlySet<string> = new Set(['CaseCompleted', 'CaseTerminated']);

class Fault extends Error {
  readonly fault: ChainFault;

  constructor(fault: ChainFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

export const verifyChain = (steps: Iterable<StoredStep>, sha256: Sha256, expect: ChainExpectation = {}): ChainVerdict => {
  const chain = new Chain(sha256, expect);
  try {
    for (const step of steps) chain.add(step);
    return chain.finish();
  } catch (error) {
    return chain.faultAt(error);
  }
};

/** The same for steps that are read as they are verified: a long stream need not be held as a whole. */
export const verifyStream = async (steps: AsyncIterable<StoredStep>, sha256: Sha256, expect: ChainExpectation = {}): Promise<ChainVerdict> => {
  const chain = new Chain(sha256, expect);
  try {
    for await (const step of steps) chain.add(step);
    return chain.finish();
  } catch (error) {
    return chain.faultAt(error);
  }
};

class Chain {
  /** Of the step that is looked at. */
  seq: number;
  readonly #sha256: Sha256;
  readonly #expect: ChainExpectation;
  #previous: { readonly record: StepRecord; readonly hash: string } | undefined;
  #ended = false;
  #steps = 0;
  readonly #erased: number[] = [];

  constructor(sha256: Sha256, expect: ChainExpectation) {
    this.#sha256 = sha256;
    this.#expect = expect;
    this.seq = expect.after === undefined ? 0 : expect.after.seq + 1;
  }

  add({ record: bytes, payload }: StoredStep): void {
    if (this.#ended) throw new Fault('after-end', `Expected no step after the end of the stream, but found one`);
    const text = faulty('encoding', () => recordTextOf(bytes));
    const record = faulty('shape', () => readRecord(text));
    if (canonicalText(record, 'encoding') !== text)
      throw new Fault('encoding', 'Expected the record in its canonical form, but it is written otherwise');
    this.#checkPlace(record);
    if (payload === null) this.#erased.push(record.seq);
    else this.#checkPayload(record, payload);
    this.#previous = { record, hash: base64urlOf(leafHash(text, this.#sha256)) };
    this.#ended = record.events.some(({ type }) => endings.has(type));
    this.#steps += 1;
    this.seq += 1;
  }

  #checkPlace(record: StepRecord): void {
    const { log, stream, after } = this.#expect;
    const before = this.#previous;
    const same = <T>(fault: ChainFault, what: string, expected: T, found: T): void => {
      if (found !== expected) throw new Fault(fault, `Expected ${what} ${String(expected)}, but found ${String(found)}`);
    };
    same('log', 'the log', before?.record.log ?? log ?? record.log, record.log);
    same('stream', 'the stream', before?.record.stream ?? stream ?? record.stream, record.stream);
    same('sequence', 'the step', this.seq, record.seq);
    same('link', 'the link to the step before to be', before?.hash ?? after?.hash ?? null, record.prev);
    // Texts of one length in descending units of time compare like the instants.
    if (before !== undefined && record.at < before.record.at)
      throw new Fault('time', `Expected a step not before ${before.record.at}, but it is of ${record.at}`);
  }

  #checkPayload(record: StepRecord, text: string): void {
    const payload: StepPayload = faulty('payload', () => readPayload(text));
    if (canonicalText(payload, 'payload') !== text)
      throw new Fault('payload', 'Expected the payload in its canonical form, but it is written otherwise');
    const { salt, ...values } = payload;
    const commitment = commitmentOf(bytesOfBase64url(salt) ?? new Uint8Array(), canonical(values), this.#sha256);
    if (commitment !== record.commitment)
      throw new Fault('commitment', 'Expected the payload that the record commits to, but it is another one');
    faulty('payload', () => mergeStep(record, payload));
  }

  /** @throws whatever is no fault of the stream. */
  faultAt(error: unknown): ChainVerdict {
    if (error instanceof Fault) return { ok: false, seq: this.seq, fault: error.fault, message: error.message };
    throw error;
  }

  finish(): ChainVerdict {
    const last = this.#previous;
    if (last === undefined) throw new Fault('empty', 'Expected at least one step, but there is none');
    const { log, stream, seq } = last.record;
    const head = { seq, hash: last.hash };
    const expected = this.#expect.head;
    if (expected !== undefined && (expected.seq !== seq || expected.hash !== head.hash))
      throw new Fault('head', `Expected the stream to stop at step ${expected.seq} (${expected.hash}), but it stops at step ${seq} (${head.hash})`);
    return { ok: true, log, stream, steps: this.#steps, head, ended: this.#ended, erased: this.#erased };
  }
}

const canonicalText = (value: unknown, fault: ChainFault): string => faulty(fault, () => canonical(value));

const faulty = <T>(fault: ChainFault, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnreadableStepError || error instanceof NotCanonicalError) throw new Fault(fault, error.message);
    throw error;
  }
};
