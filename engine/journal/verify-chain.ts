/**
 * Verifying a stream from its bytes alone: canonical records of one stream, numbered without gaps,
 * each linked to the one before, nothing after the last one, and payloads that their records commit
 * to. What is no fault is said in the verdict: values that are gone, and clocks that were set back.
 * What a chain cannot show is said too: whether steps are missing after the last one of a stream that
 * has not ended (`ended: false`). It cannot show whether somebody with the power to rewrite the whole stream did so. That needs a head kept elsewhere: `expect`.
 */
import { base64urlOf } from '../json/base64url.ts';
import { canonical, NotCanonicalError } from '../json/canonical.ts';
import { definitionNamedIn } from './first-definition.ts';
import { leafHash, type Sha256 } from './hash.ts';
import { carriedAfter, namedIn, openParts } from './open-step.ts';
import { payloadCommitment, payloadText, readPayload, type StepPayload } from './payload.ts';
import { readRecord, recordTextOf, UnreadableListError, UnreadableStepError, type StepRecord } from './record.ts';
import { isSame } from './said-so-far.ts';
import { allShapes, UnknownTypeError } from './shape-table.ts';
import type { Carried, StoredStep } from './step.ts';

export type ChainFault =
  | 'empty' | 'encoding' | 'shape' | 'log' | 'stream' | 'sequence' | 'link' | 'after-end'
  | 'payload' | 'commitment' | 'head';

/** The last step of a stream and its record's hash, base64url. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export type ChainVerdict =
  | {
      readonly ok: true;
      /** null: nobody said it, and the first step was not among those verified. */
      readonly log: string | null;
      readonly stream: string;
      readonly steps: number;
      readonly head: Head;
      /** false: a missing tail would not show. */
      readonly ended: boolean;
      /** Steps whose payloads are gone. */
      readonly erased: readonly number[];
      /** Steps of which single values are withheld, and the paths of these. */
      readonly withheld: readonly { readonly seq: number; readonly paths: readonly string[] }[];
      /** Steps whose time is before that of the step before. */
      readonly clockSetBack: readonly number[];
      /** Steps with commands or events of another release, which were not looked into. */
      readonly unknown: readonly number[];
    }
  /** `seq` is where the first fault is. */
  | { readonly ok: false; readonly seq: number; readonly fault: ChainFault; readonly message: string };

