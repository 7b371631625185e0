/**
 * Group commit: everything that waits, for different cases or the same one, is decided in memory and
 * written in one transaction. A batch that the database refuses is halved until the guilty command
 * stands alone; one whose outcome is unknown is asked again under the same command ids.
 */
import { keyOf } from '../../engine/stream/index.ts';
import { admitSubmission } from './admit-submission.ts';
import { Batch } from './batch.ts';
import { HeldBackError } from './held-back.ts';
import { HeldLane, type LaneOrder, type LaneOutcome } from './held-lane.ts';
import { HotStreams, type HotStream } from './hot-streams.ts';
import { isDiskFull, isLockTimeout, isOurs, isRefusedByDatabase, isUnlinked, OutcomeUnknownError } from './commit-errors.ts';
import { begins, streamOf, type Entry } from './entry.ts';
import { AnotherPastError } from '../past/known-past.ts';
import { inboxMax } from '../outbox/inbox.ts';
import { secondsSince } from '../port/metrics.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { Relay } from './relay.ts';
import { Unprepared } from './unprepared.ts';
import { refuse, type DrainSubmission, type Result, type Submission } from './submission.ts';

const defaults = { batchMax: 300, waitingMax: 10_000, waitingBytesMax: 128 << 20, hotCasesMax: 10_000, hotBytesMax: 64 << 20, patienceMs: 20_000 };
/**
 * Commands that must wait before a batch starts beside another one: two small batches cost more than
 * one of twice the size, and what arrives while a batch commits makes the next one larger.
 */
const worthASecondBatch = 64;
/** Bytes of the commands of one batch: what it writes is a few times as much. */
const batchBytesMax = 16 << 20;
/** Tries of a command whose outcome is unknown, with a growing pause, while others succeed. */
const attemptsMax = 20;
const pauseMs = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 6), 750);

