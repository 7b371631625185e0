/** Decides the commands of streams, one after the other, each on what those before it have left. */
import {
  decideOn, questionId, reject, renderSentence, type Answers, type Decision, type Facts, type Need, type Order, type OutgoingCommand, type Question, type Rejection, type Typed,
} from '../../engine/stream/index.ts';
import { closeBrokenCase } from '../../engine/case/index.ts';
import { ResourceError } from '../library/definition-library.ts';
import type { Clock } from '../port/clock.ts';
import type { Queryable } from '../port/database.ts';
import { parkJobs } from '../job/park-jobs.ts';
import { readOpenThings } from '../query/open-things.ts';
import type { BatchStreams } from './batch-streams.ts';
import type { BatchWrites } from './batch-writes.ts';
import { brokenSentence, headBehind, isClosing, type BrokenStream } from './broken-streams.ts';
import { HeldBackError, holdingBack } from './held-back.ts';
import { broughtBy, newStream, nextSeq, type HotStream } from './hot-streams.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { refuse, type Refused, type Result } from './submission.ts';
import type { Prepared } from '../stream/stream-kind.ts';

/** Rounds of questions that one command may ask. */
const needsMax = 64;

/** Who asked for a step, and what for. */
export interface Asked extends Order {
  readonly command: Typed;
}

type DeciderOptions = Pick<PipelineOptions, 'kinds' | 'answers' | 'library' | 'log' | 'zone' | 'readers' | 'onFault'>;

/** What one batch may cost before the rest waits for the next: others wait for its commit. */
const batchFeelStepsMax = 1_000_000;
const batchBytesMax = 32 << 20;
const batchEventsMax = 20_000;

export class StreamDecider {
  #feelSteps = 0;
  #bytes = 0;
  #events = 0;
  readonly #options: DeciderOptions;
  readonly #streams: BatchStreams;
  readonly #writes: BatchWrites;
  readonly #clock: Clock;

  constructor(options: DeciderOptions, streams: BatchStreams, writes: BatchWrites, clock: Clock) {
    this.#options = options;
    this.#streams = streams;
    this.#writes = writes;
    this.#clock = clock;
  }

  /** Decides and journals one command of a stream; the stream's state is the one after it. Waits only where something must be read or compiled. */
  decide(transaction: Queryable, stream: bigint, asked: Asked): Result | Promise<Result> {
    const unreadable = this.#streams.unreadable(stream);
    if (unreadable !== undefined) return this.#passedOver(stream, asked.command, unreadable);
    const broken = this.#streams.broken(stream);
    if (broken !== undefined) return this.#decideBroken(transaction, { stream, broken, asked });
    const kind = this.#options.kinds.of(asked.command.type);
    const hot = this.#streams.getOrBegin(stream, kind);
    if (hot.kind !== kind)
      return refuse('NOT_FOUND', `Expected '${stream}' to be a stream that takes ${asked.command.type}, but it is one of ${hot.kind.decider.kind}`);
    const attempt = { stream, hot, asked };
    const preparing = hot.kind.prepare(transaction, hot.state, asked.command);
    const deciding = preparing instanceof Promise
      ? preparing.then((prepared) => this.#decidePrepared(transaction, attempt, prepared))
      : this.#decidePrepared(transaction, attempt, preparing);
    if (!(deciding instanceof Promise)) return this.#decided(stream, deciding);
    return deciding.then((result) => this.#decided(stream, result));
  }

  #decided(stream: bigint, result: Result): Result {
    if (result.kind === 'rejected') this.#streams.forgetUnbegun(stream);
    return result;
  }

  #decidePrepared(transaction: Queryable, attempt: Attempt, prepared: Prepared<unknown> | Rejection): Result | Promise<Result> {
    if ('kind' in prepared) return rendered(prepared, attempt.stream);
    if (prepared.questions !== undefined && prepared.questions.length > 0) return this.#decideAsking(transaction, attempt, prepared, prepared.questions);
    const outcome = this.#outcome(attempt, prepared, {});
    return outcome.kind === 'need' ? this.#decideAsking(transaction, attempt, prepared, outcome.questions) : outcome;
  }

  async #decideAsking(transaction: Queryable, attempt: Attempt, prepared: Prepared<unknown>, first: readonly Question[]): Promise<Result> {
    let answers: Answers = {};
    let questions = first;
    for (let round = 0; round < needsMax; round += 1) {
      answers = { ...answers, ...(await this.#options.answers.answer(transaction, questions)) };
      const outcome = this.#outcome(attempt, prepared, answers);
      if (outcome.kind !== 'need') return outcome;
      ({ questions } = outcome);
    }
    return refuse('PROCESSING_ERROR', `Expected to decide with at most ${needsMax} rounds of questions, but more were asked`);
  }

  /** What was decided so far has cost what one batch may. */
  get isTired(): boolean {
    return this.#feelSteps >= batchFeelStepsMax || this.#bytes >= batchBytesMax || this.#events >= batchEventsMax;
  }

  #outcome(attempt: Attempt, prepared: Prepared<unknown>, answers: Answers): Result | Need {
    const decision = this.#tryDecide(attempt, prepared, answers);
    if (decision instanceof HeldBackError) return this.#heldBack(decision.type);
    if (decision.kind === 'need') return decision;
    return decision.kind === 'rejected' ? { ...rendered(decision, attempt.stream), decided: true } : this.#journal(attempt, prepared, decision);
  }

