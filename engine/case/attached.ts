/** What an element instance waits for: its tasks, jobs, timers, subscriptions, and the incidents that it has. */
import type { Ordinal } from '../stream/key.ts';
import type { Draft } from './draft.ts';
import type { Event } from './event.ts';
import type { CaseState } from './state.ts';

/** By table, how a thing of it ends when its element does. */
const cancellations = {
  userTasks: 'UserTaskCanceled',
  jobs: 'JobCanceled',
  timers: 'TimerCanceled',
  subscriptions: 'MessageSubscriptionClosed',
  signals: 'SignalSubscriptionClosed',
  conditions: 'ConditionClosed',
  calls: 'CallCanceled',
  incidents: 'IncidentResolved',
} as const satisfies { readonly [table in keyof CaseState]?: Event['type'] };

type Attached = keyof typeof cancellations;
const tables = Object.keys(cancellations) as Attached[];

/** Takes all of it away, each by its own event, in order of creation. */
export const cancelAttached = (draft: Draft, instance: Ordinal): void => {
  const { state } = draft;
  const found: [Ordinal, Attached][] = [];
  for (const table of tables)
    if (state[table].count(instance) > 0) for (const [ordinal] of state[table].in(instance)) found.push([ordinal, table]);
  if (found.length > 1) found.sort(([a], [b]) => a - b);
  for (const [ordinal, table] of found) draft.emit({ type: cancellations[table], ordinal });
};

/** Ends every element and the case with them; inner elements are younger than those around them. */
export const terminateAll = (draft: Draft): void => {
  for (const [ordinal] of draft.state.elements.entries().toReversed()) {
    if (ordinal === 0) continue;
    cancelAttached(draft, ordinal);
    draft.emit({ type: 'ElementTerminated', ordinal });
  }
  draft.emit({ type: 'CaseTerminated' });
};
