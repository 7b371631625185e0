import { z } from 'zod';
import { dateTimeFilter, enumFilter, keyFilter, textFilter } from './filter.ts';
import { instant, key } from './key.ts';
import { searchRequest, searchResult } from './search.ts';

const states = ['ACTIVE', 'MIGRATED', 'RESOLVED', 'PENDING', 'UNKNOWN'] as const;

const errorTypes = [
  'AD_HOC_SUB_PROCESS_NO_RETRIES', 'CALLED_DECISION_ERROR', 'CALLED_ELEMENT_ERROR', 'CONDITION_ERROR',
  'DECISION_EVALUATION_ERROR', 'EXECUTION_LISTENER_NO_RETRIES', 'EXTRACT_VALUE_ERROR', 'FORM_NOT_FOUND',
  'IO_MAPPING_ERROR', 'JOB_NO_RETRIES', 'MESSAGE_SIZE_EXCEEDED', 'RESOURCE_NOT_FOUND', 'TASK_LISTENER_NO_RETRIES',
  'UNHANDLED_ERROR_EVENT', 'UNKNOWN', 'UNSPECIFIED',
] as const;

export const incident = z
  .strictObject({
    incidentKey: key,
    processDefinitionId: z.string(),
    processDefinitionKey: key,
    processInstanceKey: key,
    rootProcessInstanceKey: key.nullable(),
    elementId: z.string(),
    elementInstanceKey: key,
    jobKey: key.nullable(),
    errorType: z.enum(errorTypes),
    errorMessage: z.string(),
    creationTime: instant,
    state: z.enum(states),
    tenantId: z.string(),
  })
  .meta({ id: 'Incident' });

export const incidentSearch = searchRequest(
  z.strictObject({
    incidentKey: keyFilter.optional(),
    processDefinitionId: textFilter.optional(),
    processDefinitionKey: keyFilter.optional(),
    processInstanceKey: keyFilter.optional(),
    rootProcessInstanceKey: keyFilter.optional(),
    elementId: textFilter.optional(),
    elementInstanceKey: keyFilter.optional(),
    jobKey: keyFilter.optional(),
    errorType: enumFilter(errorTypes).optional(),
    errorMessage: textFilter.optional(),
    creationTime: dateTimeFilter.optional(),
    state: enumFilter(states).optional(),
    tenantId: textFilter.optional(),
  }),
  [
    'incidentKey', 'processDefinitionId', 'processDefinitionKey', 'processInstanceKey', 'elementId', 'elementInstanceKey',
    'jobKey', 'errorType', 'errorMessage', 'creationTime', 'state', 'tenantId',
  ],
);

/** One command: a job without retries gets them with the resolution, or nothing is changed. */
export const resolveIncident = z.strictObject({
  retries: z.int32().min(1).optional().meta({ description: 'How many retries the job of the incident has at least from now on.' }),
});

export const incidentPage = searchResult(incident);
