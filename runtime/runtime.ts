/** One process's engine over one database: what servers, workers and tests compose. */
import { DefinitionCatalog } from './definition/definition-catalog.ts';
import { deploy, type Deployment } from './definition/deploy.ts';
import type { Resource } from './definition/deployable.ts';
import type { Rejection } from '../engine/case/index.ts';
import { CaseNumbers } from './pipeline/case-numbers.ts';
import type { PipelineOptions } from './pipeline/pipeline-options.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import { measuredDatabase } from './measure/measured-database.ts';
import { MeasuredPipeline } from './measure/measured-pipeline.ts';
import type { Identity } from './pipeline/submission.ts';
import { systemClock, type Clock } from './port/clock.ts';
import type { Database } from './port/database.ts';
import { noMetrics, type Metrics } from './port/metrics.ts';
import type { Wake } from './port/wake.ts';

export interface Runtime {
  readonly database: Database;
  readonly pipeline: Pipeline;
  readonly catalog: DefinitionCatalog;
  readonly clock: Clock;
  /** Names this installation's journal. */
  readonly log: string;
  readonly timeline: number;
  /** IANA name of the time zone of this installation. */
  readonly zone: string;
  /** `within`: a database of the same content whose transaction does more, see `idempotency/once.ts`. */
  deploy(resources: readonly Resource[], order: Identity & { readonly id: string }, within?: Database): Promise<Deployment | Rejection>;
  /** Ends what was taken; the database is closed by whoever opened it. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  /** Migrated. */
  readonly database: Database;
  readonly wake?: Wake;
  readonly clock?: Clock;
  /** Default UTC. */
  readonly zone?: string;
  readonly metrics?: Metrics;
  readonly limits?: Pick<PipelineOptions, 'batchMax' | 'waitingMax' | 'waitingBytesMax' | 'patienceMs' | 'hotCasesMax' | 'hotBytesMax'>;
  readonly onFault?: PipelineOptions['onFault'];
}

const noWake: Wake = { wake: () => undefined };

export const openRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const { wake = noWake, clock = systemClock, zone = 'UTC', metrics = noMetrics, limits = {}, onFault } = options;
  const database = metrics === noMetrics ? options.database : measuredDatabase(options.database, metrics);
  const [installation] = await database.query<{ log: string; timeline: number }>('select log, timeline from installation');
  if (installation === undefined) throw new Error('Expected a migrated database, but it has no installation');
  const { log, timeline } = installation;
  const catalog = new DefinitionCatalog();
  const numbers = new CaseNumbers(database);
  const fault = recordFaults(database, onFault);
  const pipeline = new MeasuredPipeline({ database, catalog, clock, wake, log, timeline, onFault: fault, ...limits }, metrics);
  return {
    database, pipeline, catalog, clock, log, timeline, zone,
    deploy: async (resources, order, within = database) => {
      const deployment = await deploy({ database: within, numbers, clock, log, timeline }, { ...order, resources });
      if (deployment.kind === 'deployed') catalog.forgetLatest();
      return deployment;
    },
    close: () => pipeline.close(),
  };
};

/** Faults are visible to operators in their table, and to whoever composes in `onFault`. */
const recordFaults =
  (database: Database, onFault: PipelineOptions['onFault']) =>
  (message: string, error: unknown): void => {
    onFault?.(message, error);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // Recording is best effort: the command's rejection has told the caller already.
    setImmediate(() => {
      database
        .query('insert into fault (command, message) values ($1, $2)', [message, text.replaceAll('\u0000', '')])
        .catch((failure: unknown) => onFault?.('Recording a fault failed', failure));
    });
  };
