/** What the steps of one batch bring to the database: their records, the rows that follow from them, commands for other streams, and whom to wake. */
import { CanonicalTexts, instantText, type SealedStep, type StepContent } from '../../engine/journal/index.ts';
import { engineVersions, type Answers, type OutgoingCommand, type Typed, type Warning } from '../../engine/stream/index.ts';
import { BornJobs } from '../job/born-jobs.ts';
import { Outbox } from '../outbox/inbox.ts';
import type { Clock } from '../port/clock.ts';
import type { Queryable } from '../port/database.ts';
import { allSettledOrThrow, writeRows } from '../postgres/write-rows.ts';
import { projectionRows } from '../projection/projection-rows.ts';
import { nextSeq, type HotStream } from './hot-streams.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import type { Asked } from './stream-decider.ts';
import { StepWriter } from './step-writer.ts';
import { WakeUpCollector } from './wake-ups.ts';

/** A step that was decided. */
export interface DecidedStep {
  readonly asked: Asked;
  /** Epoch ms. */
  readonly at: number;
  /** Hash of the definition that decided. */
  readonly definition: string | null;
  readonly answers: Answers;
  readonly warnings: readonly Warning[];
  readonly events: readonly Typed[];
}

type WriteOptions = Pick<PipelineOptions, 'kinds' | 'localJobs' | 'log' | 'past' | 'zone'>;

export class BatchWrites {
  readonly bornJobs: BornJobs;
  readonly wakeUps: WakeUpCollector;
  readonly outbox = new Outbox();
  readonly #options: WriteOptions;
  readonly #clock: Clock;
  readonly #rows = projectionRows();
  readonly #steps: StepWriter;
  /** Values are written once, for the journal and for rows. */
  readonly #texts = new CanonicalTexts();

  constructor(options: WriteOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.bornJobs = new BornJobs(options.localJobs);
    this.wakeUps = new WakeUpCollector(this.bornJobs);
    this.#steps = new StepWriter(options.kinds.shapes);
  }

  /** The next step of a stream, whose events its state already has; the stream is as it was otherwise. */
  addStep(stream: bigint, hot: HotStream, step: DecidedStep): SealedStep {
    const { kind, state, head } = hot;
    const projection = { rows: this.#rows, stream, at: instantText(step.at), texts: this.#texts };
    for (const event of step.events) kind.project(event, projection, step.asked.command);
    kind.wakeUps?.(this.wakeUps, stream, step.events, state);
    return this.#steps.add(this.#content(stream, nextSeq(hot), step), head, { answers: step.answers, texts: this.#texts });
  }

  /** Commands that follow from step `seq` of the stream. */
  send(stream: bigint, seq: number, commands: readonly OutgoingCommand[]): void {
    if (commands.length > 0) this.outbox.send(stream, seq, commands);
  }

  async write(transaction: Queryable): Promise<void> {
    const now = this.#clock.now();
    this.bornJobs.lease(this.#rows, now, (type, key) => this.wakeUps.job(type, key));
    await allSettledOrThrow([
      this.#steps.write(transaction, this.#options.past.timeline),
      writeRows(transaction, this.#rows),
      this.outbox.write(transaction, instantText(now)),
    ]);
  }

  #content(stream: bigint, seq: number, { asked, at, definition, warnings, events }: DecidedStep): StepContent {
    const { id, actor, onBehalfOf, command } = asked;
    const { log, zone } = this.#options;
    const base = { log, zone, stream: String(stream), seq, at, id, actor, command, definition, versions: engineVersions, events };
    return {
      ...base,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      ...(warnings.length === 0 ? {} : { warnings }),
    };
  }
}
