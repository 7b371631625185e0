/**
 * One batch is one transaction: lock the streams, bring them up to date, decide every command in memory, write all
 * steps and rows with a handful of statements. Nothing leaves the batch before its commit: results, hot streams and
 * wake-ups are taken from it afterwards.
 */
import { instantText } from '../../engine/journal/index.ts';
import type { Command } from '../../engine/case/index.ts';
import { engineActor, type Typed } from '../../engine/stream/index.ts';
import { BeingCompiled } from '../library/definition-library.ts';
import { inboxMax, readInbox, takeOut, type InboxCommand } from '../outbox/inbox.ts';
import { AnotherPastError, type WrittenStep } from '../past/known-past.ts';
import type { Clock } from '../port/clock.ts';
import type { Queryable } from '../port/database.ts';
import { allSettledOrThrow } from '../postgres/write-rows.ts';
import { BatchStreams } from './batch-streams.ts';
import { BatchWrites } from './batch-writes.ts';
import { begins, type Entry } from './entry.ts';
import { HeldBackError } from './held-back.ts';
import type { LaneOrder } from './held-lane.ts';
import { claimIdempotencyKeys, findRepeated, sameCommands } from './find-repeated.ts';
import { nextSeq, type HotStream } from './hot-streams.ts';
import { lockStream, lockStreams } from './lock-streams.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { StreamDecider, type Asked } from './stream-decider.ts';
import { refuse, type CommandSubmission, type CreateSubmission, type DrainSubmission, type Refused, type Result } from './submission.ts';
import type { WakeUps } from '../port/wake.ts';

/** All commands of a batch are decided at one time. */
class BatchTime implements Clock {
  /** Epoch ms. */
  at = 0;

  now(): number {
    return this.at;
  }
}

export class Batch {
  readonly results = new Map<Entry, Result>();
  /** Entries whose stream another process holds. */
  readonly passedOver: Entry[] = [];
  /** Entries that need the answer of another one of this batch: for the next. */
  readonly tooEarly: Entry[] = [];
  /** Drains that have taken their portion, with what they go on with. */
  readonly furtherDrains = new Map<Entry, DrainSubmission>();
  /** Entries for which nothing was left of what one batch may cost. */
  readonly leftOver: Entry[] = [];
  /** Entries whose definition is being compiled, and when that is done: nobody waits for them. */
  readonly unprepared = new Map<Entry, Promise<void>>();
  readonly #unpreparedStreams = new Map<bigint, Promise<void>>();
  readonly #taken: InboxCommand[] = [];
  readonly #options: PipelineOptions;
  readonly #entries: readonly Entry[];
  readonly #order: Partial<LaneOrder>;
  readonly #time = new BatchTime();
  readonly #streams: BatchStreams;
  readonly #writes: BatchWrites;
  readonly #decider: StreamDecider;

  constructor(options: PipelineOptions, entries: readonly Entry[], { hot, order = {} }: { readonly hot: ReadonlyMap<bigint, HotStream>; readonly order?: Partial<LaneOrder> }) {
    this.#options = options;
    this.#entries = entries;
    this.#order = order;
    this.#streams = new BatchStreams(hot, options.kinds, options.database.exclusive);
    this.#writes = new BatchWrites(options, this.#time);
    this.#decider = new StreamDecider(options, this.#streams, this.#writes, this.#time);
  }

  get streams(): ReadonlyMap<bigint, HotStream> {
    return this.#streams.all;
  }

  /** After the commit: begins with the jobs that are done here, and tells whom to wake for the rest; undefined: nobody. */
  begin(): WakeUps | undefined {
    const { bornJobs, wakeUps } = this.#writes;
    bornJobs.start();
    return wakeUps.isEmpty ? undefined : wakeUps;
  }

  /** It was not committed, or nobody knows. */
  abandon(): void {
    this.#writes.bornJobs.giveBack();
  }

  /** The step that it wrote last. */
  get newest(): WrittenStep | undefined {
    return this.#streams.newest;
  }

