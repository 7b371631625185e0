/**
 * One batch is one transaction: lock the streams, bring their cases up to date, decide every command
 * in memory, write all steps and rows with a handful of statements. Nothing leaves the batch before
 * its commit: results, hot cases and wake-ups are taken from it afterwards.
 */
import { endStep, instantText, snapshotOf } from '../../engine/journal/index.ts';
import {
  decide, Draft, evolve, kernelVersion, reject, siblingKey,
  type Answers, type Command, type Decision, type DefinitionRef, type Event, type Executable, type RejectionCode,
} from '../../engine/kernel/index.ts';
import { correlate, lockCorrelations, refuseCorrelations, releaseCorrelations, type Correlation } from '../message/correlate.ts';
import { lockMessageIds, refuseBufferedIds, writeMessages, type PublishedMessage } from '../message/published-messages.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { allSettledOrThrow, writeRows } from '../postgres/write-rows.ts';
import { projectEvent } from '../projection/project-case.ts';
import { projectionRows } from '../projection/projection-rows.ts';
import { sha256 } from '../sha256.ts';
import { broughtBy, isSnapshotDue, unbornCase, type HotCase } from './case-cache.ts';
import type { Entry } from './entry.ts';
import { claimIdempotencyKeys, findRepeated, sameCommands } from './find-repeated.ts';
import { inboxMax, putContinuations, takeFromInbox, type Continuation, type InboxCommand } from './inbox.ts';
import { loadCases } from './load-cases.ts';
import { lockStream, lockStreams } from './lock-streams.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { renderKeys } from './render-keys.ts';
import { StepWriter } from './step-writer.ts';
import type { CreateSubmission, DrainSubmission, Identity, PublishSubmission, Result } from './submission.ts';
import { WakeUpCollector } from './wake-ups.ts';

/** A step that this batch has decided but not yet committed. */
interface PendingStep {
  readonly seq: number;
  readonly at: number;
  readonly events: readonly Event[];
  readonly hash: Uint8Array;
}

interface Order extends Identity {
  readonly id: string;
  readonly command: Command;
}

const needsMax = 16;

export class Batch {
  readonly results = new Map<Entry, Result>();
  /** Entries whose stream another process holds: for a later batch. */
  readonly passedOver: Entry[] = [];
  /** Drains that have taken their portion, with what they go on with. */
  readonly furtherDrains = new Map<Entry, DrainSubmission>();
  readonly cases = new Map<bigint, HotCase>();
  /** Cases that are as the journal has them. */
  readonly #loaded = new Set<bigint>();
  readonly wakeUps = new WakeUpCollector();
  readonly #options: PipelineOptions;
  readonly #entries: readonly Entry[];
  readonly #rows = projectionRows();
  readonly #steps = new StepWriter();
  readonly #pending = new Map<bigint, PendingStep[]>();
  readonly #continuations: Continuation[] = [];
  readonly #published: PublishedMessage[] = [];
  readonly #subscribed: Correlation[] = [];
  /** Subscriptions that were closed when their message came, and those whose case could not take it. */
  readonly #missed: bigint[] = [];
  readonly #refused: bigint[] = [];
  readonly #now: number;

  constructor(options: PipelineOptions, entries: readonly Entry[], hot: ReadonlyMap<bigint, HotCase>) {
    this.#options = options;
    this.#entries = entries;
    this.#now = options.clock.now();
    for (const [key, value] of hot) this.cases.set(key, value);
  }

  /** Everything between `BEGIN` and `COMMIT`. */
  async run(transaction: Queryable): Promise<void> {
    const entries = await this.#begin(transaction);
    const undecided = await this.#withoutRepeated(transaction, entries);
    await lockMessageIds(transaction, undecided.flatMap(({ submission }) => (submission.kind === 'publish' ? [submission.message] : [])));
    await this.#load(transaction, undecided.filter(({ stream }) => stream !== undefined && !this.#loaded.has(stream)));
    await this.#drainInboxes(transaction, undecided);
    for (const entry of undecided) {
      const result = await this.#decideEntry(transaction, entry);
      if (result !== undefined) this.results.set(entry, result);
    }
    await this.#write(transaction);
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
    const keys = [...new Set(entries.flatMap((entry) => existingStream(entry)))];
    const isFresh = (key: bigint): boolean => this.#options.database.exclusive && this.cases.has(key);
    const toLoad = keys.filter((key) => !isFresh(key));
    for (const key of keys) this.#loaded.add(key);
    if (toLoad.length === 0) return;
    const loaded = await loadCases(transaction, toLoad, this.cases);
    for (const key of toLoad) {
      const hot = loaded.get(key);
      if (hot === undefined) this.cases.delete(key);
      else this.cases.set(key, hot);
    }
  }

