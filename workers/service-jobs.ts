/**
 * Queues `jobs-…`: claims the jobs that a hint names, and starts their handlers. A hint is done when
 * its handlers have been started; from then on the lease stands for the job, not BullMQ's lock.
 */
import type { ActivatedJob, HeldJob } from '../runtime/job/activated-job.ts';
import { availableLater } from '../runtime/job/available-later.ts';
import { claimJobs } from '../runtime/job/claim-jobs.ts';
import { moveLeases, releaseJobs } from '../runtime/job/job-lease.ts';
import type { LocalJobs, LocalLease } from '../runtime/port/local-jobs.ts';
import { secondsSince, type Metrics } from '../runtime/port/metrics.ts';
import { errorFields, type Log, type LogFields } from '../runtime/port/log.ts';
import type { WorkQueue } from '../runtime/queue/work-queue.ts';
import { within } from '../runtime/within.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { BpmnError } from './bpmn-error.ts';
import type { Handler, HandlerJob } from './handler.ts';
import type { HandlerRegistry, Registration } from './registry.ts';
import { completed, failed, isGone, report } from './report-outcome.ts';
import { RunningJobs, type RunningJob } from './running-jobs.ts';
import { Slots } from './slots.ts';
import { refusedForGood, tellPerson } from './tell-person.ts';

export interface ServiceJobsOptions {
  readonly runtime: Pick<Runtime, 'database' | 'pipeline' | 'clock'>;
  readonly queue: Pick<WorkQueue, 'jobsLater'>;
  readonly registry: HandlerRegistry;
  /** Name of this worker, in the journal and for operators. */
  readonly worker: string;
  /** After so long without a sign of life a job is run by another worker. Default 10 s. */
  readonly leaseMs?: number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Jobs of one claim. */
const claimMax = 50;
/** Hints for later reach so far; what is later is found by the reconciler. */
const laterMs = 60_000;
const defaultLeaseMs = 10_000;

export class ServiceJobs implements LocalJobs {
  readonly #options: ServiceJobsOptions;
  readonly #leaseMs: number;
  readonly #running: RunningJobs;
  readonly #slots = new Map<string, Slots>();
  /** Types of which all jobs are being taken: one such run per type is enough. */
  readonly #draining = new Set<string>();
  readonly #ended: (() => void)[] = [];
  #stopping = false;

  constructor(options: ServiceJobsOptions) {
    this.#options = options;
    this.#leaseMs = options.leaseMs ?? defaultLeaseMs;
    const { database, clock } = options.runtime;
    const onError = (error: Error): void => options.log.warn('Extending the leases of running jobs failed and is repeated', errorFields(error));
    this.#running = new RunningJobs({ database, clock, leaseMs: this.#leaseMs, onError });
  }

  /** Resolves when the handlers of all jobs that could be taken have been started. */
  async run(type: string, keys: readonly bigint[] | undefined): Promise<void> {
    const registration = this.#options.registry.find(type);
    if (registration === undefined) return;
    if (keys === undefined) await this.#drain(type, registration);
    else await this.#runThese(type, registration, keys);
  }

  handles(type: string): boolean {
    return !this.#stopping && this.#options.registry.find(type) !== undefined;
  }

