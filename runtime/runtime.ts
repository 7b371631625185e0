/** One process's engine over one database: what servers, workers and tests compose. */
import { AnswerSource } from './library/answer-source.ts';
import { CaseNumbers } from './library/case-numbers.ts';
import { DefinitionLibrary } from './library/definition-library.ts';
import { deploy, type Deployment, type RefusedDeployment } from './library/deploy.ts';
import type { Resource } from './library/deployable.ts';
import type { PipelineOptions } from './pipeline/pipeline-options.ts';
import { measuredDatabase } from './measure/measured-database.ts';
import { MeasuredPipeline } from './measure/measured-pipeline.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import type { Identity } from './pipeline/submission.ts';
import { clockOf, type Clock } from './port/clock.ts';
import { compileHere, type Compiler } from './port/compiler.ts';
import { KnownPast } from './past/known-past.ts';
import type { Database } from './port/database.ts';
import { LocalJobsOf } from './port/local-jobs.ts';
import { noMetrics, type Metrics } from './port/metrics.ts';
import type { Wake } from './port/wake.ts';
import { productVersion } from './package-root.ts';
import { Readers } from './readers/readers.ts';
import { StreamKinds } from './stream/stream-kinds.ts';

export interface Runtime {
  readonly database: Database;
  /** The same database for searches and histories: they take no connections from commands, and end after a while. */
  readonly reads: Database;
  readonly pipeline: Pipeline;
  readonly library: DefinitionLibrary;
  readonly kinds: StreamKinds;
  readonly readers: Readers;
  /** Where whoever does jobs in this process says so. */
  readonly localJobs: LocalJobsOf;
  readonly clock: Clock;
  /** Names this installation's journal. */
  readonly log: string;
  /** Counts the pasts that its database has had: it is raised when that was restored or replaced. */
  readonly timeline: number;
  /** IANA name of the time zone of this installation. */
  readonly zone: string;
  deploy(resources: readonly Resource[], order: DeployRequest): Promise<Deployment | RefusedDeployment>;
  /** Ends what was taken; the database is closed by whoever opened it. */
  close(): Promise<void>;
}

export interface DeployRequest extends Identity {
  readonly id: string;
  readonly idempotencyKey?: string;
  /** Default: the runtime's. */
  readonly compiler?: Compiler;
}

export interface RuntimeOptions {
  /** Migrated. */
  readonly database: Database;
  /** Default: the same connections. */
  readonly reads?: Database;
  readonly wake?: Wake;
  /** Default: the one that the database has. */
  readonly clock?: Clock;
  /** IANA name of the installation's time zone; default UTC. */
  readonly zone?: string;
  readonly metrics?: Metrics;
  /** Default: this thread. */
  readonly compiler?: Compiler;
  readonly limits?: Pick<PipelineOptions, 'batchMax' | 'waitingMax' | 'waitingBytesMax' | 'patienceMs' | 'hotCasesMax' | 'hotBytesMax'>;
  readonly onFault?: PipelineOptions['onFault'];
  /** Told when this process may take no commands, or not write all that it could, and when it may again. */
  readonly onReaders?: (sentence: string) => void;
  /** Default: those of this release. */
  readonly kindsOf?: (library: DefinitionLibrary) => StreamKinds;
}

const noWake: Wake = { wake: () => undefined };

export const openRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const { wake = noWake, clock = clockOf(options.database), zone = 'UTC', metrics = noMetrics, limits = {}, onFault, onReaders } = options;
  const database = metrics === noMetrics ? options.database : measuredDatabase(options.database, metrics);
  const [installation] = await database.query<{ log: string; timeline: number }>('select log, timeline from installation');
  if (installation === undefined) throw new Error('Expected a migrated database, but it has no installation');
  const { log } = installation;
  const library = new DefinitionLibrary(options.compiler);
  const numbers = new CaseNumbers(database);
  const kinds = options.kindsOf?.(library) ?? new StreamKinds(library);
  const readers = new Readers({ database: options.database, shapes: kinds.shapes, version: productVersion(), clock, onChange: onReaders });
  await readers.join();
  const answers = new AnswerSource(library, numbers);
  const past = new KnownPast(installation.timeline, { library, numbers });
  const localJobs = new LocalJobsOf();
  const fault = recordFaults(database, onFault);
  const pipeline = new MeasuredPipeline({ database, kinds, library, answers, numbers, clock, wake, localJobs, log, past, zone, readers, onFault: fault, ...limits }, metrics);
  return {
    database, reads: options.reads ?? database, pipeline, library, kinds, readers, localJobs, clock, log, zone,
    get timeline() {
      return past.timeline;
    },
    deploy: async (resources, { compiler = options.compiler ?? compileHere, ...order }) => {
      const deployment = await deploy({ database, pipeline, compiler }, { ...order, resources });
      if (deployment.kind === 'deployed') library.forgetDeployed();
      return deployment;
    },
    close: async () => {
      await pipeline.close();
      await readers.leave();
    },
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
