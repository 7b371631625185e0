/**
 * One batch is one transaction: lock the streams, bring their cases up to date, decide every command
 * in memory, write all steps and rows with a handful of statements. Nothing leaves the batch before
 * its commit: results, hot cases and wake-ups are taken from it afterwards.
 */
import { instantText } from '../../engine/journal/index.ts';
import { reject, siblingKey, type Command } from '../../engine/case/index.ts';
import { lockMessageIds } from '../message/published-messages.ts';
import type { Queryable } from '../port/database.ts';
import { allSettledOrThrow } from '../postgres/write-rows.ts';
import { BatchCases } from './batch-cases.ts';
import { BatchWrites } from './batch-writes.ts';
import type { HotCase } from './case-cache.ts';
import { CaseDecider } from './case-decider.ts';
import type { Entry } from './entry.ts';
import { claimIdempotencyKeys, findRepeated, sameCommands } from './find-repeated.ts';
import { inboxMax, takeFromInbox, type InboxCommand } from './inbox.ts';
import { lockStream, lockStreams } from './lock-streams.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import type { CreateSubmission, DrainSubmission, PublishSubmission, Result } from './submission.ts';
import type { WakeUpCollector } from './wake-ups.ts';

export class Batch {
  readonly results = new Map<Entry, Result>();
  /** Entries whose stream another process holds: for a later batch. */
  readonly passedOver: Entry[] = [];
  /** Drains that have taken their portion, with what they go on with. */
  readonly furtherDrains = new Map<Entry, DrainSubmission>();
  readonly #options: PipelineOptions;
  readonly #entries: readonly Entry[];
  /** Epoch ms. */
  readonly #now: number;
  readonly #cases: BatchCases;
  readonly #writes: BatchWrites;
  readonly #decider: CaseDecider;

  constructor(options: PipelineOptions, entries: readonly Entry[], hot: ReadonlyMap<bigint, HotCase>) {
    this.#options = options;
    this.#entries = entries;
    this.#now = options.clock.now();
    this.#cases = new BatchCases(hot, options.database.exclusive);
    this.#writes = new BatchWrites(options, this.#now);
    this.#decider = new CaseDecider(options, this.#cases, this.#writes, this.#now);
  }

  get cases(): ReadonlyMap<bigint, HotCase> {
    return this.#cases.all;
  }

  get wakeUps(): WakeUpCollector {
    return this.#writes.wakeUps;
  }