  take(type: string): LocalLease | undefined {
    const registration = this.#options.registry.find(type);
    if (registration === undefined || this.#stopping || !this.#slotsOf(type, registration).takeNow()) return undefined;
    return { worker: this.#options.worker, timeoutMs: this.#leaseMs };
  }

  giveBack(type: string): void {
    this.#slots.get(type)?.giveBackNow();
  }

  /** Whoever waits for the commit has the answer before handlers run. */
  start(jobs: readonly HeldJob[]): void {
    if (this.#stopping) return this.#handBack(jobs);
    const started = jobs.map((job) => this.#running.start(job));
    setImmediate(() => {
      for (const running of started) this.#begin(running, { isLocal: true });
    });
  }

  /** Waits up to `graceMs` for handlers that run, then gives their jobs back. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#running.size > 0) await within(new Promise<void>((resolve) => this.#ended.push(resolve)), graceMs);
    this.#offer(await this.#running.abandon());
  }

  /** They were committed when nothing more is begun here. */
  #handBack(jobs: readonly HeldJob[]): void {
    const { runtime, log } = this.#options;
    for (const { type } of jobs) this.giveBack(type);
    releaseJobs(runtime.database, jobs, runtime.clock.now())
      .then(() => this.#offer(jobs))
      .catch((error: unknown) => log.warn('Giving back jobs failed; their leases end', errorFields(error)));
  }

  #offer(jobs: readonly HeldJob[]): void {
    const { runtime, queue } = this.#options;
    for (const { type, key } of jobs) queue.jobsLater(type, [key], runtime.clock.now());
  }

  async #runThese(type: string, registration: Registration, keys: readonly bigint[]): Promise<void> {
    const missed: bigint[] = [];
    for (let at = 0; at < keys.length && !this.#stopping; ) {
      const slots = await this.#slotsOf(type, registration).take(Math.min(claimMax, keys.length - at));
      const wanted = keys.slice(at, at + slots);
      const taken = await this.#claim(type, registration, { slots, keys: wanted });
      if (taken.size < wanted.length) missed.push(...wanted.filter((key) => !taken.has(key)));
      at += slots;
    }
    if (missed.length > 0) await this.#lookLater(type, missed);
  }

  async #drain(type: string, registration: Registration): Promise<void> {
    if (this.#draining.has(type)) return;
    this.#draining.add(type);
    try {
      for (let found = true; found && !this.#stopping; ) {
        const slots = await this.#slotsOf(type, registration).take(claimMax);
        found = (await this.#claim(type, registration, { slots })).size === slots;
      }
    } finally {
      this.#draining.delete(type);
    }
  }

  /** Starts the handlers of the jobs that could be claimed; gives back the slots of the others. */
  async #claim(type: string, registration: Registration, order: { slots: number; keys?: readonly bigint[] }): Promise<Set<bigint>> {
    const { runtime, worker } = this.#options;
    const slots = this.#slotsOf(type, registration);
    const restriction = order.keys === undefined ? {} : { keys: order.keys };
    const claim = { type, worker, max: order.slots, timeoutMs: this.#leaseMs, now: runtime.clock.now(), ...restriction };
    let jobs: ActivatedJob[] = [];
    try {
      jobs = await claimJobs(runtime.database, claim);
    } finally {
      slots.giveBack(order.slots - jobs.length);
    }
    for (const job of jobs) this.#begin(this.#running.start(job), { isLocal: false });
    return new Set(jobs.map((job) => job.key));
  }

  /** The job has a slot. */
  #begin(running: RunningJob, { isLocal }: { readonly isLocal: boolean }): void {
    const { job } = running;
    const registration = this.#options.registry.find(job.type);
    if (registration === undefined) throw new Error(`Expected a handler for jobs of type '${job.type}', but there is none`);
    const slots = this.#slotsOf(job.type, registration);
    const handler: Handler = async (task) => {
      try {
        return await registration.handler(task);
      } finally {
        slots.over();
      }
    };
    void this.#perform(running, handler)
      .catch((error: unknown) => this.#options.log.error('The outcome of a job could not be told; its lease ends and it runs again', { ...fieldsOf(job), ...errorFields(error) }))
      .finally(() => {
        slots.told();
        this.#running.end(job);
        if (isLocal) slots.giveBackNow();
        else slots.giveBack(1);
        if (this.#running.size === 0) for (const resolve of this.#ended.splice(0)) resolve();
      });
  }

  async #perform(running: RunningJob, handler: Handler): Promise<void> {
    const { job } = running;
    const { pipeline, clock } = this.#options.runtime;
    const { log, metrics } = this.#options;
    const began = performance.now();
    try {
      const outcome = completed(job, await handler(taskOf(running)));
      const result = await report(pipeline, job, outcome);
      if (result.kind !== 'accepted' && !isGone(result)) throw new Error(result.message);
      metrics.job(job.type, result.kind === 'accepted' ? 'completed' : 'lost', secondsSince(began));
    } catch (error) {
      // Without the lease another worker has the job: a failure here says nothing about it.
      if (running.isLost || !(await this.#isHeld(job))) {
        metrics.job(job.type, 'lost', secondsSince(began));
        log.warn('A job was lost to another worker while its handler ran', fieldsOf(job));
        return;
      }
      const outcome = failed(job, error, clock.now());
      metrics.job(job.type, outcome.type === 'FailJob' ? 'failed' : 'error', secondsSince(began));
      if (outcome.type === 'FailJob') log.warn('A job failed', { ...fieldsOf(job), retriesLeft: outcome.retries, ...errorFields(error) });
      const told = await report(pipeline, job, outcome);
      const refused = refusedForGood(told);
      if (refused !== undefined) await tellPerson(pipeline, job.caseKey, `The outcome of the job at '${job.elementId}' could not be told`, refused);
    }
  }

  async #isHeld(job: HeldJob): Promise<boolean> {
    const { database, clock } = this.#options.runtime;
    return (await moveLeases(database, [job], clock.now() + this.#leaseMs)).has(job.key);
  }

  /** Jobs that rest after a failure, or that another worker holds, are looked at when that ends. */
  async #lookLater(type: string, keys: readonly bigint[]): Promise<void> {
    const { runtime, queue } = this.#options;
    const later = await availableLater(runtime.database, keys, { now: runtime.clock.now(), withinMs: laterMs });
    for (const [at, due] of later) queue.jobsLater(type, due, at);
  }

  #slotsOf(type: string, { concurrency }: Registration): Slots {
    const found = this.#slots.get(type) ?? new Slots(concurrency);
    this.#slots.set(type, found);
    return found;
  }
}

const fieldsOf = (job: HeldJob): LogFields => ({ job: String(job.key), case: String(job.caseKey), type: job.type, element: job.elementId });

const taskOf = (running: RunningJob): HandlerJob => {
  const { job } = running;
  return {
    key: String(job.key),
    caseKey: String(job.caseKey),
    type: job.type,
    elementId: job.elementId,
    headers: job.headers,
    variables: job.variables,
    retries: job.retries,
    idempotencyKey: String(job.key),
    get signal() {
      return running.signal;
    },
    bpmnError: (code, message, variables) => new BpmnError(code, message, variables),
  };
};
