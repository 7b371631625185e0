/** Which wake-ups follow from events: a pure derivation, used after the commit. */
import type { CaseState, Event } from '../../engine/case/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import type { BornJobs } from '../job/born-jobs.ts';
import type { WakeUps } from '../port/wake.ts';

export class WakeUpCollector implements WakeUps {
  readonly jobs = new Map<string, bigint[]>();
  readonly timers: { key: bigint; due: number }[] = [];

  readonly #bornJobs: BornJobs;

  /** `bornJobs`: those of which nobody need be told. */
  constructor(bornJobs: BornJobs) {
    this.#bornJobs = bornJobs;
  }

  /** `state`: with the events. */
  collectCase(caseKey: bigint, events: readonly Event[], state: CaseState): void {
    for (const event of events) {
      if (event.type === 'JobCreated') {
        if (!this.#bornJobs.add(caseKey, event, state)) this.job(event.jobType, siblingKey(caseKey, event.ordinal));
      } else if (event.type === 'JobOffered' || event.type === 'JobRetriesUpdated' || isDueRetry(event)) {
        const type = state.jobs.get(event.ordinal)?.jobType;
        if (type !== undefined) this.job(type, siblingKey(caseKey, event.ordinal));
      } else if (event.type === 'TimerScheduled')
        this.timers.push({ key: siblingKey(caseKey, event.ordinal), due: event.due });
    }
  }

  get isEmpty(): boolean {
    return this.jobs.size === 0 && this.timers.length === 0;
  }

  job(type: string, key: bigint): void {
    const keys = this.jobs.get(type);
    if (keys === undefined) this.jobs.set(type, [key]);
    else keys.push(key);
  }
}

/** A failed job with retries left; when it has a back-off, the worker finds it not yet due and asks again later. */
const isDueRetry = (event: Event): event is Extract<Event, { type: 'JobFailed' }> =>
  event.type === 'JobFailed' && event.retries > 0;
