/** The door to the timers that start cases. */
export type { ScheduleCommand, ScheduleEvent, StartTimer } from './command.ts';
export { scheduleStream, scheduleStreamOf, type ScheduleState } from './schedule-stream.ts';
export { scheduleShape } from './shapes.ts';
