/** Which wake-ups follow from events: a pure derivation, used after the commit. */
import { siblingKey, type Event } from '../../engine/case/index.ts';
import type { WakeUps } from '../port/wake.ts';

export class WakeUpCollector implements WakeUps {
  readonly jobs = new Map<string, bigint[]>();
  readonly timers: { key: bigint; due: number }[] = [];
  readonly inbox: bigint[] = [];

  /** `jobType` finds the type of a job that was created in an earlier step. */
  collect(caseKey: bigint, events: readonly Event[], jobType: (ordinal: number) => string | undefined): void {
    for (const event of events) {
      if (event.type === 'JobCreated') this.#job(event.jobType, siblingKey(caseKey, event.ordinal));
      else if (event.type === 'JobOffered' || event.type === 'JobRetriesUpdated' || isDueRetry(event)) {
        const type = jobType(event.ordinal);
        if (type !== undefined) this.#job(type, siblingKey(caseKey, event.ordinal));
      } else if (event.type === 'TimerScheduled')
        this.timers.push({ key: siblingKey(caseKey, event.ordinal), due: event.due });
      else if (event.type === 'ContinuationRequested') this.inbox.push(caseKey);
    }
  }

  get isEmpty(): boolean {
    return this.jobs.size === 0 && this.timers.length === 0 && this.inbox.length === 0;
  }

  #job(type: string, key: bigint): void {
    const keys = this.jobs.get(type);
    if (keys === undefined) this.jobs.set(type, [key]);
    else keys.push(key);
  }
}

/** A failed job with retries left; when it has a back-off, the worker finds it not yet due and asks again later. */
const isDueRetry = (event: Event): event is Extract<Event, { type: 'JobFailed' }> =>
  event.type === 'JobFailed' && event.retries > 0;
