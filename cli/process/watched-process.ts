/** Health and metrics of a process, from before it opens anything until it has stopped. */
import { productVersion } from '../../runtime/package-root.ts';
import type { Log } from '../../runtime/port/log.ts';
import { noMetrics, type Metrics } from '../../runtime/port/metrics.ts';
import { readWorkload } from '../../runtime/query/workload.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { within } from '../../runtime/within.ts';
import type { Monitoring } from '../../server/monitoring/monitoring-routes.ts';
import { startMonitoring } from '../../server/monitoring/start-monitoring.ts';
import type { Settings } from '../settings.ts';
import type { Shutdown } from '../shutdown.ts';
import { cannotListen } from './free-port.ts';
import { createPrometheus, type Prometheus } from './prometheus.ts';

const answerMs = 2_000;

export class WatchedProcess implements Monitoring {
  readonly #prometheus: Prometheus | undefined;
  #phase: 'starting' | 'working' | 'stopping' = 'starting';
  #runtime: Runtime | undefined;

  constructor(prometheus: Prometheus | undefined) {
    this.#prometheus = prometheus;
  }

  get metrics(): Metrics {
    return this.#prometheus ?? noMetrics;
  }

  over(runtime: Runtime): void {
    this.#runtime = runtime;
    this.#prometheus?.watch(() => readWorkload(runtime.database, runtime.clock.now()));
    this.#prometheus?.gauge('acta_commands_waiting', 'Commands that wait for a batch in this process', () => runtime.pipeline.waiting);
    this.#prometheus?.gauge('acta_hot_streams', 'Cases and other streams that this process keeps in memory', () => runtime.pipeline.hot.streams);
    this.#prometheus?.gauge('acta_hot_stream_bytes', 'What they take as JSON, about; as objects they take some times as much', () => runtime.pipeline.hot.bytes);
  }

  gauge(name: string, help: string, read: () => number): void {
    this.#prometheus?.gauge(name, help, read);
  }

  /** It takes work from now on, until it is asked to stop. */
  works(shutdown: Shutdown): void {
    this.#phase = 'working';
    shutdown.first(async () => void (this.#phase = 'stopping'));
  }

  async obstacle(): Promise<string | undefined> {
    if (this.#phase !== 'working') return `it is ${this.#phase}`;
    const { obstacle } = this.#runtime?.readers ?? {};
    if (obstacle !== undefined) return obstacle;
    let isThere = false;
    const asked = this.#runtime?.database.query('select 1').then(() => (isThere = true));
    if (asked !== undefined) await within(asked, answerMs);
    return isThere ? undefined : 'the database does not answer';
  }

  metricsText(): Promise<{ readonly type: string; readonly text: string }> {
    return this.#prometheus?.text() ?? Promise.resolve({ type: 'text/plain', text: '' });
  }
}

/** Listens where ACTA_MONITORING says; nothing is measured when nobody can read it. */
export const watchProcess = async (settings: Settings, role: 'server' | 'worker', { log, shutdown }: { log: Log; shutdown: Shutdown }): Promise<WatchedProcess> => {
  const { monitoring: place, monitoringPublic, allowedHosts, publicUrls } = settings;
  if (place === undefined && !monitoringPublic) return new WatchedProcess(undefined);
  const watched = new WatchedProcess(createPrometheus(productVersion(), role));
  if (place !== undefined) {
    const options = { ...place, sites: { hosts: allowedHosts, publicUrls }, monitoring: watched, log };
    const listener = await startMonitoring(options).catch((error: NodeJS.ErrnoException) => {
      throw cannotListen({ ...place, setting: 'ACTA_MONITORING' }, error);
    });
    shutdown.last(() => listener.close());
    log.info(`Health and metrics are at http://${place.host}:${place.port}/metrics`);
  }
  return watched;
};
