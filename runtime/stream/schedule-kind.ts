/** The timers that start cases, in the runtime: found and fired like those of cases. */
import { scheduleStream, type ScheduleCommand, type ScheduleEvent, type ScheduleState } from '../../engine/schedule/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import type { Projection } from '../projection/projection.ts';
import type { Prepared, StreamKind } from './stream-kind.ts';

const prepared: Prepared<undefined> = { model: undefined, definition: null };

const project = (event: ScheduleEvent, { rows, stream }: Projection): void => {
  const key = siblingKey(stream, event.ordinal);
  if (event.type === 'StartTimerScheduled') rows.startTimers.put(key, { key, definitionKey: event.definition.key, elementId: event.event, dueAt: new Date(event.due).toISOString() });
  else rows.startTimers.delete(key, { key });
};

export const scheduleKind: StreamKind<ScheduleState, ScheduleCommand, ScheduleEvent, undefined> = {
  decider: scheduleStream,
  prepare: () => prepared,
  project,
  wakeUps: (collector, stream, events) => {
    for (const event of events) if (event.type === 'StartTimerScheduled') collector.timers.push({ key: siblingKey(stream, event.ordinal), due: event.due });
  },
};
