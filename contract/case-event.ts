/** Events of the outside world, for cases of statecharts. */
import { z } from 'zod';
import { key, name } from './key.ts';
import { variables } from './variables.ts';

export const sendEvent = z.strictObject({
  event: name.meta({ description: 'Name of the event, as in the definition.' }),
  data: variables.nullable().optional(),
});

export const eventSent = z.strictObject({ caseKey: key, seq: z.int().meta({ description: 'The step that took the event.' }) });

export const acceptedEvents = z.strictObject({
  caseKey: key,
  events: z.array(z.string()).meta({ description: 'Names of events that the case would act on now.' }),
});
