/** What is asked of the timers that start cases of a process. */
import type { DefinitionRef } from '../case/command.ts';
import type { Ordinal } from '../stream/key.ts';
import type { Schedule } from '../work/timer.ts';

export interface StartTimer extends Schedule {
  /** Id of the start event. */
  readonly event: string;
}

export type ScheduleCommand =
  /** Of a deployment: a new version's timers, instead of those of the version before. */
  | { readonly type: 'ReplaceStartTimers'; readonly definition: DefinitionRef; readonly timers: readonly StartTimer[] }
  | { readonly type: 'FireStartTimer'; readonly timer: Ordinal };

export type ScheduleEvent =
  | {
      readonly type: 'StartTimerScheduled';
      readonly ordinal: Ordinal;
      readonly definition: DefinitionRef;
      readonly event: string;
      /** Epoch ms. */
      readonly due: number;
      /** Repetitions left after this one; absent: none, -1: without end. */
      readonly repetitions?: number;
      /** ISO 8601 duration of the cycle. */
      readonly interval?: string;
    }
  /** `case`: key of the case that begins, a decimal string. */
  | { readonly type: 'StartTimerFired'; readonly ordinal: Ordinal; readonly case: string }
  | { readonly type: 'StartTimerCanceled'; readonly ordinal: Ordinal };