export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #cache: HotStreams;
  readonly #relay: Relay;
  readonly #held: HeldLane;
  readonly #unprepared: Unprepared;
  #waiting: Entry[] = [];
  /** Streams that a batch under way works on: their further commands wait, in order. */
  readonly #busy = new Set<bigint>();
  #underWay = 0;
  /** Commands that have no result yet, wherever they are, and their bytes. */
  #unanswered = 0;
  #unansweredBytes = 0;
  /** Since when no batch has come to an end, monotonic ms. */
  #failingSince: number | undefined;
  #scheduled = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#cache = new HotStreams({ cases: options.hotCasesMax ?? defaults.hotCasesMax, bytes: options.hotBytesMax ?? defaults.hotBytesMax });
    this.#held = new HeldLane({
      run: (entries, order) => this.#runHeld([...entries], order),
      giveUp: (entry) => entry.resolve(refuse('RESOURCE_EXHAUSTED', 'Expected to take the command, but another process has held what it changes for a minute. Nothing was done. Try again later'), nobody),
      giveBack: (entries) => this.#again(entries),
      freed: () => this.#schedule(),
    });
    this.#unprepared = new Unprepared({
      ready: (entries) => this.#again(entries),
      failed: (entry, error) => refuseUnprepared(entry, error),
      freed: () => this.#schedule(),
    });
    this.#relay = new Relay((stream) => this.#takeUp(stream));
  }

  /**
   * Resolves after the commit. A rejection is a value; the promise fails with `OutcomeUnknownError`
   * only when the database could not be reached for long.
   */
  submit(submission: Submission): Promise<Result> {
    if (this.#closed) return Promise.resolve(refuse('RESOURCE_EXHAUSTED', 'Expected to take the command, but the server is stopping'));
    const { waitingMax = defaults.waitingMax, waitingBytesMax = defaults.waitingBytesMax } = this.#options;
    const { obstacle } = this.#options.readers;
    if (obstacle !== undefined) return Promise.resolve(refuse('RESOURCE_EXHAUSTED', obstacle));
    const full = (): Promise<Result> =>
      Promise.resolve(refuse('RESOURCE_EXHAUSTED', 'Expected to take the command, but too many are waiting. Try again later'));
    if (this.#unanswered >= waitingMax) return full();
    const admission = admitSubmission(submission);
    if (admission.kind === 'rejected') return Promise.resolve(admission);
    // One command alone is always taken, however large.
    if (this.#unanswered > 0 && this.#unansweredBytes + admission.bytes > waitingBytesMax) return full();
    return new Promise<Result>((resolve, rejectPromise) => {
      const { submission: admitted, bytes } = admission;
      const mayRepeat = 'mayRepeat' in admitted && admitted.mayRepeat === true;
      this.#unanswered += 1;
      this.#unansweredBytes += bytes;
      this.#waiting.push({
        submission: admitted, stream: streamOf(admitted), bytes, attempts: 0, setbacks: 0, mayRepeat, resolve: this.#answerTo(admitted, resolve), reject: rejectPromise,
      });
      this.#schedule();
    }).finally(() => this.#answered(admission.bytes));
  }

  /** Who waits for what the command sends is answered when it was taken, or after a while that it was not. */
  #answerTo(submission: Submission, resolve: (result: Result) => void): Entry['resolve'] {
    if (submission.kind === 'drain' || submission.waits !== true) return resolve;
    return (result, targets) => {
      if (result.kind === 'rejected' || targets.size === 0) return resolve(result);
      void this.#relay.taken(targets).then((isTaken) => resolve(isTaken ? result : { ...result, pending: true }));
    };
  }

  #answered(bytes: number): void {
    this.#unanswered -= 1;
    this.#unansweredBytes -= bytes;
    // A turn later, so that whoever asked has the answer first.
    if (this.#unanswered === 0) setImmediate(() => this.#idle.splice(0).forEach((resolve) => resolve()));
  }

  /** Takes up what waits in the inboxes of these streams. */
  drain(streams: Iterable<bigint>): Promise<unknown> {
    return Promise.all([...new Set(streams)].map((stream) => this.#takeUp(stream)));
  }

  /** Takes up what waits in the inbox of the stream; gives the streams to which that sent commands. */
  #takeUp(stream: bigint): Promise<ReadonlySet<bigint>> {
    // Who may take no commands leaves the mail to those who may.
    if (this.#options.readers.obstacle !== undefined) return Promise.resolve(nobody);
    return new Promise((resolve, reject) => {
      this.#unanswered += 1;
      const done = (): void => this.#answered(0);
      this.#waiting.push({
        submission: { kind: 'drain', stream }, stream, bytes: 0, attempts: 0, setbacks: 0, mayRepeat: false,
        resolve: (_result, targets) => (done(), resolve(targets)),
        reject: (error) => (done(), reject(error)),
      });
      this.#schedule();
    });
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Streams that it keeps in memory, and the bytes of their JSON, about. */
  get hot(): { readonly streams: number; readonly bytes: number } {
    return { streams: this.#cache.size, bytes: this.#cache.bytes };
  }

  /** Drops all hot cases; the next command of a case reads the journal. */
  evictAll(): void {
    this.#cache.clear();
  }

  /** Resolves when everything taken has its result, and what that has sent to other streams as well. */
  async settled(): Promise<void> {
    while (this.#unanswered > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Takes nothing more, and resolves when it has settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
  }

  /** Requests that arrive in the same turn of the event loop share a batch. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#underWay < this.#options.database.concurrency) {
      if (this.#underWay > 0 && this.#waiting.length < worthASecondBatch) break;
      const entries = this.#nextEntries();
      if (entries.length === 0) break;
      this.#underWay += 1;
      const streams = entries.flatMap((entry) => (entry.stream === undefined ? [] : [entry.stream]));
      for (const stream of streams) this.#busy.add(stream);
      // Nothing is expected to throw there, but nobody may wait for ever if something does.
      const failed = (error: Error): void => entries.forEach((entry) => entry.reject(error));
      void this.#runBatch(entries).catch(failed).finally(() => {
        for (const stream of streams) this.#busy.delete(stream);
        this.#underWay -= 1;
        if (this.#waiting.length > 0) this.#schedule();
      });
    }
  }

  #isFree({ stream }: Entry): boolean {
    return stream === undefined || !(this.#busy.has(stream) || this.#held.holds(stream) || this.#unprepared.holds(stream));
  }

  #nextEntries(): Entry[] {
    const batchMax = this.#options.batchMax ?? defaults.batchMax;
    const taken: Entry[] = [];
    const left: Entry[] = [];
    let bytes = 0;
    /** Nobody overtakes a command that was too large for the rest of the batch. */
    let isFull = false;
    for (const entry of this.#waiting) {
      const isFree = this.#isFree(entry);
      // After three tries a command runs alone: it might be what fails.
      const fits = taken.length < batchMax && (entry.setbacks < 3 || taken.length === 0) && (taken[0]?.setbacks ?? 0) < 3;
      isFull ||= taken.length > 0 && bytes + entry.bytes > batchBytesMax;
      if (isFree && fits && !isFull) {
        taken.push(entry);
        bytes += entry.bytes;
      } else left.push(entry);
    }
    this.#waiting = left;
    return taken;
  }

  /** A batch of commands that somebody else has held, beside those of the pump. */
  async #runHeld(entries: Entry[], order: LaneOrder): Promise<LaneOutcome> {
    let outcome: LaneOutcome = { kind: 'failed' };
    await this.#runBatch(entries, { order, ended: (how) => (outcome = how) });
    return outcome;
  }

  async #runBatch(entries: Entry[], lane?: { readonly order: LaneOrder; ended(outcome: LaneOutcome): void }): Promise<void> {
    const { database, onBatch } = this.#options;
    const began = performance.now();
    const hot = this.#takeHot(entries);
    const batch = new Batch(this.#options, entries, { hot, ...(lane === undefined ? {} : { order: lane.order }) });
    let ended = false;
    try {
      await this.#nameNewStreams(entries);
      await database.transaction(async (transaction) => {
        await batch.run(transaction);
        ended = true;
      });
      onBatch?.('committed', batch.commands, secondsSince(began));
      this.#succeeded();
      this.#settle(batch);
      const { passedOver } = batch;
      if (lane === undefined) this.#held.add(passedOver, { areTogether: false });
      else lane.ended({ kind: 'settled', passedOver });
    } catch (error) {
      onBatch?.('failed', entries.length, secondsSince(began));
      // The drafts are lost with the transaction: the cases stay out of the cache.
      batch.abandon();
      if (isLockTimeout(error)) return lane === undefined ? this.#held.add(entries, { areTogether: true }) : lane.ended({ kind: 'timed out' });
      if (lane !== undefined) this.#held.leave(entries);
      if (isDiskFull(error)) await this.#refuseWithoutRoom(entries, error);
      else if (error instanceof AnotherPastError || isUnlinked(error)) await this.#startOver(entries, error);
      else if (isRefusedByDatabase(error) || (!ended && isOurs(error))) await this.#isolate(entries, error);
      else await this.#recover(entries, error);
    }
  }

  #takeHot(entries: readonly Entry[]): Map<bigint, HotStream> {
    const hot = new Map<bigint, HotStream>();
    for (const { stream } of entries) {
      if (stream === undefined || hot.has(stream)) continue;
      const found = this.#cache.take(stream);
      if (found !== undefined) hot.set(stream, found);
    }
    return hot;
  }

  async #nameNewStreams(entries: readonly Entry[]): Promise<void> {
    const unnamed = entries.filter((entry) => entry.stream === undefined);
    if (unnamed.length === 0) return;
    const numbers = await this.#options.numbers.take(unnamed.length);
    for (const [index, entry] of unnamed.entries()) entry.stream = keyOf(numbers[index] ?? 0n, 0);
  }

  /** The database is back: what has waited for it is above suspicion, and need not run alone. */
  #succeeded(): void {
    if (this.#failingSince === undefined) return;
    this.#failingSince = undefined;
    for (const entry of this.#waiting) entry.setbacks = 0;
  }

  #settle(batch: Batch): void {
    if (batch.newest !== undefined) this.#options.past.wrote(batch.newest);
    for (const [key, hot] of batch.streams) if (hot.head !== null && !hot.kind.decider.hasEnded(hot.state)) this.#cache.put(key, hot);
    const wakeUps = batch.begin();
    if (wakeUps !== undefined) this.#options.wake.wake(wakeUps);
    if (batch.newest !== undefined) this.#options.wake.committed?.();
    const { targets } = batch;
    this.#relay.start(targets);
    for (const [entry, result] of batch.results) entry.resolve(result, batch.sentBy(result));
    for (const [entry, drain] of batch.furtherDrains) entry.submission = drain;
    if (batch.leftOver.length > 0) this.#again(batch.leftOver);
    // Behind all others: mail that does not end must not stand in front of them.
    if (batch.furtherDrains.size > 0) this.#later([...batch.furtherDrains.keys()]);
    this.#unprepared.add(batch.unprepared);
    if (batch.tooEarly.length > 0) setTimeout(() => this.#again(batch.tooEarly), 1);
  }

  #again(entries: readonly Entry[]): void {
    this.#waiting.unshift(...entries);
    this.#schedule();
  }

  /** The database has another past than this process knows: nothing of it is kept, and all is decided again. */
  async #startOver(entries: Entry[], error: unknown): Promise<void> {
    const { database, past, readers, onFault } = this.#options;
    this.#cache.clear();
    for (const entry of entries) if (begins(entry.submission) && !entry.mayRepeat) entry.stream = undefined;
    try {
      if (error instanceof AnotherPastError) {
        await past.renew(database, error.timeline);
        await readers.look();
        onFault?.('The database has another past', error);
      }
    } catch {
      // It is away: the next look notices again.
    }
    await this.#recover(entries, error);
  }

  #later(entries: readonly Entry[]): void {
    this.#waiting.push(...entries);
    this.#schedule();
  }

  /** Asking again at once would find no more room. Of a command whose outcome was unknown before, nobody may say that nothing was done. */
  async #refuseWithoutRoom(entries: readonly Entry[], error: unknown): Promise<void> {
    const { database, onFault } = this.#options;
    // What is embedded tells by itself.
    if (this.#failingSince === undefined && !database.exclusive) onFault?.('The disk of the database is full', error);
    this.#failingSince ??= performance.now();
    const unknown: Entry[] = [];
    for (const entry of entries) {
      const canRepeat = 'mayRepeat' in entry.submission && entry.submission.mayRepeat === true;
      if (entry.mayRepeat && !canRepeat) unknown.push(entry);
      else entry.resolve(refuse('RESOURCE_EXHAUSTED', `Expected to store the command, but the disk of the database is full. ${canRepeat ? '' : 'Nothing was done. '}Make room on it, and try again`), nobody);
    }
    if (unknown.length > 0) await this.#recover(unknown, error);
  }

  async #recover(entries: Entry[], error: unknown): Promise<void> {
    this.#failingSince ??= performance.now();
    const isAway = performance.now() - this.#failingSince >= (this.#options.patienceMs ?? defaults.patienceMs);
    const isTired = (entry: Entry): boolean => isAway || entry.attempts >= attemptsMax;
    for (const entry of entries) if (isTired(entry)) entry.reject(new OutcomeUnknownError(error));
    const left = entries.filter((entry) => !isTired(entry));
    if (left.length === 0) return;
    for (const entry of left) {
      setBack(entry);
      entry.mayRepeat = true;
    }
    // A database that is away is left alone for a while.
    await new Promise<void>((resolve) => setTimeout(resolve, pauseMs(left[0]?.attempts ?? 0)));
    this.#again(left);
  }

  /** One of them cannot be decided or stored: halve until it stands alone. */
  async #isolate(entries: Entry[], error: unknown): Promise<void> {
    const [only] = entries;
    if (entries.length === 1 && only !== undefined) {
      // Mail that would cause what may not be written yet waits until it may.
      if (error instanceof HeldBackError) return only.resolve(refuse('RESOURCE_EXHAUSTED', error.message), nobody);
      const portion = smallerPortion(only.submission, error);
      if (portion !== undefined) {
        if (portion.refusal !== undefined) this.#options.onFault?.(`Taking up a command of the inbox of stream ${portion.stream} failed`, error);
        only.submission = portion;
        return this.#again([only]);
      }
      this.#options.onFault?.(`Writing ${only.submission.kind} of stream ${only.stream} failed`, error);
      const message = error instanceof Error ? error.message : String(error);
      only.resolve(refuse('PROCESSING_ERROR', `Expected to store the command, but the database refused it: ${message}`), nobody);
      return;
    }
    const middle = entries.length >> 1;
    await this.#runBatch(entries.slice(0, middle));
    await this.#runBatch(entries.slice(middle));
  }
}

const nobody: ReadonlySet<bigint> = new Set();

/** Mail stays where it is, until it is looked at again. */
const refuseUnprepared = (entry: Entry, error: unknown): void => {
  const message = `Expected to take the command, but its definition cannot be run now. ${error instanceof Error ? error.message : String(error)}`;
  if (entry.submission.kind === 'drain') entry.reject(new Error(message));
  else entry.resolve(refuse('RESOURCE_EXHAUSTED', message), nobody);
};

const setBack = (entry: Entry): void => {
  entry.attempts += 1;
  entry.setbacks += 1;
};

/** Mail that could not be stored together is taken up in ever smaller portions, until the guilty command is alone and refused. */
const smallerPortion = (submission: Submission, error: unknown): DrainSubmission | undefined => {
  if (submission.kind !== 'drain' || submission.refusal !== undefined) return undefined;
  const { kind, stream, max = inboxMax } = submission;
  if (max > 1) return { kind, stream, max: max >> 1 };
  const message = error instanceof Error ? error.message : String(error);
  return { kind, stream, max: 1, refusal: `Expected to take up a command of the inbox, but the engine failed: ${message}` };
};