  /** Everything between `BEGIN` and `COMMIT`. */
  async run(transaction: Queryable): Promise<void> {
    const entries = await this.#begin(transaction);
    const undecided = await this.#withoutRepeated(transaction, entries);
    await lockMessageIds(transaction, undecided.flatMap(({ submission }) => (submission.kind === 'publish' ? [submission.message] : [])));
    await this.#load(transaction, undecided.filter(({ stream }) => stream !== undefined && !this.#cases.isLoaded(stream)));
    await this.#drainInboxes(transaction, undecided);
    for (const entry of undecided) {
      const result = await this.#decideEntry(transaction, entry);
      if (result !== undefined) this.results.set(entry, result);
    }
    await allSettledOrThrow([this.#writes.write(transaction), this.#cases.writeSnapshots(transaction)]);
    await this.#writes.correlate(transaction);
  }

  /**
   * One turn of the wire: the statements are sent together and run one after the other, so what is loaded was
   * read after the locks were taken. A case that is loaded in vain, being another's now, is newer for next time.
   */
  async #begin(transaction: Queryable): Promise<Entry[]> {
    const { database, catalog } = this.#options;
    const locked = this.#lock(transaction);
    const refreshed = database.exclusive ? Promise.resolve() : catalog.refresh(transaction);
    await allSettledOrThrow([locked, refreshed, this.#load(transaction, this.#entries)]);
    return locked;
  }

  async #lock(transaction: Queryable): Promise<Entry[]> {
    const { database } = this.#options;
    const streams = [...new Set(this.#entries.flatMap((entry) => existingStream(entry)))];
    if (database.exclusive || streams.length === 0) return [...this.#entries];
    const [first] = this.#entries;
    const alone = this.#entries.length === 1 && (first?.setbacks ?? 0) > 2;
    if (alone) await lockStream(transaction, streams[0] ?? 0n);
    const locked = alone ? new Set(streams) : await lockStreams(transaction, streams);
    const isOurs = (entry: Entry): boolean => existingStream(entry).every((stream) => locked.has(stream));
    for (const entry of this.#entries) if (!isOurs(entry)) this.passedOver.push(entry);
    return this.#entries.filter(isOurs);
  }

  async #withoutRepeated(transaction: Queryable, entries: readonly Entry[]): Promise<Entry[]> {
    const claims = await claimIdempotencyKeys(transaction, entries, instantText(this.#now));
    for (const [entry, refused] of claims.refused) this.results.set(entry, refused);
    this.passedOver.push(...claims.tooEarly);
    const claimed = entries.filter((entry) => !this.results.has(entry) && !claims.tooEarly.has(entry));
    const same = sameCommands(claimed);
    this.passedOver.push(...same);
    const ours = claimed.filter((entry) => !same.has(entry));
    const asked = ours.filter((entry) => entry.mayRepeat);
    if (asked.length > 0)
      for (const [entry, result] of await findRepeated(transaction, asked)) this.results.set(entry, result);
    return ours.filter((entry) => !this.results.has(entry));
  }

  async #load(transaction: Queryable, entries: readonly Entry[]): Promise<void> {
    await this.#cases.load(transaction, [...new Set(entries.flatMap((entry) => existingStream(entry)))]);
  }

  async #drainInboxes(transaction: Queryable, entries: readonly Entry[]): Promise<void> {
    const drains = entries.flatMap((entry) => (entry.submission.kind === 'drain' ? [{ entry, drain: entry.submission }] : []));
    const streams = [...new Set(drains.flatMap(({ drain }) => (drain.max === undefined ? [drain.stream] : [])))];
    const commands = await takeFromInbox(transaction, streams);
    for (const inboxCommand of commands) await this.#takeUp(transaction, inboxCommand);
    // There may be more: the next batch takes it.
    if (commands.length === inboxMax) this.#writes.wakeUps.inbox.push(...streams);
    for (const { entry, drain } of drains) {
      const next = drain.max === undefined ? undefined : await this.#drainPortion(transaction, drain, drain.max);
      if (next === undefined) this.results.set(entry, { kind: 'accepted', stream: drain.stream, seq: -1, events: [], repeated: false });
      else this.furtherDrains.set(entry, next);
    }
  }

  /** What is to be drained after these; portions grow again as long as they are taken. */
  async #drainPortion(transaction: Queryable, drain: DrainSubmission, max: number): Promise<DrainSubmission | undefined> {
    const commands = await takeFromInbox(transaction, [drain.stream], max);
    for (const inboxCommand of commands) await this.#takeUp(transaction, inboxCommand, drain.refusal);
    if (commands.length < max) return undefined;
    return { kind: 'drain', stream: drain.stream, ...(max * 2 < inboxMax ? { max: max * 2 } : {}) };
  }

  async #takeUp(transaction: Queryable, { target, ...order }: InboxCommand, refusal?: string): Promise<void> {
    const definition = this.#cases.get(target)?.state.definition ?? null;
    // A case that cannot be decided at all keeps its mail.
    if (refusal !== undefined && definition !== null) await this.#decider.executable(transaction, definition);
    const result = refusal === undefined
      ? await this.#decider.decide(transaction, target, { ...order, actor: null })
      : reject('PROCESSING_ERROR', refusal);
    if (result.kind === 'accepted') return;
    const { command, id } = order;
    if (command.type === 'CorrelateMessage') this.#writes.missMessage(siblingKey(target, command.subscription), result.code);
    else if (command.type === 'Continue' && result.code !== 'NOT_FOUND') {
      const report: Command = { type: 'ReportFault', errorMessage: result.message };
      await this.#decider.decide(transaction, target, { id: `${id}:fault`, actor: null, command: report });
    }
  }

  async #decideEntry(transaction: Queryable, entry: Entry): Promise<Result | undefined> {
    const { submission } = entry;
    switch (submission.kind) {
      case 'drain':
        return undefined;
      case 'create':
        return this.#create(transaction, entry, submission);
      case 'publish':
        return this.#publish(transaction, entry, submission);
      case 'command':
        return this.#decider.decide(transaction, submission.stream, submission);
    }
  }

  async #create(transaction: Queryable, entry: Entry, submission: CreateSubmission): Promise<Result> {
    const definition = await this.#options.catalog.find(transaction, submission.definition);
    if (definition === undefined) return noDefinition(submission);
    const stream = entry.stream ?? 0n;
    this.#cases.bear(stream);
    const command: Command = { type: 'CreateCase', definition, ...submission.create };
    const result = await this.#decider.decide(transaction, stream, { ...submission, command });
    if (result.kind === 'rejected') this.#cases.forget(stream);
    return result;
  }

  async #publish(transaction: Queryable, entry: Entry, submission: PublishSubmission): Promise<Result> {
    const stream = entry.stream ?? 0n;
    const refused = await this.#writes.refuseMessage(transaction, submission.message);
    if (refused !== undefined) return refused;
    return { kind: 'accepted', stream, seq: 0, events: this.#writes.addMessage(stream, submission), repeated: false };
  }
}

/** Creations write to a stream that nobody else knows yet; all others must be locked. */
const existingStream = ({ submission, stream, mayRepeat }: Entry): bigint[] =>
  stream === undefined || ((submission.kind === 'create' || submission.kind === 'publish') && !mayRepeat) ? [] : [stream];

const noDefinition = ({ definition }: CreateSubmission): Result => {
  if ('key' in definition)
    return reject('NOT_FOUND', `Expected to find process definition with key '${definition.key}', but none found`);
  const version = definition.version === undefined ? '' : ` and version '${definition.version}'`;
  return reject('NOT_FOUND', `Expected to find process definition with process ID '${definition.id}'${version}, but none found`);
};
