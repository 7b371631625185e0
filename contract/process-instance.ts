import { z } from 'zod';
import { booleanFilter, dateTimeFilter, enumFilter, integerFilter, keyFilter, textFilter, variableFilter } from './filter.ts';
import { instant, key, name, operationReference, tenantId } from './key.ts';
import { searchRequest, searchResult, withAlternatives } from './search.ts';
import { variables } from './variables.ts';

const tag = z.string().regex(/^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$/);
export const tags = z
  .array(tag)
  .max(10)
  .refine((list) => new Set(list).size === list.length, { error: 'Expected tags to be unique, but one stands twice' });

export const createProcessInstance = z
  .strictObject({
    processDefinitionId: name.optional(),
    processDefinitionVersion: z.int32().default(-1).meta({ description: '-1: the latest.' }),
    processDefinitionKey: key.optional(),
    variables: variables.optional(),
    tenantId: tenantId.optional(),
    startInstructions: z.array(z.strictObject({ elementId: name })).max(1_000).optional(),
    runtimeInstructions: z
      .array(z.unknown())
      .max(0, { error: 'Expected no runtimeInstructions, but some were given: they are not supported' })
      .optional(),
    awaitCompletion: z.boolean().default(false),
    fetchVariables: z.array(z.string()).max(1_000).nullable().optional(),
    requestTimeout: z.int().min(0).default(0).meta({ description: 'Milliseconds to wait for the end; 0: 10 s.' }),
    tags: tags.optional(),
    businessId: z.string().min(1).max(256).nullable().optional(),
    operationReference: operationReference.optional(),
  })
  .refine(({ processDefinitionId, processDefinitionKey }) => processDefinitionId !== undefined || processDefinitionKey !== undefined, {
    error: 'At least one of [processDefinitionId, processDefinitionKey] is required.',
    params: { title: 'INVALID_ARGUMENT' },
  })
  .refine(({ processDefinitionId, processDefinitionKey }) => processDefinitionId === undefined || processDefinitionKey === undefined, {
    error: 'Only one of [processDefinitionId, processDefinitionKey] is allowed.',
    params: { title: 'INVALID_ARGUMENT' },
  });

export const processInstanceCreated = z.strictObject({
  processDefinitionId: z.string(),
  processDefinitionVersion: z.int(),
  tenantId: z.string(),
  variables,
  processDefinitionKey: key,
  processInstanceKey: key,
  tags: z.array(z.string()),
  businessId: z.string().nullable(),
});

export const operation = z.strictObject({ operationReference: operationReference.nullable().optional() });

const states = ['ACTIVE', 'COMPLETED', 'TERMINATED'] as const;

export const processInstance = z
  .strictObject({
    processDefinitionId: z.string(),
    processDefinitionName: z.string().nullable(),
    processDefinitionVersion: z.int(),
    processDefinitionVersionTag: z.string().nullable(),
    startDate: instant,
    endDate: instant.nullable(),
    state: z.enum(states),
    hasIncident: z.boolean(),
    tenantId: z.string(),
    processInstanceKey: key,
    processDefinitionKey: key,
    parentProcessInstanceKey: key.nullable(),
    parentElementInstanceKey: key.nullable(),
    rootProcessInstanceKey: key.nullable(),
    tags: z.array(z.string()),
    businessId: z.string().nullable(),
  })
  .meta({ id: 'ProcessInstance' });

export const processInstanceConditions = {
  processInstanceKey: keyFilter.optional(),
  processDefinitionId: textFilter.optional(),
  processDefinitionName: textFilter.optional(),
  processDefinitionVersion: integerFilter.optional(),
  processDefinitionVersionTag: textFilter.optional(),
  processDefinitionKey: keyFilter.optional(),
  parentProcessInstanceKey: keyFilter.optional(),
  parentElementInstanceKey: keyFilter.optional(),
  rootProcessInstanceKey: keyFilter.optional(),
  startDate: dateTimeFilter.optional(),
  endDate: dateTimeFilter.optional(),
  state: enumFilter(states).optional(),
  hasIncident: booleanFilter.optional(),
  tenantId: textFilter.optional(),
  businessId: textFilter.optional(),
  tags: tags.optional(),
  variables: variableFilter.optional(),
  errorMessage: textFilter.optional(),
  elementId: textFilter.optional(),
  elementInstanceState: enumFilter(states).optional(),
  hasElementInstanceIncident: booleanFilter.optional(),
  hasRetriesLeft: booleanFilter.optional(),
};

export const processInstanceSearch = searchRequest(
  withAlternatives(processInstanceConditions),
  [
    'processInstanceKey', 'processDefinitionId', 'processDefinitionName', 'processDefinitionVersion',
    'processDefinitionVersionTag', 'processDefinitionKey', 'parentProcessInstanceKey', 'parentElementInstanceKey',
    'startDate', 'endDate', 'state', 'hasIncident', 'tenantId', 'businessId',
  ],
);

export const processInstancePage = searchResult(processInstance);
