/** What the steps of one batch bring to the database: their records, the rows that follow from them, and whom to wake. */
import { instantText, type SealedStep } from '../../engine/journal/index.ts';
import { kernelVersion, type Answers, type Event, type Rejection, type RejectionCode } from '../../engine/case/index.ts';
import { correlate, lockCorrelations, refuseCorrelations, releaseCorrelations, type Correlation } from '../message/correlate.ts';
import { duplicateMessage, refuseBufferedIds, writeMessages, type PublishedMessage } from '../message/published-messages.ts';
import type { Queryable } from '../port/database.ts';
import { allSettledOrThrow, writeRows } from '../postgres/write-rows.ts';
import { projectEvent } from '../projection/project-case.ts';
import { projectionRows } from '../projection/projection-rows.ts';
import type { HotCase } from './case-cache.ts';
import { putContinuations, type Continuation } from './inbox.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { StepWriter } from './step-writer.ts';
import type { Identity, PublishSubmission } from './submission.ts';
import { WakeUpCollector } from './wake-ups.ts';

/** Who asked for a step, and what for. */
export interface Order<Command = { readonly type: string }> extends Identity {
  readonly id: string;
  readonly command: Command;
}

export interface CaseStep {
  readonly order: Order;
  /** Epoch ms. */
  readonly at: number;
  /** Hash of the definition that decided. */
  readonly definition: string;
  readonly answers: Answers;
  readonly events: readonly Event[];
}

export class BatchWrites {
  readonly wakeUps = new WakeUpCollector();
  readonly #options: Pick<PipelineOptions, 'log' | 'timeline'>;
  /** Epoch ms. */
  readonly #now: number;
  readonly #rows = projectionRows();
  readonly #steps = new StepWriter();
  readonly #continuations: Continuation[] = [];
  readonly #published: PublishedMessage[] = [];
  readonly #subscribed: Correlation[] = [];
  /** Subscriptions that were closed when their message came, and those whose case could not take it. */
  readonly #missed: bigint[] = [];
  readonly #refused: bigint[] = [];

  constructor(options: Pick<PipelineOptions, 'log' | 'timeline'>, now: number) {
    this.#options = options;
    this.#now = now;
  }

  /** The next step of a case, whose events its state already has; the case is as it was otherwise. */
  addStep(stream: bigint, { state, head }: HotCase, step: CaseStep): SealedStep {
    const { seq } = state;
    this.#project(stream, seq, step);
    this.wakeUps.collect(stream, step.events, (ordinal) => state.jobs[ordinal]?.jobType);
    return this.#steps.add(this.#content(stream, seq, step), head, step.answers);
  }

  /** A message is a stream of one step. */
  addMessage(stream: bigint, { message: command, ...submission }: PublishSubmission): readonly Event[] {
    const { type: _type, ...message } = command;
    const events = [{ type: 'MessagePublished' as const, ...message }];
    this.#steps.add(this.#content(stream, 0, { order: { ...submission, command }, at: this.#now, definition: null, events }), null, {});
    this.#published.push({ ...message, key: stream, at: this.#now });
    return events as never;
  }

  /** Why a message may not be published: another one with its id is buffered. */
  async refuseMessage(transaction: Queryable, message: PublishSubmission['message']): Promise<Rejection | undefined> {
    const { name, correlationKey, messageId } = message;
    if (messageId === null) return undefined;
    const isSame = (other: PublishedMessage): boolean =>
      other.timeToLiveMs > 0 && other.messageId === messageId && other.name === name && other.correlationKey === correlationKey;
    return this.#published.some(isSame) ? duplicateMessage(messageId) : refuseBufferedIds(transaction, { name, correlationKey, messageId }, instantText(this.#now));
  }

  /** A message that came too late for its subscription looks for another one. */
  missMessage(subscription: bigint, code: RejectionCode): void {
    const subscriptions = code === 'NOT_FOUND' ? this.#missed : this.#refused;
    subscriptions.push(subscription);
  }

  async write(transaction: Queryable): Promise<void> {
    await allSettledOrThrow([
      this.#steps.write(transaction, this.#options.timeline),
      writeRows(transaction, this.#rows),
      writeMessages(transaction, this.#published),
      putContinuations(transaction, this.#continuations, instantText(this.#now)),
    ]);
  }

  /** After everything is written: messages and subscriptions that were waiting for each other. */
  async correlate(transaction: Queryable): Promise<void> {
    if (this.#refused.length > 0) await refuseCorrelations(transaction, this.#refused);
    const released = this.#missed.length === 0 ? [] : await releaseCorrelations(transaction, this.#missed);
    const pairs = [...this.#published, ...this.#subscribed, ...released];
    if (pairs.length === 0) return;
    await lockCorrelations(transaction, pairs);
    const published = this.#published.map((message) => message.key);
    this.wakeUps.inbox.push(...(await correlate(transaction, distinct(pairs), { at: instantText(this.#now), published })));
  }

  #project(stream: bigint, seq: number, { at, events }: CaseStep): void {
    const projection = { rows: this.#rows, caseKey: stream, at: instantText(at) };
    for (const event of events) {
      projectEvent(event, projection);
      if (event.type === 'ContinuationRequested') this.#continuations.push({ stream, seq });
      else if (event.type === 'MessageSubscriptionOpened')
        this.#subscribed.push({ name: event.messageName, correlationKey: event.correlationKey });
    }
  }

  #content(stream: bigint, seq: number, { order, at, definition, events }: Content) {
    const { id, actor, onBehalfOf, command } = order;
    const base = { log: this.#options.log, stream: String(stream), seq, at, id, actor, command, definition, kernel: kernelVersion, events };
    return onBehalfOf === undefined ? base : { ...base, onBehalfOf };
  }
}

interface Content {
  readonly order: Order;
  readonly at: number;
  readonly definition: string | null;
  readonly events: readonly { readonly type: string }[];
}

const distinct = (pairs: readonly Correlation[]): Correlation[] => [
  ...new Map(pairs.map((pair) => [`${pair.name}\u001f${pair.correlationKey}`, pair])).values(),
];
