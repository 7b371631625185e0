/** A pipeline whose commands are measured, from when they are submitted until they have their result. */
import { secondsSince, type Metrics } from '../port/metrics.ts';
import type { PipelineOptions } from '../pipeline/pipeline-options.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import type { Result, Submission } from '../pipeline/submission.ts';

const typeOf = (submission: Submission): string => {
  switch (submission.kind) {
    case 'command': return submission.command.type;
    case 'create': return 'CreateCase';
    case 'drain': return 'TakeUpInbox';
  }
};

export class MeasuredPipeline extends Pipeline {
  readonly #metrics: Metrics;

  constructor(options: PipelineOptions, metrics: Metrics) {
    super({ ...options, onBatch: (outcome, commands, seconds) => metrics.batch(outcome, commands, seconds) });
    this.#metrics = metrics;
  }

  override async submit(submission: Submission): Promise<Result> {
    const began = performance.now();
    const type = typeOf(submission);
    try {
      const result = await super.submit(submission);
      this.#metrics.command(type, result.kind, secondsSince(began));
      return result;
    } catch (error) {
      this.#metrics.command(type, 'failed', secondsSince(began));
      throw error;
    }
  }
}