  async #drainInboxes(transaction: Queryable, entries: readonly Entry[]): Promise<void> {
    const drains = entries.flatMap((entry) => (entry.submission.kind === 'drain' ? [{ entry, drain: entry.submission }] : []));
    const streams = [...new Set(drains.flatMap(({ drain }) => (drain.max === undefined ? [drain.stream] : [])))];
    const commands = await takeFromInbox(transaction, streams);
    for (const inboxCommand of commands) await this.#takeUp(transaction, inboxCommand);
    // There may be more: the next batch takes it.
    if (commands.length === inboxMax) this.wakeUps.inbox.push(...streams);
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
    // A case that cannot be decided at all keeps its mail.
    const { definition } = this.cases.get(target)?.state ?? unbornCase().state;
    if (refusal !== undefined && definition !== null) await this.#executable(transaction, definition);
    const result = refusal === undefined
      ? await this.#decideCommand(transaction, target, { ...order, actor: null })
      : reject('PROCESSING_ERROR', refusal);
    if (result.kind === 'accepted') return;
    const { command, id } = order;
    if (command.type === 'CorrelateMessage') this.#missMessage(siblingKey(target, command.subscription), result.code);
    else if (command.type === 'Continue' && result.code !== 'NOT_FOUND') {
      const report: Command = { type: 'ReportFault', errorMessage: result.message };
      await this.#decideCommand(transaction, target, { id: `${id}:fault`, actor: null, command: report });
    }
  }

  /** A message that came too late for its subscription looks for another one. */
  #missMessage(subscription: bigint, code: RejectionCode): void {
    const subscriptions = code === 'NOT_FOUND' ? this.#missed : this.#refused;
    subscriptions.push(subscription);
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
        return this.#decideCommand(transaction, submission.stream, submission);
    }
  }

  async #create(transaction: Queryable, entry: Entry, submission: CreateSubmission): Promise<Result> {
    const definition = await this.#options.catalog.find(transaction, submission.definition);
    if (definition === undefined) return noDefinition(submission);
    const stream = entry.stream ?? 0n;
    this.cases.set(stream, unbornCase());
    const command: Command = { type: 'CreateCase', definition, ...submission.create };
    const result = await this.#decideCommand(transaction, stream, { ...submission, command });
    if (result.kind === 'rejected') this.cases.delete(stream);
    return result;
  }

  async #publish(transaction: Queryable, entry: Entry, submission: PublishSubmission): Promise<Result> {
    const stream = entry.stream ?? 0n;
    const { type: _type, ...message } = submission.message;
    const pair = { name: message.name, correlationKey: message.correlationKey };
    if (message.messageId !== null) {
      const pending = this.#published.find((other) => other.timeToLiveMs > 0 && other.messageId === message.messageId && other.name === pair.name && other.correlationKey === pair.correlationKey);
      const refused = pending === undefined ? await refuseBufferedIds(transaction, message, instantText(this.#now)) : duplicateMessage(message.messageId);
      if (refused !== undefined) return refused;
    }
    const events = [{ type: 'MessagePublished' as const, ...message }];
    this.#steps.add(
      this.#content(stream, 0, { order: submission, at: this.#now, command: submission.message, definition: null, events }),
      null,
      {},
    );
    this.#published.push({ ...message, key: stream, at: this.#now });
    return { kind: 'accepted', stream, seq: 0, events: events as never, repeated: false };
  }

  /** Decides and journals one command of a case; the case's state is the one after it. */
  async #decideCommand(transaction: Queryable, stream: bigint, order: Order): Promise<Result> {
    const hot = this.cases.get(stream);
    if (hot === undefined) return reject('NOT_FOUND', missingCase(order.command, stream));
    const { catalog } = this.#options;
    const definition = order.command.type === 'CreateCase' ? order.command.definition : hot.state.definition;
    if (definition === null) return reject('NOT_FOUND', missingCase(order.command, stream));
    const executable = await this.#executable(transaction, definition);
    const at = Math.max(this.#now, hot.state.now);
    let answers: Answers = executable.questions === undefined ? {} : await catalog.answer(transaction, executable.questions);
    for (let asked = 0; asked < needsMax; asked += 1) {
      const current = this.cases.get(stream) ?? hot;
      const decision = await this.#tryDecide(transaction, { stream, hot: current, executable, command: order.command, at, answers });
      if (decision.kind === 'rejected') return { ...decision, message: renderKeys(decision.message, stream) };
      if (decision.kind === 'accepted') return this.#accept(stream, current, { order, at, definition, answers, events: decision.events });
      answers = { ...answers, ...(await catalog.answer(transaction, decision.questions)) };
    }
    return reject('PROCESSING_ERROR', `Expected to decide with at most ${needsMax} rounds of questions, but more were asked`);
  }

  async #executable(transaction: Queryable, definition: DefinitionRef): Promise<Executable> {
    const { catalog } = this.#options;
    return catalog.executable(definition) ?? (await catalog.prepare(transaction, definition));
  }

  async #tryDecide(transaction: Queryable, attempt: Attempt): Promise<Decision> {
    const { stream, hot, executable, command, at, answers } = attempt;
    const draft = new Draft(hot.state);
    try {
      const decision = decide(executable, draft, command, { now: at, answers, library: this.#options.catalog.library });
      if (decision.kind !== 'accepted' && draft.events.length > 0) await this.#reload(transaction, stream);
      return decision;
    } catch (error) {
      await this.#reload(transaction, stream);
      return this.#fault(stream, command, error);
    }
  }

  /** Our own bug in one command must not harm the others: it alone is refused, visibly. */
  #fault(stream: bigint, command: Command, error: unknown): Decision {
    const message = error instanceof Error ? error.message : String(error);
    this.#options.onFault?.(`Deciding ${command.type} of case ${stream} failed`, error);
    return reject('PROCESSING_ERROR', `Expected to decide ${command.type}, but the engine failed: ${message}`);
  }

  /** The draft was changed and is not wanted: the case again, from the journal and this batch's steps. */
  async #reload(transaction: Queryable, stream: bigint): Promise<void> {
    const [pending, stored] = [this.#pending.get(stream) ?? [], await loadCases(transaction, [stream], new Map())];
    const hot = stored.get(stream) ?? unbornCase();
    for (const step of pending) {
      for (const event of step.events) evolve(hot.state, event);
      endStep(hot.state, step);
      hot.head = step.hash;
    }
    this.cases.set(stream, hot);
  }

  #accept(stream: bigint, hot: HotCase, decided: Decided): Result {
    const { seq } = hot.state;
    const { at, events, order, definition, answers } = decided;
    const content = this.#content(stream, seq, { order, at, command: order.command, definition: definition.hash, events });
    const sealed = this.#steps.add(content, hot.head, answers);
    hot.head = sealed.hash;
    hot.bytes += broughtBy(sealed.payload, events);
    endStep(hot.state, { seq, at });
    this.#remember(stream, { seq, at, events, hash: hot.head });
    this.#project(stream, seq, { at, events });
    this.wakeUps.collect(stream, events, (ordinal) => hot.state.jobs[ordinal]?.jobType);
    return { kind: 'accepted', stream, seq, events, repeated: false };
  }

  #remember(stream: bigint, step: PendingStep): void {
    const steps = this.#pending.get(stream);
    if (steps === undefined) this.#pending.set(stream, [step]);
    else steps.push(step);
  }

  #project(stream: bigint, seq: number, step: { readonly at: number; readonly events: readonly Event[] }): void {
    const projection = { rows: this.#rows, caseKey: stream, at: instantText(step.at) };
    for (const event of step.events) {
      projectEvent(event, projection);
      if (event.type === 'ContinuationRequested') this.#continuations.push({ stream, seq });
      else if (event.type === 'MessageSubscriptionOpened')
        this.#subscribed.push({ name: event.messageName, correlationKey: event.correlationKey });
    }
  }

  #content(stream: bigint, seq: number, step: Content) {
    const { order, at, command, definition, events } = step;
    const { log } = this.#options;
    const { id, actor, onBehalfOf } = order;
    const base = { log, stream: String(stream), seq, at, id, actor, command, definition, kernel: kernelVersion, events };
    return onBehalfOf === undefined ? base : { ...base, onBehalfOf };
  }

  async #write(transaction: Queryable): Promise<void> {
    const at = instantText(this.#now);
    await allSettledOrThrow([
      this.#steps.write(transaction, this.#options.timeline),
      writeRows(transaction, this.#rows),
      writeMessages(transaction, this.#published),
      putContinuations(transaction, this.#continuations, at),
      this.#writeSnapshots(transaction),
    ]);
    if (this.#refused.length > 0) await refuseCorrelations(transaction, this.#refused);
    const released = this.#missed.length === 0 ? [] : await releaseCorrelations(transaction, this.#missed);
    const pairs = [...this.#published, ...this.#subscribed, ...released];
    if (pairs.length === 0) return;
    await lockCorrelations(transaction, pairs);
    const published = this.#published.map((message) => message.key);
    this.wakeUps.inbox.push(...(await correlate(transaction, distinct(pairs), { at, published })));
  }

  async #writeSnapshots(transaction: Queryable): Promise<void> {
    const due = [...this.#pending.keys()].flatMap((key) => {
      const hot = this.cases.get(key);
      return hot !== undefined && isSnapshotDue(hot) ? [{ key, hot }] : [];
    });
    if (due.length === 0) return;
    const states = due.map(({ hot }) => snapshotOf(hot.state, sha256));
    for (const [index, { hot }] of due.entries()) {
      hot.snapshotSeq = hot.state.seq;
      hot.snapshotBytes = states[index]?.length ?? 0;
      hot.bytes = hot.snapshotBytes;
    }
    await transaction.query(
      `insert into snapshot (stream, seq, state)
       select * from unnest($1::text::int8[], $2::text::int4[], $3::text::text[])
       on conflict (stream) do update set seq = excluded.seq, state = excluded.state`,
      [
        arrayLiteral(due.map(({ key }) => key)),
        arrayLiteral(due.map(({ hot }) => hot.state.seq)),
        arrayLiteral(states),
      ],
    );
  }
}

interface Attempt {
  readonly stream: bigint;
  readonly hot: HotCase;
  readonly executable: Executable;
  readonly command: Command;
  readonly at: number;
  readonly answers: Answers;
}

interface Decided {
  readonly order: Order;
  readonly at: number;
  readonly definition: DefinitionRef;
  readonly answers: Answers;
  readonly events: readonly Event[];
}

interface Content {
  readonly order: Identity & { readonly id: string };
  readonly at: number;
  readonly command: { readonly type: string };
  readonly definition: string | null;
  readonly events: readonly { readonly type: string }[];
}

/** Creations write to a stream that nobody else knows yet; all others must be locked. */
const existingStream = ({ submission, stream, mayRepeat }: Entry): bigint[] =>
  stream === undefined || ((submission.kind === 'create' || submission.kind === 'publish') && !mayRepeat) ? [] : [stream];

const missingCase = (command: Command, stream: bigint): string =>
  command.type === 'CancelCase'
    ? `Expected to cancel a process instance with key '${stream}', but no such process was found`
    : renderKeys(`Expected to find the case of ${command.type} with key '{key:0}', but no such case was found`, stream);

const noDefinition = ({ definition }: CreateSubmission): Result => {
  if ('key' in definition)
    return reject('NOT_FOUND', `Expected to find process definition with key '${definition.key}', but none found`);
  const version = definition.version === undefined ? '' : ` and version '${definition.version}'`;
  return reject('NOT_FOUND', `Expected to find process definition with process ID '${definition.id}'${version}, but none found`);
};

const duplicateMessage = (id: string): Result =>
  reject('ALREADY_EXISTS', `Expected to publish a new message with id '${id}', but a message with that id was already published`);

const distinct = (pairs: readonly Correlation[]): Correlation[] => [
  ...new Map(pairs.map((pair) => [`${pair.name}\u001f${pair.correlationKey}`, pair])).values(),
];
