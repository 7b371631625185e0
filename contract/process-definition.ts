import { z } from 'zod';
import { enumFilter, booleanFilter, integerFilter, keyFilter, textFilter } from './filter.ts';
import { key } from './key.ts';
import { searchRequest, searchResult } from './search.ts';

export const processDefinition = z
  .strictObject({
    name: z.string().nullable(),
    resourceName: z.string(),
    version: z.int(),
    versionTag: z.string().nullable(),
    processDefinitionId: z.string(),
    tenantId: z.string(),
    processDefinitionKey: key,
    hasStartForm: z.boolean(),
    state: z.enum(['ACTIVE', 'DELETED']),
  })
  .meta({ id: 'ProcessDefinition' });

export const processDefinitionSearch = searchRequest(
  z.strictObject({
    name: textFilter.optional(),
    isLatestVersion: booleanFilter.optional(),
    resourceName: textFilter.optional(),
    version: integerFilter.optional(),
    versionTag: textFilter.optional(),
    processDefinitionId: textFilter.optional(),
    processDefinitionKey: keyFilter.optional(),
    tenantId: textFilter.optional(),
    hasStartForm: booleanFilter.optional(),
    state: enumFilter(['ACTIVE', 'DELETED']).optional(),
  }),
  ['processDefinitionKey', 'name', 'resourceName', 'version', 'versionTag', 'processDefinitionId', 'tenantId'],
);

export const processDefinitionPage = searchResult(processDefinition);
