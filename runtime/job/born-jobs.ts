/** Jobs that a batch creates and that handlers of this process begin with after its commit. */
import { randomBytes } from 'node:crypto';
import { instantText } from '../../engine/journal/index.ts';
import { visibleVariables, type CaseState, type EventOf } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { siblingKey, streamKeyOf } from '../../engine/stream/index.ts';
import type { LocalJobs } from '../port/local-jobs.ts';
import type { ProjectionRows } from '../projection/projection-rows.ts';
import type { HeldJob } from './activated-job.ts';

interface Born {
  readonly key: bigint;
  readonly event: EventOf<'JobCreated'>;
  /** As the batch leaves it in the end. */
  readonly state: CaseState;
}

/** A handler may do with its variables what it likes: the state's are not its. */
const copyOf = (variables: JsonObject): JsonObject => JSON.parse(JSON.stringify(variables)) as JsonObject;

export class BornJobs {
  readonly #local: LocalJobs;
  readonly #born: Born[] = [];
  #held: HeldJob[] = [];

  constructor(local: LocalJobs) {
    this.#local = local;
  }

  get held(): readonly HeldJob[] {
    return this.#held;
  }

  /** false: nobody here does such jobs. */
  add(caseKey: bigint, event: EventOf<'JobCreated'>, state: CaseState): boolean {
    if (!this.#local.handles(event.jobType)) return false;
    this.#born.push({ key: siblingKey(caseKey, event.ordinal), event, state });
    return true;
  }

  /** After the last decision of the batch: gives rows the leases with which they are born. `others` hears of jobs for which no place is free. `now`: epoch ms. */
  lease(rows: ProjectionRows, now: number, others: (type: string, key: bigint) => void): void {
    if (this.#born.length === 0) return;
    const lease = randomBytes(12).toString('base64url');
    for (const { key, event, state } of this.#born) {
      const { ordinal, jobType, headers, element, instance } = event;
      const job = state.jobs.get(ordinal);
      // Gone again, or at rest after a failure.
      if (job === undefined || job.retries !== event.retries || job.retries === 0) continue;
      const taken = this.#local.take(jobType);
      if (taken === undefined) {
        others(jobType, key);
        continue;
      }
      const { worker, timeoutMs } = taken;
      const deadline = now + timeoutMs;
      rows.jobs.bear(key, { lease, worker, availableAt: instantText(deadline) });
      const variables = copyOf(visibleVariables(state, instance));
      this.#held.push({ key, type: jobType, caseKey: streamKeyOf(key), elementId: element, headers, retries: job.retries, createdAt: now, worker, lease, deadline, variables });
    }
  }

  /** The batch is committed. */
  start(): void {
    if (this.#held.length > 0) this.#local.start(this.#held);
    this.#held = [];
  }

  /** The batch is not committed, or nobody knows: their leases run out. */
  giveBack(): void {
    for (const { type } of this.#held) this.#local.giveBack(type);
    this.#held = [];
  }
}
