/** Cases as people look for them. The filters of `/v2/process-instances/search` and some of people. */
import { z } from 'zod';
import { textFilter } from './filter.ts';
import { processInstance, processInstanceConditions } from './process-instance.ts';
import { searchRequest, searchResult } from './search.ts';

const conditions = {
  ...processInstanceConditions,
  initiator: textFilter.optional().meta({ description: 'The id of the person who started it.' }),
  participant: z.string().min(1).max(256).optional().meta({ description: 'The id of a person who started it, has or had a task of it, or said something.' }),
  text: z.string().max(256).optional().meta({ description: 'A part of the business id or of the title.' }),
};

export const caseSearch = searchRequest(z.strictObject(conditions), ['processInstanceKey', 'processDefinitionId', 'processDefinitionName', 'startDate', 'endDate', 'state', 'hasIncident', 'businessId', 'initiator']);

export const foundCase = z
  .strictObject({
    ...processInstance.shape,
    initiator: z.string().nullable(),
    /** A few words that tell cases of one procedure apart: its variable `subject` or `title`, else the business id, else the first texts of the case. */
    subject: z.string().nullable(),
  })
  .meta({ id: 'FoundCase' });

export const casePage = searchResult(foundCase);