  /** An operator may end it; it takes nothing else. */
  async #decideBroken(transaction: Queryable, { stream, broken, asked }: { readonly stream: bigint; readonly broken: BrokenStream; readonly asked: Asked }): Promise<Result> {
    const { command } = asked;
    if (broken.isClosed) return refuse('NOT_FOUND', `Expected to decide ${command.type}, but case '${stream}' was closed`);
    if (!isClosing(command)) {
      const sentence = brokenSentence(stream, broken, command.type);
      this.#options.onFault?.(`Case ${stream} is broken`, new Error(sentence));
      await parkJobs(transaction, stream);
      return refuse('INVALID_STATE', sentence);
    }
    const { readers, kinds, log, zone } = this.#options;
    if (readers.isHeldBack?.(command) === true) return this.#heldBack(command.type);
    const { events, outgoing } = closeBrokenCase(stream, broken.seq, await readOpenThings(transaction, stream));
    const hot = { ...newStream(kinds.of(command.type)), head: headBehind(broken, { log, zone }) };
    const seq = nextSeq(hot);
    this.#writes.addStep(stream, hot, { asked, at: this.#clock.now(), definition: hot.head.definition, answers: {}, warnings: [], events });
    this.#writes.send(stream, seq, outgoing);
    this.#streams.closed(stream);
    return { kind: 'accepted', stream, seq, events, repeated: false };
  }

  #tryDecide({ stream, hot, asked }: Attempt, { model }: Prepared<unknown>, answers: Answers): Decision<Typed> | HeldBackError {
    const { id, actor, onBehalfOf, command } = asked;
    const { answers: source, library, zone, readers: { isHeldBack } } = this.#options;
    const decider = isHeldBack === undefined ? hot.kind.decider : holdingBack(hot.kind.decider, isHeldBack);
    const answer: Facts['answer'] = (question: Question) => {
      const name = questionId(question);
      return Object.hasOwn(answers, name) ? answers[name] : source.known(question);
    };
    const order: Order = onBehalfOf === undefined ? { id, actor } : { id, actor, onBehalfOf };
    try {
      return decideOn(decider, { state: hot.state, model, command }, { stream, order, now: this.#clock.now(), zone, library: library.library, answer });
    } catch (error) {
      if (error instanceof HeldBackError) return error;
      return this.#fault(stream, command, error);
    }
  }

  #journal({ stream, hot, asked }: Attempt, { definition }: Prepared<unknown>, decided: Decision<Typed> & { readonly kind: 'accepted' }): Result {
    const { events, answers, warnings, outgoing, effort } = decided;
    this.#feelSteps += effort.feelSteps;
    this.#bytes += effort.bytes;
    this.#events += events.length;
    const seq = nextSeq(hot);
    const { head, payload } = this.#writes.addStep(stream, hot, { asked, at: this.#clock.now(), definition, answers, warnings, events });
    this.#streams.addStep(stream, hot, { head, brought: broughtBy(payload, events) });
    this.#writes.send(stream, seq, outgoing);
    return { kind: 'accepted', stream, seq, events, repeated: false };
  }

  /** Tells the sender of a command that it was refused, if its kind has something to tell. */
  reply(source: bigint, stream: bigint, asked: Asked, refusal: Refused): OutgoingCommand | undefined {
    const { refused } = this.#options.kinds.of(asked.command.type).decider;
    const command = refused?.(stream, asked.command, reject(refusal.code, refusal.message));
    return command === undefined ? undefined : { target: source, command };
  }

  #heldBack(type: string): Refused {
    return { ...refuse('RESOURCE_EXHAUSTED', this.#options.readers.heldBackSentence(type)), heldBack: type };
  }

  /** Our own bug in one command must not harm the others: it alone is refused, visibly. */
  #fault(stream: bigint, command: Typed, error: unknown): Rejection {
    const message = error instanceof Error ? error.message : String(error);
    this.#options.onFault?.(`Deciding ${command.type} of stream ${stream} failed`, error);
    return reject('PROCESSING_ERROR', `Expected to decide ${command.type}, but the engine failed: ${message}`);
  }

  /** For who waits for an answer; mail stays where it is until its definition is there. @throws whatever else has gone wrong while something was read. */
  withoutDefinition(stream: bigint, command: Typed, error: unknown): Refused {
    if (!(error instanceof ResourceError)) throw error;
    return rendered(this.#fault(stream, command, error), stream);
  }

  #passedOver(stream: bigint, command: Typed, error: Error): Refused {
    this.#options.onFault?.(`Stream ${stream} is passed over`, error);
    return refuse('RESOURCE_EXHAUSTED', `Expected to decide ${command.type}, but a newer version of Acta has written to '${stream}'. Ask a server of that version`);
  }
}

interface Attempt {
  readonly stream: bigint;
  readonly hot: HotStream;
  readonly asked: Asked;
}

const rendered = ({ code, sentence }: Rejection, stream: bigint): Refused => refuse(code, renderSentence(sentence, stream));
