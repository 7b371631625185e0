import { z } from 'zod';
import { key } from './key.ts';
import { processInstanceConditions } from './process-instance.ts';
import { withAlternatives } from './search.ts';

export const elementStatistics = z.strictObject({
  items: z.array(
    z
      .strictObject({
        elementId: z.string(),
        active: z.int().meta({ description: 'Without those that an incident holds up.' }),
        canceled: z.int(),
        incidents: z.int(),
        completed: z.int(),
      })
      .meta({ id: 'ElementStatistics' }),
  ),
});

const { processDefinitionId: _id, processDefinitionKey: _key, ...conditions } = processInstanceConditions;

/** Which cases of the definition to count. */
export const definitionStatistics = z.strictObject({
  filter: withAlternatives(conditions).optional(),
});

/** From the root to the case, one for each call. */
export const callHierarchy = z.array(
  z.strictObject({ processInstanceKey: key, processDefinitionKey: key, processDefinitionName: z.string() }),
);
