import { z } from 'zod';
import { booleanFilter, dateTimeFilter, enumFilter, keyFilter, textFilter } from './filter.ts';
import { instant, key, operationReference } from './key.ts';
import { searchRequest, searchResult, withAlternatives } from './search.ts';
import { variables } from './variables.ts';

const states = ['ACTIVE', 'COMPLETED', 'TERMINATED'] as const;

export const elementTypes = [
  'UNSPECIFIED', 'PROCESS', 'SUB_PROCESS', 'EVENT_SUB_PROCESS', 'AD_HOC_SUB_PROCESS', 'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
  'START_EVENT', 'INTERMEDIATE_CATCH_EVENT', 'INTERMEDIATE_THROW_EVENT', 'BOUNDARY_EVENT', 'END_EVENT', 'SERVICE_TASK',
  'RECEIVE_TASK', 'USER_TASK', 'MANUAL_TASK', 'TASK', 'EXCLUSIVE_GATEWAY', 'INCLUSIVE_GATEWAY', 'PARALLEL_GATEWAY',
  'EVENT_BASED_GATEWAY', 'SEQUENCE_FLOW', 'MULTI_INSTANCE_BODY', 'CALL_ACTIVITY', 'BUSINESS_RULE_TASK', 'SCRIPT_TASK',
  'SEND_TASK', 'UNKNOWN',
] as const;

export const elementInstance = z
  .strictObject({
    elementInstanceKey: key,
    processInstanceKey: key,
    rootProcessInstanceKey: key.nullable(),
    processDefinitionKey: key,
    processDefinitionId: z.string(),
    elementId: z.string(),
    elementName: z.string().nullable(),
    type: z.enum(elementTypes),
    state: z.enum(states),
    hasIncident: z.boolean(),
    incidentKey: key.nullable(),
    startDate: instant,
    endDate: instant.nullable(),
    tenantId: z.string(),
  })
  .meta({ id: 'ElementInstance' });

export const elementInstanceSearch = searchRequest(
  withAlternatives({
    elementInstanceKey: keyFilter.optional(),
    processInstanceKey: keyFilter.optional(),
    rootProcessInstanceKey: keyFilter.optional(),
    processDefinitionKey: keyFilter.optional(),
    processDefinitionId: textFilter.optional(),
    elementInstanceScopeKey: keyFilter.optional(),
    elementId: textFilter.optional(),
    elementName: textFilter.optional(),
    type: enumFilter(elementTypes).optional(),
    state: enumFilter(states).optional(),
    hasIncident: booleanFilter.optional(),
    incidentKey: keyFilter.optional(),
    startDate: dateTimeFilter.optional(),
    endDate: dateTimeFilter.optional(),
    tenantId: textFilter.optional(),
  }),
  [
    'elementInstanceKey', 'processInstanceKey', 'processDefinitionKey', 'processDefinitionId', 'elementId', 'elementName',
    'type', 'state', 'incidentKey', 'startDate', 'endDate', 'tenantId',
  ],
);

export const elementInstancePage = searchResult(elementInstance);

export const setVariables = z.strictObject({
  variables,
  local: z.boolean().default(false).meta({
    description: 'true: exactly in this scope; false: where the name exists upward, else in the process instance.',
  }),
  operationReference: operationReference.nullable().optional(),
});
