/** Events that are raised are handled; events that are declared are handled, and the other way round. */
import { actionsOf } from '../model.ts';
import type { Statechart } from '../statechart.ts';
import type { Rule } from './rule.ts';

const handledEvents = ({ transitions }: Statechart): Set<string> =>
  new Set([...transitions.values()].flatMap(({ trigger }) => (trigger.kind === 'event' ? [trigger.name] : [])));

export const knownEvents: Rule = (chart, compiling) => {
  const { events, internalEvents } = chart;
  const handled = handledEvents(chart);
  for (const state of chart.model.states)
    for (const action of actionsOf(state))
      if (action.kind === 'raise' && !handled.has(action.event))
        compiling.warn(state.property, `Expected a transition for '${action.event}', which is raised here, but there is none`);
  for (const event of events.keys())
    if (!handled.has(event)) compiling.warn(`events.${event}`, `Expected a transition for event '${event}', but there is none`);
  if (events.size === 0) return;
  for (const event of handled)
    if (!events.has(event) && !internalEvents.has(event))
      compiling.warn('events', `Expected 'events' to declare '${event}' too, but it does not`);
};
