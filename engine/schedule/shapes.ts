/** The commands and events of start timers as they stand in the journal. An order or a default here is never changed. */
import { commandsField, optional, required, type StreamShape } from '../stream/shape.ts';
import type { ScheduleCommand, ScheduleEvent } from './command.ts';

export const scheduleShape: StreamShape<ScheduleCommand, ScheduleEvent> = {
  commands: {
    ReplaceStartTimers: ['WR', { definition: required, timers: required }],
    FireStartTimer: ['WF', { timer: required }],
  },
  events: {
    StartTimerScheduled: ['wn', { ordinal: required, definition: required, event: required, due: required, repetitions: optional, interval: optional }],
    StartTimerFired: ['wf', { ordinal: commandsField('timer'), case: required }],
    StartTimerCanceled: ['wx', { ordinal: required }],
  },
  endings: [],
};
