/** Events that are raised are handled; events that are declared are handled, and the other way round. */
import { actionsOf, type Blueprint } from '../model.ts';
import { allStates, type Rule } from './rule.ts';

const handledEvents = ({ transitions }: Blueprint): Set<string> =>
  new Set([...transitions.values()].flatMap(({ trigger }) => (trigger.kind === 'event' ? [trigger.name] : [])));

export const knownEvents: Rule = (blueprint, compiling) => {
  const { events, internalEvents } = blueprint;
  const handled = handledEvents(blueprint);
  for (const state of allStates(blueprint))
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
