/** Events of the outside world, for cases of statecharts. */
import { z } from 'zod';
import { key, name } from './key.ts';
import { variables } from './variables.ts';

export const sendEvent = z.strictObject({
  event: name.meta({ description: 'Name of the event, as in the definition.' }),
  data: variables.nullable().optional(),
});

export const eventSent = z.strictObject({ caseKey: key, seq: z.int().meta({ description: 'The step that took the event.' }) });

/** Text for people: one, or one per language. */
const text = z.union([z.string(), z.record(z.string(), z.string())]);

export const acceptedEvents = z.strictObject({
  caseKey: key,
  dialect: z.enum(['bpmn', 'statechart']).meta({ description: 'Only statecharts take events.' }),
  events: z.array(
    z.strictObject({
      event: z.string(),
      title: text.nullable(),
      description: text.nullable(),
      formId: z.string().nullable(),
      states: z.array(z.string()).meta({ description: 'Paths of active states with a transition for it, the innermost first.' }),
      guards: z.array(z.string()).meta({ description: 'One of these must hold; empty: some transition has no guard.' }),
    }),
  ),
});