  /** How many it has answered, and taken out of inboxes. */
  get commands(): number {
    let answered = 0;
    for (const { submission } of this.results.keys()) if (submission.kind !== 'drain') answered += 1;
    return answered + this.#taken.length;
  }

  /** Streams to which commands were sent. */
  get targets(): ReadonlySet<bigint> {
    return this.#writes.outbox.targets;
  }

  /** Those to which the stream of the result has sent commands. */
  sentBy(result: Result): ReadonlySet<bigint> {
    return result.kind === 'accepted' ? this.#writes.outbox.targetsOf(result.stream) : new Set();
  }

  /** Everything between `BEGIN` and `COMMIT`. */
  async run(transaction: Queryable): Promise<void> {
    const entries = await this.#begin(transaction);
    const undecided = await this.#withoutRepeated(transaction, entries);
    await this.#lockKinds(transaction, undecided);
    await this.#load(transaction, undecided.filter(({ stream }) => stream !== undefined && !this.#streams.isLoaded(stream)));
    this.#refuseTakenNumbers(undecided);
    // Whoever was left over by the batch before goes before mail, so that cases which never rest cannot starve others.
    await this.#decideAll(transaction, undecided.filter(({ wasLeftOver }) => wasLeftOver === true));
    await this.#drainInboxes(transaction, undecided);
    await this.#decideAll(transaction, undecided.filter(({ wasLeftOver }) => wasLeftOver !== true));
    await allSettledOrThrow([this.#writes.write(transaction), this.#streams.writeSnapshots(transaction), takeOut(transaction, this.#taken)]);
  }

  async #decideAll(transaction: Queryable, entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      if (this.#decider.isTired && entry.submission.kind !== 'drain') {
        entry.wasLeftOver = true;
        this.leftOver.push(entry);
        continue;
      }
      const { stream = 0n } = entry;
      const deciding = this.#unlessUnprepared(stream, () => this.#decideEntry(transaction, entry));
      const result = deciding instanceof Promise ? await deciding : deciding;
      if (result instanceof BeingCompiled) this.unprepared.set(entry, result.ready);
      else if (result !== undefined) this.results.set(entry, result);
    }
  }

  /** What follows a command that waits for its definition waits as well, though the definition may be there meanwhile. */
  #unlessUnprepared<T>(stream: bigint, decide: () => T | Promise<T>): T | BeingCompiled | Promise<T | BeingCompiled> {
    const ready = this.#unpreparedStreams.get(stream);
    if (ready !== undefined) return new BeingCompiled(String(stream), ready);
    const deciding = decide();
    if (!(deciding instanceof Promise)) return deciding;
    return deciding.catch((error: unknown) => {
      if (!(error instanceof BeingCompiled)) throw error;
      this.#unpreparedStreams.set(stream, error.ready);
      this.#streams.forgetUnbegun(stream);
      return error;
    });
  }

  /**
   * One turn of the wire: the statements are sent together and run one after the other, so what is loaded was
   * read after the locks were taken. A stream that is loaded in vain, being another's now, is newer for next time.
   */
  async #begin(transaction: Queryable): Promise<Entry[]> {
    const { lockTimeoutMs } = this.#order;
    const patience = lockTimeoutMs === undefined ? Promise.resolve() : transaction.query(`set local lock_timeout = '${lockTimeoutMs}ms'`);
    const locked = this.#lock(transaction);
    await allSettledOrThrow([patience, locked, this.#look(transaction), this.#load(transaction, this.#entries)]);
    return locked;
  }

  /** Whether the database is the one that this process knows, and what time it is: by its clock, unless one is given. */
  async #look(transaction: Queryable): Promise<void> {
    const { database, past, clock } = this.#options;
    const said = database.exclusive ? undefined : await past.look(transaction);
    if (said !== undefined) clock.set?.(said);
    this.#time.at = said === undefined || clock.set === undefined ? clock.now() : said;
  }

  async #lock(transaction: Queryable): Promise<Entry[]> {
    const { database } = this.#options;
    const streams = [...new Set(this.#entries.flatMap((entry) => existingStream(entry)))];
    if (database.exclusive || streams.length === 0) return [...this.#entries];
    const { waits = false } = this.#order;
    if (waits) await lockStream(transaction, streams[0] ?? 0n);
    const locked = waits ? new Set(streams) : await lockStreams(transaction, streams);
    const isOurs = (entry: Entry): boolean => existingStream(entry).every((stream) => locked.has(stream));
    for (const entry of this.#entries) if (!isOurs(entry)) this.passedOver.push(entry);
    return this.#entries.filter(isOurs);
  }

  async #lockKinds(transaction: Queryable, entries: readonly Entry[]): Promise<void> {
    const locks = new Set(entries.flatMap(({ submission }) => (submission.kind === 'command' ? [this.#options.kinds.of(submission.command.type)] : [])));
    for (const kind of locks) await kind.lock?.(transaction);
  }

  async #withoutRepeated(transaction: Queryable, entries: readonly Entry[]): Promise<Entry[]> {
    const claims = await claimIdempotencyKeys(transaction, entries, instantText(this.#time.now()));
    for (const [entry, refused] of claims.refused) this.results.set(entry, refused);
    this.tooEarly.push(...claims.tooEarly);
    const claimed = entries.filter((entry) => !this.results.has(entry) && !claims.tooEarly.has(entry));
    const same = sameCommands(claimed);
    this.tooEarly.push(...same);
    const ours = claimed.filter((entry) => !same.has(entry));
    const asked = ours.filter((entry) => entry.mayRepeat);
    if (asked.length > 0)
      for (const [entry, result] of await findRepeated(transaction, asked, this.#options.kinds.shapes)) this.results.set(entry, result);
    return ours.filter((entry) => !this.results.has(entry));
  }

  async #load(transaction: Queryable, entries: readonly Entry[]): Promise<void> {
    await this.#streams.load(transaction, [...new Set(entries.flatMap((entry) => existingStream(entry)))]);
  }

  /** A stream that is to begin stands there: its number was given again, after the database lost that it was taken. */
  #refuseTakenNumbers(entries: readonly Entry[]): void {
    const taken = entries.filter(({ submission, stream }) => begins(submission) && stream !== undefined && this.#streams.get(stream) !== undefined);
    const [first] = taken;
    if (first === undefined) return;
    const { stream } = first;
    for (const entry of taken) entry.stream = undefined;
    throw new AnotherPastError(this.#options.past.timeline, `stream ${stream} was begun by somebody else`);
  }

  async #drainInboxes(transaction: Queryable, entries: readonly Entry[]): Promise<void> {
    const drains = entries.flatMap((entry) => (entry.submission.kind === 'drain' ? [{ entry, drain: entry.submission }] : []));
    const whole = drains.filter(({ drain }) => drain.max === undefined);
    // A stream that this program cannot fold keeps its mail.
    const readable = [...new Set(whole.map(({ drain }) => drain.stream))].filter((stream) => this.#streams.unreadable(stream) === undefined);
    const commands = await readInbox(transaction, readable);
    const left = await this.#takeUpAll(transaction, commands);
    const isFull = commands.length === inboxMax;
    for (const { entry, drain } of drains) {
      const { stream, max } = drain;
      const next = max === undefined ? (isFull || left.has(stream) ? drain : undefined) : await this.#drainPortion(transaction, drain, max);
      const ready = this.#unpreparedStreams.get(stream);
      if (ready !== undefined) this.unprepared.set(entry, ready);
      else if (next === undefined) this.results.set(entry, { kind: 'accepted', stream, seq: -1, events: [], repeated: false });
      else this.furtherDrains.set(entry, next);
    }
  }

  /** What is to be drained after these; portions grow again as long as they are taken. */
  async #drainPortion(transaction: Queryable, drain: DrainSubmission, max: number): Promise<DrainSubmission | undefined> {
    const commands = await readInbox(transaction, [drain.stream], max);
    const left = await this.#takeUpAll(transaction, commands, drain.refusal);
    if (left.size > 0) return drain;
    if (commands.length < max) return undefined;
    return { kind: 'drain', stream: drain.stream, ...(max * 2 < inboxMax ? { max: max * 2 } : {}) };
  }

  /** Until the batch has cost what it may; the streams for which something is left. */
  async #takeUpAll(transaction: Queryable, commands: readonly InboxCommand[], refusal?: string): Promise<Set<bigint>> {
    const left = new Set<bigint>();
    for (const command of commands) {
      const isTaken = !this.#decider.isTired && (await this.#takeUp(transaction, command, refusal));
      if (isTaken) this.#taken.push(command);
      else left.add(command.target);
    }
    return left;
  }

  /** Whether it is done with. A refused command is told to its sender, in the transaction that took it out. */
  async #takeUp(transaction: Queryable, { source, target, id, command }: InboxCommand, refusal?: string): Promise<boolean> {
    const asked: Asked = { id, actor: engineActor, command };
    const result = await this.#unlessUnprepared<Result>(target, () =>
      refusal === undefined ? this.#decider.decide(transaction, target, asked) : this.#refuseUndecided(transaction, target, command, refusal));
    if (result instanceof BeingCompiled) return false;
    if (result.kind === 'accepted') return true;
    if ('heldBack' in result) throw new HeldBackError(result.heldBack, result.message);
    const reply = this.#decider.reply(source, target, asked, result);
    if (reply === undefined) return true;
    const hot = this.#streams.get(target);
    this.#writes.outbox.reply(target, hot === undefined ? 0 : nextSeq(hot), reply, id);
    return true;
  }

  /** @throws Error when the stream cannot be decided at all: it keeps its mail. */
  async #refuseUndecided(transaction: Queryable, target: bigint, command: Typed, refusal: string): Promise<Refused> {
    const hot = this.#streams.get(target);
    if (hot !== undefined) await hot.kind.prepare(transaction, hot.state, command);
    return refuse('PROCESSING_ERROR', refusal);
  }

  #decideEntry(transaction: Queryable, { submission, stream = 0n }: Entry): Result | Promise<Result> | undefined {
    if (submission.kind === 'drain') return undefined;
    if (submission.kind === 'create') return this.#decideCreation(transaction, stream, submission);
    return this.#decide(transaction, stream, askedBy(submission, submission.command));
  }

  async #decideCreation(transaction: Queryable, stream: bigint, submission: CreateSubmission): Promise<Result> {
    const command = await this.#creation(transaction, submission);
    return 'kind' in command ? command : this.#decide(transaction, stream, askedBy(submission, command));
  }

  #decide(transaction: Queryable, stream: bigint, asked: Asked): Result | Promise<Result> {
    const deciding = this.#decider.decide(transaction, stream, asked);
    return deciding instanceof Promise ? deciding.catch((error: unknown) => this.#decider.withoutDefinition(stream, asked.command, error)) : deciding;
  }

  async #creation(transaction: Queryable, { definition: selector, create }: CreateSubmission): Promise<Command | Refused> {
    const definition = await this.#options.library.find(transaction, selector);
    return definition === undefined ? noDefinition(selector) : { type: 'CreateCase', definition, ...create };
  }
}

const askedBy = ({ id, actor, onBehalfOf }: CommandSubmission | CreateSubmission, command: Typed): Asked =>
  onBehalfOf === undefined ? { id, actor, command } : { id, actor, onBehalfOf, command };

/** Streams that begin are not known to anybody else yet; all others must be locked. */
const existingStream = ({ submission, stream, mayRepeat }: Entry): bigint[] =>
  stream === undefined || (begins(submission) && !mayRepeat) ? [] : [stream];

const noDefinition = (definition: CreateSubmission['definition']): Refused => {
  if ('key' in definition)
    return refuse('NOT_FOUND', `Expected to find process definition with key '${definition.key}', but none found`);
  const version = definition.version === undefined ? '' : ` and version '${definition.version}'`;
  return refuse('NOT_FOUND', `Expected to find process definition with process ID '${definition.id}'${version}, but none found`);
};
