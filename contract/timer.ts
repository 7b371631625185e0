import { z } from 'zod';
import { dateTimeFilter, keyFilter, textFilter } from './filter.ts';
import { instant, key } from './key.ts';
import { searchRequest, searchResult } from './search.ts';

export const timer = z
  .strictObject({
    timerKey: key,
    dueDate: instant,
    elementId: z.string(),
    elementInstanceKey: key,
    processInstanceKey: key,
    processDefinitionKey: key,
    processDefinitionId: z.string(),
  })
  .meta({ id: 'Timer' });

export const timerSearch = searchRequest(
  z.strictObject({
    timerKey: keyFilter.optional(),
    dueDate: dateTimeFilter.optional(),
    elementId: textFilter.optional(),
    elementInstanceKey: keyFilter.optional(),
    processInstanceKey: keyFilter.optional(),
    processDefinitionKey: keyFilter.optional(),
    processDefinitionId: textFilter.optional(),
  }),
  ['timerKey', 'dueDate', 'elementId', 'processInstanceKey', 'processDefinitionId'],
);

export const timerPage = searchResult(timer);