export interface ChainExpectation {
  readonly log?: string;
  readonly stream?: string;
  /** The head must be this one, e.g. from a signed checkpoint. */
  readonly head?: Head;
  /** The steps follow this one, instead of being the stream's first; what it carries on is then not checked. */
  readonly after?: Head;
}

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
  #log: string | undefined;
  /** `undefined` where the first steps were not seen, or a command of another release begins the stream. */
  #carried: Carried | undefined;
  #steps = 0;
  readonly #erased: number[] = [];
  readonly #withheld: { readonly seq: number; readonly paths: readonly string[] }[] = [];
  readonly #clockSetBack: number[] = [];
  readonly #unknown: number[] = [];

  constructor(sha256: Sha256, expect: ChainExpectation) {
    this.#sha256 = sha256;
    this.#expect = expect;
    this.seq = expect.after === undefined ? 0 : expect.after.seq + 1;
  }

  add({ record: bytes, payload }: StoredStep): void {
    if (this.#previous?.record.last === true) throw new Fault('after-end', `Expected no step after the end of the stream, but found one`);
    const text = faulty('encoding', () => recordTextOf(bytes));
    const record = faulty('shape', () => readRecord(text));
    if (faulty('encoding', () => canonical(record)) !== text)
      throw new Fault('encoding', 'Expected the record in its canonical form, but it is written otherwise');
    this.#checkPlace(record);
    this.#checkCarried(record);
    this.#checkOpening(record, payload === null ? null : this.#checkPayload(record, payload));
    if (payload === null && record.commitment !== undefined) this.#erased.push(record.seq);
    this.#previous = { record, hash: base64urlOf(leafHash(text, this.#sha256)) };
    this.#steps += 1;
    this.seq += 1;
  }

  #checkPlace(record: StepRecord): void {
    const { log, stream, after } = this.#expect;
    const before = this.#previous;
    const same = <T>(fault: ChainFault, what: string, expected: T, found: T): void => {
      if (found !== expected) throw new Fault(fault, `Expected ${what} ${String(expected)}, but found ${String(found)}`);
    };
    if (record.log !== undefined) same('log', 'the log', log ?? record.log, record.log);
    this.#log ??= record.log;
    same('stream', 'the stream', before?.record.stream ?? stream ?? record.stream, record.stream);
    same('sequence', 'the step', this.seq, record.seq);
    same('link', 'the link to the step before to be', before?.hash ?? after?.hash, record.prev);
    // Texts of one length in descending units of time compare like the instants.
    if (before !== undefined && record.at < before.record.at) this.#clockSetBack.push(record.seq);
  }

  /** A record has one text only, so it may not name what is as before, or what the first command names. */
  #checkCarried(record: StepRecord): void {
    const named = namedIn(record);
    const before: Partial<Carried> | undefined = record.seq === 0 ? beforeFirst(record) : this.#carried;
    if (before === undefined) return;
    const again = (['definition', 'versions', 'zone'] as const).find((name) => named[name] !== undefined && isSame(named[name], before[name]));
    if (again !== undefined) throw new Fault('shape', `Expected a record to name its ${again} only where it changes, but it is as before`);
    this.#carried = faulty('shape', () => carriedAfter(named, before));
  }

  #checkPayload(record: StepRecord, text: string): StepPayload {
    const payload: StepPayload = faulty('payload', () => readPayload(text));
    if (faulty('payload', () => payloadText(payload)) !== text)
      throw new Fault('payload', 'Expected the payload in its canonical form, but it is written otherwise');
    if (payloadCommitment(payload, this.#sha256) !== record.commitment)
      throw new Fault('commitment', 'Expected the payload that the record commits to, but it is another one');
    const paths = Object.keys(payload.withheld);
    if (paths.length > 0) this.#withheld.push({ seq: record.seq, paths });
    return payload;
  }

  #checkOpening(record: StepRecord, payload: StepPayload | null): void {
    try {
      const { events } = faulty('payload', () => openParts(record, payload, allShapes));
      const isLast = events.some(({ type }) => allShapes.endings.has(type));
      if (isLast !== (record.last === true))
        throw new Fault('shape', `Expected a record to say that it is the last exactly when an event ends the stream, but it is otherwise`);
    } catch (error) {
      if (!(error instanceof UnknownTypeError)) throw error;
      this.#unknown.push(record.seq);
    }
  }

  /** @throws whatever is no fault of the stream. */
  faultAt(error: unknown): ChainVerdict {
    if (error instanceof Fault) return { ok: false, seq: this.seq, fault: error.fault, message: error.message };
    throw error;
  }

  finish(): ChainVerdict {
    const last = this.#previous;
    if (last === undefined) throw new Fault('empty', 'Expected at least one step, but there is none');
    const { stream, seq } = last.record;
    const log = this.#log ?? this.#expect.log ?? null;
    const head = { seq, hash: last.hash };
    const expected = this.#expect.head;
    if (expected !== undefined && (expected.seq !== seq || expected.hash !== head.hash))
      throw new Fault('head', `Expected the stream to stop at step ${expected.seq} (${expected.hash}), but it stops at step ${seq} (${head.hash})`);
    return {
      ok: true, log, stream, steps: this.#steps, head, ended: last.record.last === true,
      erased: this.#erased, withheld: this.#withheld, clockSetBack: this.#clockSetBack, unknown: this.#unknown,
    };
  }
}

/** What is known before the first step; `undefined` where its command is of another release. */
const beforeFirst = ({ command }: StepRecord): Partial<Carried> | undefined => {
  const definition = definitionNamedIn(command, allShapes.commands);
  return definition === undefined ? undefined : { definition };
};

/** A list that is not as its shape says is the record's fault, whatever is looked at. */
const faulty = <T>(fault: ChainFault, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnreadableListError) throw new Fault('shape', error.message);
    if (error instanceof UnreadableStepError || error instanceof NotCanonicalError) throw new Fault(fault, error.message);
    throw error;
  }
};
