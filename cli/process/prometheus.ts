/** The measurements of this process as Prometheus reads them. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../../runtime/port/metrics.ts';
import type { Workload } from '../../runtime/query/workload.ts';

export interface Prometheus extends Metrics {
  /** Counts what stands in the database whenever somebody reads, at most every few seconds. */
  watch(workload: () => Promise<Workload>): void;
  /** Adds a number that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
  text(): Promise<{ readonly type: string; readonly text: string }>;
}

const latencies = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Up to the most commands that a batch takes; those of inboxes come on top. */
const sizes = [1, 2, 5, 10, 25, 50, 100, 200, 300, 500, 1_000];

const workloadHelp: { readonly [K in keyof Workload]: readonly [name: string, help: string] } = {
  activeCases: ['acta_cases_active', 'Cases that have not ended'],
  openUserTasks: ['acta_user_tasks_open', 'User tasks that wait for people'],
  activeIncidents: ['acta_incidents_active', 'Incidents that nobody has resolved'],
  faults: ['acta_faults', 'Faults recorded by the engine, see GET /api/faults'],
  waitingTimers: ['acta_timers_waiting', 'Timers that have not fired'],
  overdueTimers: ['acta_timers_overdue', 'Timers that should have fired more than 5 s ago'],
  timerLag: ['acta_timer_lag_seconds', 'How long the timer that is most overdue has been due'],
  availableJobs: ['acta_jobs_available', 'Jobs that could be taken now'],
  leasedJobs: ['acta_jobs_leased', 'Jobs that a worker holds'],
  jobLag: ['acta_job_lag_seconds', 'How long the job that has waited most could have been taken'],
  inboxCommands: ['acta_inbox_commands', 'Commands on their way between cases'],
  inboxLag: ['acta_inbox_lag_seconds', 'How long the command that has waited most has been on its way'],
};

const keptMs = 5_000;

export const createPrometheus = (version: string, role: 'server' | 'worker'): Prometheus => {
  const registers = [new Registry()] as [Registry];
  const [registry] = registers;
  collectDefaultMetrics({ register: registry });
  new Gauge({ registers, name: 'acta_info', help: 'Always 1; says what runs', labelNames: ['version', 'role'] }).set({ version, role }, 1);
  const of = (name: string, help: string, labelNames: string[]) => new Histogram({ registers, name, help, labelNames, buckets: latencies });
  const commands = of('acta_command_duration_seconds', 'Commands, from when they are taken until their result stands in the journal', ['type', 'outcome']);
  const batches = of('acta_batch_duration_seconds', 'Batches of commands, from when they are put together until their commit', ['outcome']);
  const batchSizes = new Histogram({ registers, name: 'acta_batch_commands', help: 'Commands that a batch was about; of failed ones, that it was made of', labelNames: ['outcome'], buckets: sizes });
  const transactions = of('acta_transaction_duration_seconds', 'Transactions; most are batches of commands', ['outcome']);
  const jobs = of('acta_job_duration_seconds', 'Handlers of service jobs in this process', ['type', 'outcome']);
  const requests = of('acta_http_request_duration_seconds', 'Requests; held ones wait for work', ['method', 'route', 'status']);
  return {
    command: (type, outcome, seconds) => commands.observe({ type, outcome }, seconds),
    batch: (outcome, size, seconds) => {
      batches.observe({ outcome }, seconds);
      batchSizes.observe({ outcome }, size);
    },
    transaction: (outcome, seconds) => transactions.observe({ outcome }, seconds),
    job: (type, outcome, seconds) => jobs.observe({ type, outcome }, seconds),
    request: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    gauge: (name, help, read) => void new Gauge({ registers, name, help, collect() { this.set(read()); } }),
    watch: (workload) => watchWorkload(registers, workload),
    text: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
};

/** A database that cannot be reached leaves these out, and a counter says so. */
const watchWorkload = (registers: [Registry], read: () => Promise<Workload>): void => {
  const failures = new Counter({ registers, name: 'acta_scrape_failures_total', help: 'Times that the database could not be asked for these numbers' });
  let asked: { readonly at: number; readonly workload: Promise<Workload | undefined> } | undefined;
  const failed = (): undefined => {
    failures.inc();
    return undefined;
  };
  const ask = (): Promise<Workload | undefined> => {
    if (asked === undefined || performance.now() - asked.at > keptMs) asked = { at: performance.now(), workload: read().catch(failed) };
    return asked.workload;
  };
  for (const [key, [name, help]] of Object.entries(workloadHelp))
    new Gauge({
      registers, name, help,
      async collect() {
        const workload = await ask();
        if (workload === undefined) this.reset();
        else this.set(workload[key as keyof Workload]);
      },
    });
};
