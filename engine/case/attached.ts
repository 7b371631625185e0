/** Taking away what an element instance waits for: its tasks, jobs, timers, subscriptions, incidents. */
import type { Draft } from './draft.ts';
import type { Ordinal } from '../stream/key.ts';

/** Cancels all that is attached to the element instance, each by its own event, in order of creation. */
export const cancelAttached = (draft: Draft, instance: Ordinal): void => {
  const { state } = draft;
  for (const ordinal of state.elements[instance]?.attached.slice() ?? []) {
    if (state.userTasks[ordinal] !== undefined) draft.emit({ type: 'UserTaskCanceled', ordinal });
    else if (state.jobs[ordinal] !== undefined) draft.emit({ type: 'JobCanceled', ordinal });
    else if (state.timers[ordinal] !== undefined) draft.emit({ type: 'TimerCanceled', ordinal });
    else if (state.subscriptions[ordinal] !== undefined)
      draft.emit({ type: 'MessageSubscriptionClosed', ordinal });
    else if (state.incidents[ordinal] !== undefined) draft.emit({ type: 'IncidentResolved', ordinal });
  }
};
